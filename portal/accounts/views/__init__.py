from portal.accounts.views.passwords import (
    locked_out,
    password_change,
    password_forgotten,
    password_new,
    sign_in,
    sign_out,
)
from portal.accounts.views.people import (
    invitation_accept,
    invitation_revoke,
    person_edit,
    person_export,
    person_invite,
    person_list,
)
from portal.accounts.views.saved_views import (
    saved_view_add,
    saved_view_delete,
    saved_view_edit,
    saved_view_list,
)
from portal.accounts.views.school import school_edit, school_found, school_logo, storage

__all__ = [
    "invitation_accept",
    "invitation_revoke",
    "locked_out",
    "password_change",
    "password_forgotten",
    "password_new",
    "person_edit",
    "person_export",
    "person_invite",
    "person_list",
    "saved_view_add",
    "saved_view_delete",
    "saved_view_edit",
    "saved_view_list",
    "school_edit",
    "school_found",
    "school_logo",
    "storage",
    "sign_in",
    "sign_out",
]
