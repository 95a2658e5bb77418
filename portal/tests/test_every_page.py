"""No address and no field can be made to break: query parameters, hostile text, the wrong method."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from portal.tests.access import MATRIX
from portal.tests.asked import EVERYTHING, Listening
from portal.tests.forms_of_page import PageForm, forms_of, in_any_row, parameters_of

BLNS = Path(settings.BASE_DIR).parent / "shared" / "data" / "blns.json"
NEEDS_BLNS = pytest.mark.skipif(not BLNS.exists(), reason=f"the list of naughty strings is not at {BLNS}")
TEXTS, NUMBERS = ["a\x00b", "x" * 20_000], ["1e400", "NaN", "9" * 40]  # disliked by databases
FOR_FORMS = ["٣٤", "-1", "99999-99-99", "\u202eabc", "=1+1"]  # judged before a database hears of them
DISLIKED = ["\x00", "9" * 40, "-1"]  # by databases, in addresses
NONSENSE = ["abc", "0", "'\"><script>", "%", "ā" * 500, "2021", "\ud83d".encode("utf-8", "replace")]
PARAMETERS = [
    "page", "sy", "school", "q", "state", "when", "kind", "project", "participant", "host", "country", "qualification",
    "activity_type", "report", "field", "role", "programme", "group", "sector", "user", "verb", "first", "last",
    "next", "code", "start", "end", "day", "term", "language", "token", "email", "sort", "mobility", "year",
    "direction", "people", "days", "city", "distance_km", "travel_mode", "travel_days", "fewer_opportunities",
    "category", "note", "target", "country_group", "without", "person",
]  # fmt: skip
OF_THE_FRAME = {"sy", "school", EVERYTHING}  # asked for on every page, and copied into its links
TYPED = {"text", "textarea", "search", "tel", "password"}
MEASURED = {"number", "date", "email", "url", "time"}
LISTS = ("-list", "search", "code-preview")
PACK, MIDDLE_PACK, LONG_PACK = 190, 1_000, 5_000
SEARCH_PACK = 95  # what every search takes: longer words are not looked for at all
PACKS = (LONG_PACK, MIDDLE_PACK, PACK)  # the longer, the fewer: short ones only for the fields that take no more
SAVED = {201, 302}
SEARCHED = [name for name in MATRIX if name.endswith(LISTS)]
GETS = [name for name, row in MATRIX.items() if row.method == "get"]
SAME_FORM = {
    "mobilities:link-report": "mobilities:experience-edit",
    "mobilities:link-attachment-edit": "mobilities:attachment-edit",
    "mobilities:mobility-add-group": "mobilities:mobility-add",
}  # as every -edit has that of its -add
WITHOUT_FORMS = {"accounts:password-new", "accounts:school-found"}  # tested where their tokens are


def address_of(name: str, rows) -> str:
    return reverse(name, args=MATRIX[name].args(rows))


def opener(name: str) -> str:
    """Somebody of the cast to whom the address is open."""
    statuses = dict(
        zip(
            ["anonymous", "coordinator", "teacher", "director", "administrator"],
            MATRIX[name].expected.split(),
            strict=False,
        )
    )
    return next(
        (role for role in ("coordinator", "administrator", "teacher", "anonymous") if statuses[role] == "200"),
        "coordinator",
    )


@NEEDS_BLNS
@pytest.mark.parametrize("name", MATRIX)
def test_nothing_breaks_a_page(name, rows, clients, asked):
    """Wrong methods, nonsense in the query, hostile text in every form and search; the rows are made once for all."""
    address = address_of(name, rows)
    try_methods(clients["coordinator"], address, is_opened=name in GETS)
    if name in GETS:
        client = clients[opener(name)]
        page = page_of(client, address)
        try_parameters(client, address, asked)
        if name in SEARCHED:
            try_filters(client, address, parameters_of(page), packs_for(name))
        if name not in WITHOUT_FORMS:
            try_forms(client, forms_of(page, address), tried_elsewhere(name, clients, rows))


@pytest.fixture
def asked(monkeypatch) -> set[str]:
    """The parameters that pages have asked their addresses for."""
    names = set()
    monkeypatch.setattr("django.core.handlers.wsgi.QueryDict", partial(Listening, names))
    return names


def try_methods(client, address: str, is_opened: bool) -> None:
    for method in ("post", "put", "delete", "head", "options", *([] if is_opened else ["get"])):
        with transaction.atomic():
            assert getattr(client, method)(address).status_code < 500, method
            transaction.set_rollback(True)


def try_parameters(client, address: str, asked: set[str]) -> None:
    """All that pages ask for at once; the first text is enough for a page that asks for no more than its frame."""
    for text in [*DISLIKED, *in_turns(NONSENSE)]:
        assert client.get(address, dict.fromkeys([*PARAMETERS, *asked], text)).status_code < 500, text
        if asked <= OF_THE_FRAME:
            break


def try_filters(client, address: str, named: set[str], packs: list[str]) -> None:
    """Every parameter that the page itself uses on its own; parts of pages do not name theirs. Then its search."""
    for parameter in named or PARAMETERS:
        assert client.get(address, {parameter: ["\x00", "9" * 30]}).status_code < 500, parameter
    if not named or "q" in named:
        for text in [*TEXTS, *NUMBERS, *in_turns(FOR_FORMS), *packs]:
            assert client.get(address, {"q": text, "code": text}).status_code < 500, text


def packs_for(name: str) -> list[str]:
    """The list of naughty strings, dealt out among the pages that search: all of them look for words alike."""
    return naughty(SEARCH_PACK)[SEARCHED.index(name) :: len(SEARCHED)]


def in_turns(texts: list) -> list:
    """Those for this database; the others come on the other one: make test runs on both."""
    return texts[connection.vendor == "postgresql" :: 2]


def shared_strings(size: int) -> list[str]:
    return in_turns(naughty(size))


def naughty(size: int) -> list[str]:
    """The list of naughty strings in packs."""
    packs = packed(json.loads(BLNS.read_text("utf-8")), size)
    return [text.encode("utf-8", "replace").decode() for text in packs]


def packed(texts: list[str], size: int) -> list[str]:
    """Short ones in a row, as many as fit; long ones stay alone."""
    packs = [""]
    for text in texts:
        if packs[-1] and len(packs[-1]) + len(text) > size:
            packs.append("")
        packs[-1] += text + " "
    return packs


def tried_elsewhere(name: str, clients: dict, rows) -> set[str]:
    """Fields of another page that shows this form: they get everything there."""
    other = SAME_FORM.get(name, name.removesuffix("-edit") + "-add" if name.endswith("-edit") else "")
    if other not in GETS:
        return set()
    address = address_of(other, rows)
    page = page_of(clients[opener(other)], address)
    return {in_any_row(field) for form in forms_of(page, address) for field in form.texts}


def page_of(client, address: str) -> str:
    """Its HTML; empty where the address answers with something else."""
    answer = client.get(address)
    is_page = answer.status_code == 200 and "text/html" in answer.headers.get("Content-Type", "")
    return answer.content.decode() if is_page else ""


def try_forms(client, forms: list[PageForm], elsewhere: set[str]) -> None:
    for form in forms:
        is_new = not set(map(in_any_row, form.texts)) <= elsewhere
        for names, texts in own_rounds(form, is_new):
            for text in texts:
                sent(client, form, form.hostile(text, names))
        if is_new:
            try_shared_strings(client, form)


def own_rounds(form: PageForm, is_new: bool) -> list[tuple[set[str], list[str]]]:
    """Text fields of a form that is otherwise right, so that a database hears of them; then all its fields."""
    typed, measured = form.names(TYPED), form.names(MEASURED)
    alone = [*TEXTS, *NUMBERS, *([] if measured else in_turns(FOR_FORMS))]
    together = [*NUMBERS, *in_turns([*TEXTS, *FOR_FORMS])]
    rounds = [(typed, alone), (typed | measured, together if measured and is_new else [])]
    return [(names, texts) for names, texts in rounds if names]


def try_shared_strings(client, form: PageForm) -> None:
    """The list through every text field, much at once; then saved, each pack by one of the fields that take it."""
    typed = form.names(TYPED)
    if not typed:
        return
    for text in shared_strings(LONG_PACK):
        sent(client, form, form.hostile(text, typed))
    left = typed
    for size in PACKS:
        taking = taking_fields(client, form, set(left), size)
        for texts in dealt_out(shared_strings(size), sorted(taking)):
            sent(client, form, form.sensible() | texts)
        left = left - taking
        if not left:
            break


def dealt_out(packs: list[str], names: list[str]) -> Iterator[dict[str, str]]:
    """Forms full of packs, another one in each field, until all are used."""
    while names and packs:
        yield dict(zip(names, packs, strict=False))
        packs = packs[len(names) :]


def taking_fields(client, form: PageForm, names: set[str], size: int) -> set[str]:
    """Those of `names` that take harmless words of that length; none if the form is not saved with them."""
    harmless = ("vārds " * size)[:size]
    for _attempt in range(2):
        answer = sent(client, form, form.hostile(harmless, names))
        if answer.status_code in SAVED:
            return names
        names -= {name for each in forms_of(answer.content.decode(), form.action) for name in each.refused}
        if not names:
            break
    return set()


def sent(client, form: PageForm, data: dict[str, str]) -> HttpResponse:
    """The answer; what was saved is taken back."""
    with transaction.atomic():
        answer = client.post(form.action, data)
        assert answer.status_code < 500, data
        transaction.set_rollback(True)
    return answer


def test_addresses_that_are_nobodys(clients):
    for address in ("/nothing/", "/projects/0/", "/people/" + "9" * 60 + "/", "/invitation/x/", "/%00", "/jobs/x/"):
        for client in clients.values():
            assert client.get(address).status_code in {302, 404, 410}, address


def test_damaged_requests_are_explained(clients):
    client = clients["coordinator"]
    assert client.post("/projects/add/", b"{", content_type="multipart/form-data; boundary=x").status_code < 500
    assert client.post("/projects/add/", {f"f{number}": "" for number in range(6000)}).status_code == 400
    assert client.get("/", headers={"host": "bad host"}).status_code == 400
