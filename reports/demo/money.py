"""The money of the demonstration's Erasmus+ projects: invented budgets, instalments and agreement rates.

The daily rates are nobody's: each says in its source that it was invented. Proposals are those of the portal itself;
most are confirmed, the rest stay marked, so that both can be seen.
"""

from datetime import timedelta
from decimal import Decimal

from projects import grants
from projects.enums import InstalmentKind, RateCategory
from projects.models import BudgetLine, Instalment, Project, Rate
from projects.services.rates import as_row

# A source is shown as it was typed, whatever the language of the page: so in both.
INVENTED = "Demonstrācija, izdomāta likme / Demonstration, an invented rate"
# Project > the budget by category; each adds up to the project's grant.
BUDGETS = {
    "europe": {"organisational": 12350, "travel": 12680, "individual": 59690, "linguistic": 1700},
    "change": {"organisational": 14800, "travel": 14740, "individual": 67500, "linguistic": 1700},
    "stable": {
        "organisational": 9200, "travel": 9130, "individual": 74100, "inclusion_organisation": 500,
        "inclusion_participant": 1500, "exceptional": 1000,
    },
    "green": {"organisational": 2100, "travel": 2280, "individual": 15400, "course_fees": 4400},
    "adults": {"organisational": 1050, "travel": 1970, "individual": 8000, "course_fees": 2400},
    "future": {
        "organisational": 13600, "travel": 13900, "individual": 87700, "inclusion_organisation": 700,
        "inclusion_participant": 2000, "exceptional": 1000,
    },
    "skills": {"organisational": 5600, "travel": 5200, "individual": 40300, "inclusion_organisation": 400, "exceptional": 800},
}  # fmt: skip
# For whom > the daily rate of country groups 1, 2 and 3.
DAILY = {"learner": ("62.00", "54.00", "46.00"), "staff": ("120.00", "106.00", "92.00")}
CONFIRMED = {RateCategory.ORGANISATIONAL, RateCategory.DAY_SHARE, RateCategory.INDIVIDUAL, RateCategory.TRAVEL_DAYS}
FIRST_SHARE = Decimal("0.8")
UNPAID = {"future", "skills"}


def add_money(projects: dict[str, Project], coordinator) -> None:
    for key, budget in BUDGETS.items():
        project = projects[key]
        project.agreement_signed = project.start - timedelta(days=40)
        project.save(update_fields=["agreement_signed"])
        BudgetLine.objects.bulk_create(
            [BudgetLine(project=project, category=name, awarded=Decimal(euros)) for name, euros in budget.items()]
        )
        add_instalments(project, key)
        add_rates(project, coordinator)


def add_instalments(project: Project, key: str) -> None:
    first = project.grant * FIRST_SHARE
    paid = project.start - timedelta(days=10)
    Instalment.objects.create(
        project=project, kind=InstalmentKind.PREFINANCING, amount=first, due=paid, paid_on=paid, note="80 %"
    )
    due = project.end + timedelta(days=120)
    Instalment.objects.create(
        project=project,
        kind=InstalmentKind.BALANCE,
        amount=project.grant - first,
        due=due,
        paid_on=None if key in UNPAID else due + timedelta(days=12),
    )


def add_rates(project: Project, coordinator) -> None:
    proposed = grants.propose(project.call_year, project.action, project.field)
    rates = [as_row(project, each) for each in proposed] + invented(project)
    for rate in rates:
        rate.source = rate.source or INVENTED
        if rate.category in CONFIRMED or (rate.category == RateCategory.TRAVEL and rate.travel_mode == "standard"):
            rate.confirmed_on, rate.confirmed_by = project.agreement_signed, coordinator
    Rate.objects.bulk_create(rates)


def invented(project: Project) -> list[Rate]:
    """Daily rates; for calls to 2020 also the reduction from day 15, which the proposals do not have."""
    rows = [
        Rate(
            project=project,
            category=RateCategory.INDIVIDUAL,
            target=target,
            country_group=group,
            amount=Decimal(euros),
        )
        for target, amounts in DAILY.items()
        for group, euros in enumerate(amounts, 1)
    ]
    if project.call_year <= 2020:
        rows += [
            Rate(project=project, category=RateCategory.DAY_SHARE, day_from=1, day_to=14, amount=100),
            Rate(project=project, category=RateCategory.DAY_SHARE, day_from=15, amount=70),
        ]
    return rows
