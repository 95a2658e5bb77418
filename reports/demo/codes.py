"""The demonstration school's own activity type, which takes the place of the programme's in later calls."""

from portal.accounts.models import School
from portal.audit.models import Verb
from portal.audit.services import record
from projects.models import ActivityType

OWN_FROM = 2027


def add_own_activity_type(school: School) -> ActivityType:
    like = ActivityType.objects.get(school=None, code="VET-GROUP")
    own = ActivityType.objects.create(
        school=school,
        code=like.code,
        name_lv=like.name_lv,
        name_en=like.name_en,
        category=like.category,
        family=like.family,
        min_days=5,
        max_days=21,
        call_year_from=OWN_FROM,
        source="Demonstrācija, skolas kārtība / Demonstration, the school's own rules",
        order=like.order,
    )
    record(None, school, Verb.ADD, own)
    return own
