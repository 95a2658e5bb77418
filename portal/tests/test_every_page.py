"""No address and no field can be made to break: query parameters, hostile text, the wrong method."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from portal.tests.access import MATRIX
from portal.tests.forms_of_page import PageForm, forms_of, in_any_row, parameters_of

BLNS = Path(settings.BASE_DIR).parent / "shared" / "data" / "blns.json"
NEEDS_BLNS = pytest.mark.skipif(not BLNS.exists(), reason=f"the list of naughty strings is not at {BLNS}")
FOR_DATABASES = ["\x00", "a\x00b", "x" * 20_000, "1e400", "NaN", "9" * 40]
FOR_FORMS = ["٣٤", "-1", "99999-99-99", "\u202eabc", "=1+1"]  # judged before a database hears of them
DISLIKED = ["\x00", "9" * 40, "-1"]  # by databases
NONSENSE = ["abc", "0", "'\"><script>", "%", "ā" * 500, "2021", "\ud83d".encode("utf-8", "replace")]
PARAMETERS = [
    "page", "sy", "school", "q", "state", "when", "kind", "project", "participant", "host", "country", "qualification",
    "activity_type", "report", "field", "role", "programme", "group", "sector", "user", "verb", "first", "last",
    "next", "code", "start", "end", "day", "term", "language", "token", "email", "sort", "mobility", "year",
    "direction", "people", "days", "city", "distance_km", "travel_mode", "travel_days", "fewer_opportunities",
    "category", "note", "target", "country_group", "without", "person",
]  # fmt: skip
TYPED = {"text", "textarea", "search", "tel", "password"}
MEASURED = {"number", "date", "email", "url", "time"}
LISTS = ("-list", "search", "code-preview")
PACK, MIDDLE_PACK, LONG_PACK = 190, 1_000, 5_000
PACKS = (LONG_PACK, MIDDLE_PACK, PACK)  # the longer, the fewer: short ones only for the fields that take no more
SAVED = {201, 302}
GETS = [name for name, row in MATRIX.items() if row.method == "get"]
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
def test_nothing_breaks_a_page(name, rows, clients):
    """Wrong methods, nonsense in the query, hostile text in every form and search; the rows are made once for all."""
    address = address_of(name, rows)
    try_methods(clients["coordinator"], address)
    if name in GETS:
        client = clients[opener(name)]
        try_parameters(client, address)
        if name.endswith(LISTS):
            try_filters(client, address)
        if name not in WITHOUT_FORMS:
            try_forms(client, address, tried_elsewhere(name, client, rows))


def try_parameters(client, address: str) -> None:
    for text in [*DISLIKED, *in_turns(NONSENSE)]:
        assert client.get(address, dict.fromkeys(PARAMETERS, text)).status_code < 500, text


def try_filters(client, address: str) -> None:
    """Every parameter that the page itself uses on its own; parts of pages do not name theirs. Then its search."""
    named = parameters_of(page_of(client, address))
    for parameter in named or PARAMETERS:
        assert client.get(address, {parameter: ["\x00", "9" * 30]}).status_code < 500, parameter
    if not named or "q" in named:
        for text in [*own_strings(), *shared_strings(MIDDLE_PACK)]:
            assert client.get(address, {"q": text, "code": text}).status_code < 500, text


def try_methods(client, address: str) -> None:
    for method in ("get", "post", "put", "delete", "head", "options"):
        with transaction.atomic():
            assert getattr(client, method)(address).status_code < 500, method
            transaction.set_rollback(True)


def in_turns(texts: list) -> list:
    """Those for this database; the others come on the other one: make test runs on both."""
    return texts[connection.vendor == "postgresql" :: 2]


def own_strings() -> list[str]:
    return [*FOR_DATABASES, *in_turns(FOR_FORMS)]


def shared_strings(size: int) -> list[str]:
    """The list of naughty strings in packs."""
    packs = in_turns(packed(json.loads(BLNS.read_text("utf-8")), size))
    return [text.encode("utf-8", "replace").decode() for text in packs]


def packed(texts: list[str], size: int) -> list[str]:
    """Short ones in a row, as many as fit; long ones stay alone."""
    packs = [""]
    for text in texts:
        if packs[-1] and len(packs[-1]) + len(text) > size:
            packs.append("")
        packs[-1] += text + " "
    return packs


def tried_elsewhere(name: str, client, rows) -> set[str]:
    """Fields of the page that adds such a row: they get the whole list there."""
    adding = name.removesuffix("-edit") + "-add"
    if not name.endswith("-edit") or adding not in GETS:
        return set()
    address = address_of(adding, rows)
    return {in_any_row(field) for form in forms_of(page_of(client, address), address) for field in form.texts}


def page_of(client, address: str) -> str:
    """Its HTML; empty where the address answers with something else."""
    answer = client.get(address)
    is_page = answer.status_code == 200 and "text/html" in answer.headers.get("Content-Type", "")
    return answer.content.decode() if is_page else ""


def try_forms(client, address: str, elsewhere: set[str]) -> None:
    for form in forms_of(page_of(client, address), address):
        for names in own_rounds(form):
            for text in own_strings():
                sent(client, form, form.hostile(text, names))
        if not set(map(in_any_row, form.texts)) <= elsewhere:
            try_shared_strings(client, form)


def own_rounds(form: PageForm) -> list[set[str]]:
    """Text fields of a form that is otherwise right; then all its fields."""
    typed, measured = form.names(TYPED), form.names(MEASURED)
    return [names for names in (typed, typed | measured if measured else set()) if names]


def try_shared_strings(client, form: PageForm) -> None:
    """Much at once in every text field; then the whole list in the fields that take it, where that is saved."""
    typed = form.names(TYPED)
    if not typed:
        return
    for text in shared_strings(LONG_PACK):
        sent(client, form, form.hostile(text, typed))
    left = typed
    for size in PACKS:
        taking = taking_fields(client, form, set(left), size)
        for text in shared_strings(size) if taking else []:
            sent(client, form, form.hostile(text, taking))
        left = left - taking
        if not left:
            break


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
