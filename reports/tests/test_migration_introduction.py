"""Public pages of the time before migration 0009: their introduction was public as soon as it was saved."""

from datetime import UTC, date, datetime

import pytest

from portal.testing.former import migrate, migrated_to

BEFORE = [("reports", "0008_english_of_published_words")]
AFTER = [("reports", "0009_introduction_is_approved")]
PUBLISHED = datetime(2022, 6, 1, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.apart


@pytest.fixture
def former(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), migrated_to(BEFORE, tmp_path, "introduction") as apps:
        yield apps


def page(apps, slug, **fields):
    school, _made = apps.get_model("accounts", "School").objects.get_or_create(name="Upes tehnikums")
    project = apps.get_model("projects", "Project").objects.create(
        school=school, title=slug, school_name=school.name, start=date(2021, 9, 1), end=date(2022, 8, 31)
    )
    return apps.get_model("reports", "PublicationPage").objects.create(
        school=school, project=project, slug=slug, **fields
    )  # fmt: skip


def test_whoever_published_a_page_approved_its_introduction_with_it(former):
    """Of a page that is not public, nothing becomes approved; what was approved stays."""
    user = former.get_model("accounts", "User").objects.create(email="koordinatore@example.org")
    public = {"published_at": PUBLISHED, "published_by": user}
    both = page(former, "both", introduction_lv="Sveiki!\n", introduction_en=" Welcome!", **public)
    english = page(former, "english", introduction_en="Welcome!", published_at=PUBLISHED)
    page(former, "blank", introduction_lv=" \n", **public)
    page(former, "none", **public)
    page(former, "draft", introduction_lv="Vēl ne", introduction_en="Not yet")
    figures = former.get_model("reports", "PublicationItem").objects.create(
        page=both, kind="figures", approved={"people": 7}
    )

    apps = migrate(AFTER)

    items = apps.get_model("reports", "PublicationItem").objects
    found = items.filter(kind="introduction").order_by("page__slug")
    assert list(found.values_list("page", "approved", "approved_at", "approved_by")) == [
        (both.pk, {"lv": "Sveiki!", "en": "Welcome!"}, PUBLISHED, user.pk),
        (english.pk, {"lv": "", "en": "Welcome!"}, PUBLISHED, None),
    ]
    assert items.exclude(kind="introduction").get().approved == figures.approved
    shown = apps.get_model("reports", "PublicationPage").objects.get(pk=both.pk)
    assert (shown.introduction_lv, shown.published_at) == ("Sveiki!\n", PUBLISHED)
