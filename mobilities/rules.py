"""Who may do what with people, hosts, mobilities, experience reports and conferences."""

import rules

from mobilities.enums import ReportState
from mobilities.models import AccompanyingPerson, Conference, Participant
from portal.accounts.rules import is_coordinator, is_member, sees_everything


@rules.predicate
def travels_or_in_charge(user, mobility=None) -> bool:
    """One's own mobility, one of the people in one's charge, or a trip that one travelled along."""
    if mobility is None or not is_member(user, mobility):
        return False
    if isinstance(mobility, AccompanyingPerson):
        return user.pk == mobility.participant.user_id
    return user.pk in (mobility.responsible_id, mobility.participant.user_id)


@rules.predicate
def in_charge(user, journey=None) -> bool:
    """The teacher who looks after it; of a trip along there is none but the traveller."""
    return journey is not None and is_member(user, journey) and user.pk == getattr(journey, "responsible_id", None)


@rules.predicate
def writes_report(user, report=None) -> bool:
    return report is not None and travels_or_in_charge(user, report.journey)


@rules.predicate
def reads_report(user, report=None) -> bool:
    """A draft is its writer's own until it is submitted."""
    if report is None or report.state == ReportState.DRAFT:
        return writes_report(user, report)
    return writes_report(user, report) or sees_everything(user, report)


@rules.predicate
def sees_mobility(user, mobility=None) -> bool:
    return travels_or_in_charge(user, mobility) or sees_everything(user, mobility)


@rules.predicate
def sees_participant(user, thing=None) -> bool:
    """Of a school: may its register be opened. Of a person: a teacher sees oneself and the people in one's charge."""
    if not isinstance(thing, Participant) or sees_everything(user, thing):
        return is_member(user, thing)
    in_charge = thing.user_id == user.pk or thing.mobilities.filter(responsible=user.pk).exists()
    return is_member(user, thing) and in_charge


@rules.predicate
def sees_task(user, task=None) -> bool:
    """Those who see all; a teacher what one is to do oneself, or wrote."""
    if task is None or not is_member(user, task.project):
        return False
    return sees_everything(user, task.project) or user.pk in (task.assignee_id, task.created_by_id)


@rules.predicate
def changes_task(user, task=None) -> bool:
    return task is not None and is_coordinator(user, task.project)


@rules.predicate
def does_task(user, task=None) -> bool:
    return task is not None and is_member(user, task.project) and user.pk == task.assignee_id


@rules.predicate
def records_findings(user, conference=None) -> bool:
    """Whom the coordinator has named to help at this conference."""
    is_ours = isinstance(conference, Conference) and is_member(user, conference)
    return is_ours and conference.recorders.filter(pk=user.pk).exists()


PERMISSIONS = {
    "mobilities.view_participant": sees_participant,
    "mobilities.add_participant": is_coordinator,
    "mobilities.change_participant": is_coordinator,
    "mobilities.delete_participant": is_coordinator,
    "mobilities.export_participant": sees_everything,
    "mobilities.change_qualification": is_coordinator,
    "mobilities.change_consent": is_coordinator,
    "mobilities.view_consent_text": sees_everything,
    "mobilities.change_consent_text": is_coordinator,
    "mobilities.view_school_contact": sees_everything,
    "mobilities.change_school_contact": is_coordinator,
    "mobilities.merge_participant": is_coordinator,
    "mobilities.change_inclusion": is_coordinator,  # asked of the project; who may see it by reason as well
    "mobilities.view_host": is_member,
    "mobilities.add_host": is_coordinator,
    "mobilities.change_host": is_coordinator,
    "mobilities.delete_host": is_coordinator,
    "mobilities.view_mobility": sees_mobility,
    "mobilities.list_mobility": is_member,
    "mobilities.add_mobility": is_coordinator,
    "mobilities.change_mobility": is_coordinator,
    "mobilities.delete_mobility": is_coordinator,
    "mobilities.change_paper": is_coordinator | travels_or_in_charge,  # asked of the mobility, as the next one
    "mobilities.print_paper": is_coordinator | travels_or_in_charge,  # with amounts and accounts only view_grant
    "mobilities.view_checklist": sees_everything,  # asked of the school, a project or an item
    "mobilities.change_checklist": is_coordinator,
    "mobilities.archive_project": sees_everything,
    "mobilities.view_task": sees_task,
    "mobilities.add_task": is_coordinator,  # asked of the project
    "mobilities.change_task": changes_task,
    "mobilities.finish_task": changes_task | does_task,  # and speak about it
    "mobilities.view_grant": sees_everything,  # asked of the mobility
    "mobilities.change_grant": is_coordinator,
    "mobilities.view_selection": sees_everything,
    "mobilities.change_selection": is_coordinator,
    "mobilities.list_experience": is_member,
    "mobilities.add_experience": travels_or_in_charge,  # asked of the journey
    "mobilities.share_experience": is_coordinator | in_charge,  # asked of the mobility or the trip along
    "mobilities.view_experience": reads_report,
    "mobilities.change_experience": writes_report,
    "mobilities.review_experience": is_coordinator,
    "mobilities.view_module_file": sees_everything,
    "mobilities.change_module_file": is_coordinator,
    "mobilities.view_conference": is_member,
    "mobilities.add_conference": is_coordinator,
    "mobilities.change_conference": is_coordinator,
    "mobilities.close_conference": is_coordinator,
    "mobilities.record_conference": is_coordinator | records_findings,  # findings, on its live screen
    "mobilities.view_questionnaire": sees_everything,
    "mobilities.change_questionnaire": is_coordinator,
    "mobilities.view_reminder": sees_everything,  # and the letters that went out
    "mobilities.change_reminder": is_coordinator,
    "mobilities.view_sharing": is_member,
    "mobilities.change_sharing": is_coordinator,
}

for name, predicate in PERMISSIONS.items():
    rules.add_perm(name, predicate)
