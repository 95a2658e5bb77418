from django.urls import path

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("password/", views.password_change, name="password-change"),
    path("password/forgotten/", views.password_forgotten, name="password-forgotten"),
    path("password/new/<uidb64>/<token>/", views.password_new, name="password-new"),
    path("found/", views.school_found, name="school-found"),
    path("school/settings/", views.school_edit, name="school-edit"),
    path("school/storage/", views.storage, name="storage"),
    path("school/logo/", views.school_logo, name="school-logo"),
    path("school/people/", views.person_list, name="person-list"),
    path("school/people/export/", views.person_export, name="person-export"),
    path("school/people/invite/", views.person_invite, name="person-invite"),
    path("school/people/<int:pk>/", views.person_edit, name="person-edit"),
    path("school/invitations/<int:pk>/revoke/", views.invitation_revoke, name="invitation-revoke"),
    path("views/", views.saved_view_list, name="saved-view-list"),
    path("views/add/", views.saved_view_add, name="saved-view-add"),
    path("views/<int:pk>/edit/", views.saved_view_edit, name="saved-view-edit"),
    path("views/<int:pk>/delete/", views.saved_view_delete, name="saved-view-delete"),
    path("invitation/<slug:token>/", views.invitation_accept, name="invitation-accept"),
]
