"""No address and no field can be made to break: query parameters, hostile text, the wrong method."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from portal.tests.forms_of_page import PageForm, forms_of
from portal.tests.test_access_matrix import MATRIX

BLNS = Path(settings.BASE_DIR).parent / "shared" / "data" / "blns.json"
NEEDS_BLNS = pytest.mark.skipif(not BLNS.exists(), reason=f"the list of naughty strings is not at {BLNS}")
OWN_STRINGS = [
    "\x00",
    "a\x00b",
    "x" * 20_000,
    "1e400",
    "NaN",
    "٣٤",
    "-1",
    "9" * 40,
    "99999-99-99",
    "\u202eabc",
    "=1+1",
]
NONSENSE = [
    "abc",
    "-1",
    "0",
    "9" * 40,
    "\x00",
    "'\"><script>",
    "%",
    "ā" * 500,
    "2021",
    "\ud83d".encode("utf-8", "replace"),
]
PARAMETERS = [
    "page", "sy", "school", "q", "state", "when", "kind", "project", "participant", "host", "country", "qualification",
    "activity_type", "report", "field", "role", "programme", "group", "sector", "user", "verb", "first", "last",
    "next", "code", "start", "end", "day", "term", "language", "token", "email", "sort", "mobility", "year",
    "direction", "people", "days", "city", "distance_km", "travel_mode", "travel_days", "fewer_opportunities",
    "category", "note", "target", "country_group", "without", "person",
]  # fmt: skip
TYPED = {"text", "textarea", "search", "tel", "password"}
MEASURED = {"number", "date", "email", "url", "time"}
SAME_FILTER = {
    "mobilities:qualification-list",
    "reports:document-list",
    "accounts:person-list",
    "accounts:saved-view-list",
}  # no words to look for
LISTS = ("-list", "search", "code-preview")
PACK = 190
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
        try_parameters(name, client, address)
        if name not in WITHOUT_FORMS:
            try_forms(client, address, tried_elsewhere(name, client, rows))
        if name.endswith(LISTS) and name not in SAME_FILTER:
            try_search(client, address)


def try_parameters(name: str, client, address: str) -> None:
    for text in NONSENSE:
        assert client.get(address, dict.fromkeys(PARAMETERS, text)).status_code < 500, text
    for parameter in PARAMETERS if name.endswith(LISTS) else []:
        assert client.get(address, {parameter: ["\x00", "9" * 30]}).status_code < 500, parameter


def try_methods(client, address: str) -> None:
    for method in ("get", "post", "put", "delete", "head", "options"):
        with transaction.atomic():
            assert getattr(client, method)(address).status_code < 500, method
            transaction.set_rollback(True)


def strings() -> list[str]:
    """Ours, and the list of naughty strings; SQLite and PostgreSQL take turns with it: make test runs on both."""
    shared = packed(json.loads(BLNS.read_text("utf-8")))[connection.vendor == "postgresql" :: 2]
    return [text.encode("utf-8", "replace").decode() for text in [*OWN_STRINGS, *shared]]


def packed(texts: list[str]) -> list[str]:
    """Short ones in a row, as many as fit most fields; long ones stay alone."""
    packs = [""]
    for text in texts:
        if packs[-1] and len(packs[-1]) + len(text) > PACK:
            packs.append("")
        packs[-1] += text + " "
    return packs


def tried_elsewhere(name: str, client, rows) -> set[str]:
    """Fields of the page that adds such a row: they get the whole list there."""
    adding = name.removesuffix("-edit") + "-add"
    if not name.endswith("-edit") or adding not in GETS:
        return set()
    address = address_of(adding, rows)
    page = client.get(address)
    return {field for form in forms_of(page.content.decode(), address) for field in form.texts}


def fillings(form: PageForm, texts: list[str]) -> Iterator[dict[str, str]]:
    """Each of `texts` in all text fields of a form that is otherwise right; then our own in all its fields."""
    if TYPED & set(form.texts.values()):
        for text in texts:
            yield form.hostile(text, kinds=TYPED)
    for text in OWN_STRINGS:
        yield form.hostile(text, kinds=TYPED | MEASURED)


def try_forms(client, address: str, elsewhere: set[str]) -> None:
    page = client.get(address)
    if "text/html" not in page.headers.get("Content-Type", "") or page.status_code != 200:
        return
    for form in forms_of(page.content.decode(), address):
        for data in fillings(form, OWN_STRINGS if set(form.texts) <= elsewhere else strings()):
            with transaction.atomic():
                answer = client.post(form.action, data)
                assert answer.status_code < 500, data
                transaction.set_rollback(True)


def try_search(client, address: str) -> None:
    for text in strings():
        assert client.get(address, {"q": text, "code": text}).status_code < 500, text


def test_addresses_that_are_nobodys(clients):
    for address in ("/nothing/", "/projects/0/", "/people/" + "9" * 60 + "/", "/invitation/x/", "/%00", "/jobs/x/"):
        for client in clients.values():
            assert client.get(address).status_code in {302, 404, 410}, address


def test_damaged_requests_are_explained(clients):
    client = clients["coordinator"]
    assert client.post("/projects/add/", b"{", content_type="multipart/form-data; boundary=x").status_code < 500
    assert client.post("/projects/add/", {f"f{number}": "" for number in range(6000)}).status_code == 400
    assert client.get("/", headers={"host": "bad host"}).status_code == 400
