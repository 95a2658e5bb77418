"""What a row of the access matrix says, and the words for it."""

from collections.abc import Callable
from dataclasses import dataclass

from mobilities.services.report_links import address_key
from portal.tests.rows import Rows

ASKED_TO_SIGN_IN = "302 "
EVERYBODY, NOBODY = "200 200 200 200 200 200", "404 404 404 404 404 404"
# After the first column, which is the anonymous visitor: coordinator teacher director administrator outsider.
MEMBERS = ASKED_TO_SIGN_IN + "200 200 200 200 404"
ALL_SCHOOLS = ASKED_TO_SIGN_IN + "200 200 200 200 200"
OVERSEERS = ASKED_TO_SIGN_IN + "200 403 200 200 200"
OVERSEERS_ROW = ASKED_TO_SIGN_IN + "200 403 200 200 404"
COORDINATORS = ASKED_TO_SIGN_IN + "200 403 403 403 200"
COORDINATOR = ASKED_TO_SIGN_IN + "200 403 403 403 404"
COORDINATOR_DOES = ASKED_TO_SIGN_IN + "302 403 403 403 404"
WRITER = ASKED_TO_SIGN_IN + "404 200 404 404 404"  # a draft is seen by nobody but its writer
WRITER_DOES = ASKED_TO_SIGN_IN + "404 302 404 404 404"
IN_CHARGE = ASKED_TO_SIGN_IN + "200 200 403 403 404"
PAPER_DOES = ASKED_TO_SIGN_IN + "302 302 403 403 404"  # the teacher is in charge of the mobility
TAKEN = ASKED_TO_SIGN_IN + "201 403 403 403 404"
CLASHES = ASKED_TO_SIGN_IN + "409 403 403 403 404"  # there is no such proposal
CALL_LOOK = ASKED_TO_SIGN_IN + "200 404 200 200 404"  # teachers do not see others' points
CALL_CHANGE = ASKED_TO_SIGN_IN + "200 404 403 403 404"
CALL_DO = ASKED_TO_SIGN_IN + "302 404 403 403 404"
PAPERS = ASKED_TO_SIGN_IN + "200 404 404 404 404"  # bank accounts are printed in them
ADMINISTRATOR = ASKED_TO_SIGN_IN + "403 403 403 200 403"
ADMINISTRATOR_ROW = ASKED_TO_SIGN_IN + "404 404 404 200 404"


@dataclass(frozen=True)
class Row:
    expected: str
    args: Callable[[Rows], list] = lambda rows: []
    method: str = "get"
    data: Callable[[Rows], dict] = lambda rows: {}


def pk(name: str) -> Callable[[Rows], list]:
    return lambda rows: [getattr(rows, name).pk]


def pks(*names: str) -> Callable[[Rows], list]:
    return lambda rows: [getattr(rows, name).pk for name in names]


def by_link(*names: str) -> Callable[[Rows], list]:
    """What stands in the address behind a personal link: its key, then rows of its report."""
    return lambda rows: [address_key(rows.link), *(getattr(rows, name).pk for name in names)]
