from projects.forms.filter import ProjectFilterForm
from projects.forms.project import ProjectForm, call_year_of, field_of, proposals
from projects.forms.targets import TargetsForm

__all__ = ["ProjectFilterForm", "ProjectForm", "TargetsForm", "call_year_of", "field_of", "proposals"]
