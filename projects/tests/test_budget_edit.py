"""Budget by category, instalments, and the agreement they come from."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal.audit.models import Entry
from portal.common.forms import EuroField
from projects.budget import gap_to_grant, payments_of
from projects.models import BudgetLine, Instalment

pytestmark = pytest.mark.django_db


def address(name, project, *more):
    return reverse(f"projects:{name}", args=[project.pk, *more])


@pytest.fixture
def office(client_of, coordinator):
    """The coordinator, reading English."""
    client = client_of(coordinator)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_budget_edit(office, project):
    typed = {"version": project.version, "travel": "9 130,00", "individual": "74100.5", "organisational": ""}
    assert office.post(address("budget-edit", project), typed).status_code == 302
    lines = dict(BudgetLine.objects.values_list("category", "awarded"))
    assert lines == {"travel": Decimal("9130.00"), "individual": Decimal("74100.50")}
    entry = Entry.objects.about(project).get()
    assert entry.changes == {"budget_lines": ["", "travel 9130.00; individual 74100.5"]}


def test_an_emptied_amount_is_no_line_any_more(office, project):
    BudgetLine.objects.create(project=project, category="travel", awarded=100)
    office.post(address("budget-edit", project), {"version": project.version, "travel": "", "linguistic": "150"})
    assert [line.category for line in BudgetLine.objects.all()] == ["linguistic"]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("9,200.00", "9200"), ("9.200,00", "9200"), ("1,234,567.89", "1234567.89"), ("1.234.567,5", "1234567.5"),
        ("9 200,50", "9200.5"), ("9200.5", "9200.5"), ("9,2", "9.2"), ("€9,200.00", "9200"), ("€ 0,07", "0.07"),
    ],
)  # fmt: skip
def test_amounts_as_either_language_writes_them(typed, amount):
    assert EuroField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["9,200", "9.200", "9,20,000.00", "92,00.00", "9,200.000,00", "1,234,567", "9,200."])
def test_amounts_that_can_be_read_in_two_ways_are_refused(typed):
    with override("en"), pytest.raises(ValidationError, match="is not an amount of money|At most"):
        EuroField().clean(typed)


@pytest.mark.parametrize("typed", ["-1", "1,234", "abc", "1e400", "99999999999,00"])
def test_amounts_that_are_none_are_refused_and_nothing_is_saved(office, project, typed):
    answer = office.post(
        address("budget-edit", project), {"version": project.version, "travel": typed, "individual": "10"}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors["travel"]
    assert not BudgetLine.objects.exists()


def test_a_budget_saved_meanwhile_is_not_overwritten(office, project):
    stale = project.version
    office.post(address("budget-edit", project), {"version": stale, "travel": "100"})
    answer = office.post(address("budget-edit", project), {"version": stale, "travel": "200"})
    assert answer.context["form"].stale == [("Travel", "100,00", "200,00")]
    assert BudgetLine.objects.get().awarded == 100


def test_the_gap_to_the_grant_is_said(project):
    assert gap_to_grant(project, {}) == ""
    with override("en"):
        assert "€430.00 less" in gap_to_grant(project, {"travel": Decimal(95000)})
        assert "€70.00 more" in gap_to_grant(project, {"travel": Decimal(95500)})
    assert gap_to_grant(project, {"travel": Decimal(95430)}) == ""
    project.grant = None
    assert gap_to_grant(project, {"travel": Decimal(1)}) == ""


def test_instalments_are_added_edited_and_deleted(office, project):
    typed = {"kind": "prefinancing", "amount": "76 344,00", "due": "2021-09-15", "version": "0"}
    office.post(address("instalment-add", project), typed)
    row = Instalment.objects.get()
    assert (row.amount, row.paid_on) == (Decimal("76344.00"), None)
    office.post(address("instalment-edit", project, row.pk), typed | {"paid_on": "2021-09-17", "version": row.version})
    row.refresh_from_db()
    assert row.paid_on == date(2021, 9, 17)
    office.post(address("instalment-delete", project, row.pk))
    assert not Instalment.objects.exists()
    assert Entry.objects.filter(object_type="projects.instalment").count() == 3


def test_instalments_of_another_project_are_not_found(office, project, make_project):
    other = make_project(code="2022-1-LV01-KA121-VET-000059221", title="Cits")
    row = Instalment.objects.create(pk=7001, project=other, kind="balance", amount=1)
    assert office.get(address("instalment-edit", project, row.pk)).status_code == 404
    assert office.get(address("instalment-edit", other, row.pk)).status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "1,005"}, "amount"),
        ({"due": ""}, "due"),
        ({"paid_on": str(timezone.localdate() + timedelta(days=3))}, "paid_on"),
    ],
)
def test_instalments_that_cannot_be(office, project, typed, field):
    right = {"kind": "balance", "amount": "100", "due": "2023-12-29", "version": "0"}
    answer = office.post(address("instalment-add", project), right | typed)
    assert list(answer.context["form"].errors) == [field]
    assert not Instalment.objects.exists()


@pytest.mark.parametrize(
    ("rows", "sums"),
    [
        # The grant is 95 430. Kind, amount, whether paid; then received, expected, to pay back, in no row, over.
        ([("prefinancing", 76000, True), ("balance", 19000, False), ("recovery", 570, True)],
         (75430, 19000, 0, 430, False)),
        ([("prefinancing", 95430, True), ("recovery", 570, True)], (94860, 0, 0, 0, False)),
        ([("prefinancing", 95430, True), ("recovery", 570, False)], (95430, 0, 570, 0, False)),
        ([("prefinancing", 76000, True), ("recovery", 570, False)], (76000, 0, 570, 19430, False)),
        ([("prefinancing", 96000, True)], (96000, 0, 0, 0, True)),
        ([("prefinancing", 96000, True), ("recovery", 570, True)], (95430, 0, 0, 0, False)),
        ([], (0, 0, 0, 95430, False)),
    ],
)  # fmt: skip
def test_received_expected_and_paid_back(project, rows, sums):
    for kind, amount, is_paid in rows:
        paid_on = date(2021, 9, 15) if is_paid else None
        Instalment.objects.create(project=project, kind=kind, amount=amount, paid_on=paid_on)
    found = payments_of(project)
    assert (found.received, found.expected, found.to_pay_back, found.unlisted, found.is_over) == sums


def test_agreement_edit(office, project):
    typed = {"agreement_signed": "2021-07-23", "rounding": "cent", "version": project.version}
    assert office.post(address("agreement-edit", project), typed).status_code == 302
    project.refresh_from_db()
    assert (project.agreement_signed, project.rounding) == (date(2021, 7, 23), "cent")


def test_an_agreement_of_tomorrow_is_none(office, project):
    tomorrow = timezone.localdate() + timedelta(days=1)
    typed = {"agreement_signed": str(tomorrow), "rounding": "euro", "version": project.version}
    answer = office.post(address("agreement-edit", project), typed)
    assert "agreement_signed" in answer.context["form"].errors
