"""Calls for participation: their list, form, page, steps, export and protocol."""

from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from mobilities.enums import ApplicationState, SelectionState
from mobilities.models import Application, Criterion, Score, Selection
from mobilities.tests.calls import applies, call, placement, project_of, three_ranked
from portal.audit.models import Entry

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("mobilities:selection-list"), reverse("mobilities:selection-add")


@pytest.fixture
def inga(client_of, coordinator):
    return client_of(coordinator)


def page(name: str, selection: Selection, *more) -> str:
    return reverse(f"mobilities:selection-{name}", args=[selection.pk, *more])


def queries(inga, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert inga.get(address).status_code == 200
    return len(found)


def rows_of(*criteria, **known) -> dict[str, str]:
    """The formset of criteria as the browser sends it: (name, weight, most points) of each."""
    data = {"criteria-TOTAL_FORMS": len(criteria), "criteria-INITIAL_FORMS": 0}
    for place, (name, weight, most) in enumerate(criteria):
        data |= {
            f"criteria-{place}-name": name, f"criteria-{place}-weight": weight, f"criteria-{place}-most_points": most
        }  # fmt: skip
    return data | known


@pytest.fixture
def typed(school) -> dict:
    return {
        "title": "Prakse Portu", "project": project_of(school).pk, "activity_type": placement().pk, "places": 4,
        "opens": "2021-09-06", "closes": "2021-09-30", "note": "Otrā kursa audzēkņi", "version": 0,
    }  # fmt: skip


# ---- list ----


def test_list_costs_the_same_for_one_and_three(inga, school):
    applies(call(school), "Anna", 10, 10)
    one = queries(inga, LIST)
    for number in range(2):
        applies(call(school, title=f"Prakse {number}"), f"Beāte {number}", 9, 9)
    assert queries(inga, LIST) == one


def test_list_is_narrowed_by_state_project_and_title(inga, school):
    open_one, decided = call(school), call(school, title="Kursi Portu", state=SelectionState.DECIDED)
    for query, expected in (
        ({"state": "decided"}, [decided]),
        ({"q": "hamburga"}, [open_one]),
        ({"project": project_of(school).pk, "state": "open"}, [open_one]),
        ({"state": "nonsense", "project": "x"}, [open_one, decided]),
    ):
        shown = inga.get(LIST, query).context["page"].object_list
        assert set(shown) == set(expected), query


def test_list_counts_applications_and_selected(inga, school):
    selection = call(school)
    applies(selection, "Anna", state=ApplicationState.SELECTED)
    applies(selection, "Beāte", state=ApplicationState.RESERVE, place=1)
    row = inga.get(LIST).context["page"].object_list[0]
    assert (row.applied, row.chosen) == (2, 1)


# ---- form ----


def test_usual_criteria_are_offered_and_saved_as_they_are(inga, school, typed):
    form = inga.get(ADD).context["criteria"]
    offered = [tuple(row.initial.values()) for row in form.forms if row.initial]
    assert sum(weight for _name, weight, _most in offered) == 100
    blank = ("", "1", "10")
    answer = inga.post(ADD, typed | rows_of(*offered, blank))
    selection = Selection.objects.get()
    assert answer.url == page("detail", selection)
    assert (selection.state, selection.places, selection.school) == (SelectionState.DRAFT, 4, school)
    saved = list(selection.criteria.values_list("name", "weight", "most_points"))
    assert saved == offered
    assert "criteria" in Entry.objects.get(object_type="mobilities.selection").changes


def test_form_refuses_what_cannot_be_right(inga, typed):
    for change, where in (
        ({"places": 0}, "places"),
        ({"closes": "2021-09-01"}, "closes"),
        ({"project": ""}, "project"),
    ):
        answer = inga.post(ADD, typed | rows_of(("Sekmes", 1, 10)) | change)
        assert where in answer.context["form"].errors, change
    for rows in ([], [("Sekmes", 0, 10)], [("Sekmes", 1, 0)], [("Sekmes", 1, 10), ("sekmes ", 2, 5)]):
        answer = inga.post(ADD, typed | rows_of(*rows))
        assert answer.context["criteria"].total_error_count(), rows
    assert not Selection.objects.exists()


def test_only_projects_that_take_mobilities_and_types_of_their_call(inga, school, typed):
    project = project_of(school)
    form = inga.get(ADD, {"project": project.pk}).context["form"]
    assert {kind.is_in_call(2021) and not kind.is_incoming for kind in form.fields["activity_type"].queryset} == {True}
    type(project).objects.update(state="closed")
    answer = inga.post(ADD, typed | rows_of(("Sekmes", 1, 10)))
    assert "project" in answer.context["form"].errors


def test_a_new_call_is_filled_like_an_earlier_one(inga, school):
    earlier = call(school, places=7, note="Kā agrāk")
    answer = inga.get(ADD, {"copy": earlier.pk})
    assert answer.context["form"]["places"].value() == 7
    assert answer.context["form"]["note"].value() == "Kā agrāk"
    names = [row["name"].value() for row in answer.context["criteria"].forms]
    assert names[:2] == ["Sekmes", "Valoda"]


def test_another_schools_call_is_not_copied(inga, other_school):
    foreign = call(other_school, title="Svešs")
    answer = inga.get(ADD, {"copy": foreign.pk})
    assert "Svešs" not in answer.content.decode()
    assert answer.context["form"]["title"].value() in (None, "")


def test_edit_changes_and_removes_criteria(inga, school, typed):
    selection = call(school)
    first, second = selection.criteria.all()
    data = rows_of(("Sekmes", 5, 10), ("Valoda", 1, 10), **{
        "criteria-INITIAL_FORMS": 2, "criteria-0-id": first.pk, "criteria-1-id": second.pk,
        "criteria-1-DELETE": "on",
    })  # fmt: skip
    assert inga.post(page("edit", selection), typed | data).status_code == 302
    assert list(selection.criteria.values_list("name", "weight")) == [("Sekmes", 5)]
    selection.refresh_from_db()
    assert (selection.title, selection.version) == ("Prakse Portu", 1)


def test_edit_does_not_overwrite_unseen(inga, school, typed):
    selection = call(school)
    Selection.objects.update(version=3)
    answer = inga.post(page("edit", selection), typed | rows_of(("Sekmes", 1, 10)))
    assert answer.context["form"].stale
    assert Selection.objects.get().title == "Prakse Hamburgā"


def test_criteria_stay_once_points_are_given(inga, school, typed):
    selection = call(school)
    applies(selection, "Anna", 8)
    assert inga.get(page("edit", selection)).context["criteria"] is None
    inga.post(page("edit", selection), typed | rows_of(("Cits", 9, 9)))
    assert list(Criterion.objects.values_list("name", flat=True)) == ["Sekmes", "Valoda"]


def test_project_and_activity_stay_once_somebody_applied(inga, school, typed):
    selection = call(school)
    applies(selection, "Anna")
    other = type(project_of(school)).objects.create(
        school=school, title="Cits", school_name=school.name, start=date(2021, 9, 1), end=date(2023, 8, 31)
    )
    assert inga.post(page("edit", selection), typed | {"project": other.pk} | rows_of(("Sekmes", 1, 10)))
    selection.refresh_from_db()
    assert selection.project != other


def test_nobody_is_made_late_afterwards(inga, school, typed):
    selection = call(school)
    applies(selection, "Anna", applied_on=date(2021, 9, 10))
    rows = rows_of(("Sekmes", 1, 10))
    for change, where in (({"opens": "2021-09-11"}, "opens"), ({"closes": "2021-09-09"}, "closes")):
        assert where in inga.post(page("edit", selection), typed | rows | change).context["form"].errors
    assert inga.post(page("edit", selection), typed | rows | {"opens": "2021-09-10"}).status_code == 302


# ---- page ----


def test_page_costs_the_same_for_one_and_three(inga, school):
    selection = call(school)
    applies(selection, "Anna", 10, 10)
    one = queries(inga, page("detail", selection))
    applies(selection, "Beāte", 9)
    applies(selection, "Cilda", 7, 7)
    assert queries(inga, page("detail", selection)) == one


def test_page_ranks_and_says_whose_points_are_missing(inga, school):
    selection = call(school)
    three_ranked(selection)
    applies(selection, "Dita", 9)
    applies(selection, "Elza", 10, 0)
    record = inga.get(page("detail", selection)).context["record"]
    shown = [(line.application.person.first_name, line.shown_result, line.standing.rank) for line in record.lines]
    assert shown == [
        ("Anna", "100,00", 1), ("Beāte", "75,00", 2), ("Elza", "75,00", 2), ("Cilda", "50,00", 4), ("Dita", "", None)
    ]  # fmt: skip
    assert [line.standing.is_tied for line in record.lines] == [False, True, True, False, False]
    assert [criterion.name for criterion in record.lines[-1].lacks] == ["Valoda"]
    missing = inga.get(page("detail", selection)).context["missing"]
    assert [row["url"] for row in missing] == [page("points", selection)]


def test_withdrawn_people_have_no_place_in_the_ranking(inga, school):
    selection = call(school)
    anna, *_rest = three_ranked(selection)
    Application.objects.filter(pk=anna.pk).update(state=ApplicationState.WITHDRAWN)
    record = inga.get(page("detail", selection)).context["record"]
    assert [line.application.person.first_name for line in record.ranked] == ["Beāte", "Cilda"]
    assert record.lines[-1].application == anna


def test_onlookers_see_and_are_offered_nothing(client_of, director, school):
    selection = call(school)
    three_ranked(selection)
    text = client_of(director).get(page("detail", selection)).content.decode()
    assert "75,00" in text
    for name in ("edit", "points", "decision"):
        assert page(name, selection) not in text


# ---- steps ----


@pytest.mark.parametrize(("first", "last", "is_closed"), [(-9, 9, True), (-9, 0, False), (2, 9, False)])
def test_with_all_points_in_an_open_call_says_when_to_decide(inga, school, first, last, is_closed):
    today = timezone.localdate()
    selection = call(school, opens=today + timedelta(days=first), closes=today + timedelta(days=last))
    anna, *_rest = three_ranked(selection)
    close = page("move", selection, "close")
    answer = inga.get(page("detail", selection))
    assert (close in answer.content.decode()) == is_closed
    assert answer.context["record"].awaits_closing == (last > 0)
    inga.post(close)
    selection.refresh_from_db()
    assert (selection.closes == today) == (is_closed or last == 0) and selection.state == SelectionState.OPEN
    assert (page("decision", selection) in inga.get(page("detail", selection)).content.decode()) == (
        selection.may_be_decided
    )
    Score.objects.filter(application=anna).delete()
    Selection.objects.update(closes=today + timedelta(days=9))
    assert not inga.get(page("detail", selection)).context["record"].awaits_closing


def test_a_call_opens_only_with_criteria(inga, school):
    selection = call(school, state=SelectionState.DRAFT)
    Criterion.objects.all().delete()
    inga.post(page("move", selection, "open"))
    selection.refresh_from_db()
    assert selection.state == SelectionState.DRAFT
    Criterion.objects.create(selection=selection, name="Sekmes")
    inga.post(page("move", selection, "open"))
    selection.refresh_from_db()
    assert selection.state == SelectionState.OPEN


def test_a_call_in_which_people_applied_stays(inga, school):
    selection = call(school)
    applies(selection, "Anna")
    inga.post(page("move", selection, "prepare"))
    inga.post(page("delete", selection))
    assert Selection.objects.get().state == SelectionState.OPEN
    Application.objects.all().delete()
    inga.post(page("move", selection, "prepare"))
    assert Selection.objects.get().state == SelectionState.DRAFT
    assert inga.post(page("delete", selection)).url == LIST
    assert not Selection.objects.exists()


def test_steps_that_do_not_exist(inga, school):
    assert inga.post(page("move", call(school), "decided")).status_code == 404


# ---- export and protocol ----


def test_export_holds_the_ranking_and_nothing_else_about_people(inga, school):
    selection = call(school)
    three_ranked(selection)
    applies(selection, "Dita", 9, motivation="Ģimenes apstākļi")
    Application.objects.filter(person__first_name="Cilda").update(reason="=1+1")
    text = inga.get(page("export", selection)).getvalue().decode()
    lines = text.removeprefix("\ufeff").splitlines()
    assert lines[0].split(";")[5:7] == ["Sekmes", "Valoda"]
    assert lines[1].startswith("1;Anna;Upīte;LO-41;2021-09-10;10,00;10,00;100,00;")
    assert lines[4].startswith(";Dita;Upīte;LO-41;2021-09-10;9,00;;;")
    assert "'=1+1" in text
    assert "Ģimenes" not in text
    assert "2003" not in text


def test_export_to_a_spreadsheet_holds_numbers(inga, school):
    selection = call(school)
    three_ranked(selection)
    book = load_workbook(BytesIO(inga.get(page("export", selection), {"format": "xlsx"}).getvalue()))
    rows = list(book.active.values)
    assert [(row[0], row[5], row[6], row[7]) for row in rows[1:]] == [(1, 10, 10, 100), (2, 10, 0, 75), (3, 5, 5, 50)]


def test_reached_from_mobilities_and_projects_by_those_who_see_calls(inga, client_of, teacher, school):
    detail = reverse("projects:project-detail", args=[project_of(school).pk])
    for address in (reverse("mobilities:mobility-list"), detail):
        assert LIST in inga.get(address).content.decode()
        assert LIST not in client_of(teacher).get(address).content.decode()


def test_protocol_says_who_decided_what_and_why(inga, school):
    selection = call(school, state=SelectionState.DECIDED, decided_on=date(2021, 10, 4), decided_by="I. Tiltiņa")
    _anna, _beate, cilda = three_ranked(selection)
    Application.objects.filter(pk=cilda.pk).update(state=ApplicationState.REJECTED, reason="Vietu vairs nav")
    text = inga.get(page("protocol", selection)).content.decode()
    for words in ("I. Tiltiņa", "Vietu vairs nav", "100,00", "Sekmes"):
        assert words in text


def test_protocol_as_a_tagged_pdf(inga, school):
    selection = call(
        school, title="<b>Prakse</b>", state=SelectionState.DECIDED, decided_on=date(2021, 10, 4), decided_by="I. T."
    )
    _anna, _beate, cilda = three_ranked(selection)
    Application.objects.filter(pk=cilda.pk).update(state=ApplicationState.REJECTED, reason="Vietu vairs nav")
    answer = inga.get(page("protocol-pdf", selection))
    assert answer["Content-Type"] == "application/pdf" and "attachment" in answer["Content-Disposition"]
    content = answer.getvalue()
    with pikepdf.open(BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "lv"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
    text = " ".join("\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(content)).pages).split())
    for words in ("<b>Prakse</b>", "Vietu vairs nav", "100,00", "Sekmes", "Cilda Upīte"):
        assert words in text


# ---- the first page ----


def test_calls_whose_time_is_over_wait_on_the_first_page(inga, school):
    today = timezone.localdate()
    late = call(school, title="Izlemjama")
    applies(late, "Anna")
    call(school, title="Vēl atvērta", closes=today + timedelta(days=1))
    call(school, title="Pēdējā diena", closes=today)
    call(school, title="Izlemta", state=SelectionState.DECIDED)
    home = inga.get("/").content.decode()
    assert f'href="{page("detail", late)}"' in home
    assert not any(title in home for title in ("Vēl atvērta", "Pēdējā diena", "Izlemta"))
