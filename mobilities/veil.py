"""Words about people outside one's charge: whoever may not know them reads the words without names, phones and
addresses."""

from collections.abc import Callable, Iterable

from django.db.models import F, Model, Q, QuerySet

from mobilities.enums import PersonKind
from mobilities.models import Participant
from mobilities.models.participant import SEES_ALL
from portal.accounts.models import School
from portal.common.names_in_text import Person, register, without_people

Veil = Callable[[str], str]
OF_REPORT = ("pluses", "minuses", "quote", "offer_note", "commute_how")
OF_FINDING = ("text", "done_note")


def known_among(user, people: QuerySet[Participant]) -> QuerySet[Participant]:
    """Those whose names are for `user`: whom one may see, and colleagues who have an account."""
    colleagues = Q(
        kind=PersonKind.STAFF, user__is_active=True, user__memberships__is_active=True,
        user__memberships__school=F("school"),
    )  # fmt: skip
    visible = Q(pk__in=Participant.objects.visible_to(user).values("pk"))
    return people.filter(visible | colleagues)


def veil_for(user, school: School, people: QuerySet[Participant]) -> Veil:
    """`people`: who may be named in the words. One query, and none for who sees everybody. A first name alone counts
    too: among so few it tells who it is."""
    if school.pk in user.school_ids(*SEES_ALL):
        return str
    known = known_among(user, Participant.objects.filter(school=school)).values("pk")
    names = people.filter(school=school).exclude(pk__in=known).order_by().values_list("first_name", "last_name")
    hidden = [(first, last, Person(f"{first} {last}")) for first, last in names.distinct()]
    found = register([*hidden, *(("", first, person) for first, _last, person in hidden)])
    return lambda text: without_people(text, found)


def cover(rows: Iterable[Model], fields: Iterable[str], veil: Veil) -> None:
    """Not to be saved afterwards. The words of reports that the reader may open stay as they are."""
    for row in rows:
        for name in () if getattr(row, "is_named", False) else fields:
            setattr(row, name, veil(getattr(row, name)))
