from django.urls import path

from mobilities.views import report_link_pages as pages
from mobilities.views import report_links as views

LINK = "my-report/<str:key>/"
urlpatterns = [
    path("mobilities/<int:pk>/report-links/", views.report_link_list, name="report-link-list"),
    path("mobilities/along/<int:pk>/report-links/", views.report_link_list_along, name="report-link-list-along"),
    path("report-links/<int:pk>/revoke/", views.report_link_revoke, name="report-link-revoke"),
    path(LINK, pages.link_report, name="link-report"),
    path(f"{LINK}autosave/", pages.link_autosave, name="link-autosave"),
    path(f"{LINK}attachments/", pages.link_attachment_upload, name="link-attachment-upload"),
    path(f"{LINK}uploads/", pages.link_upload_begin, name="link-upload-begin"),
    path(f"{LINK}uploads/<slug:upload>/", pages.link_upload_piece, name="link-upload-piece"),
    path(f"{LINK}attachments/<int:pk>/card/", pages.link_attachment_card, name="link-attachment-card"),
    path(f"{LINK}attachments/<int:pk>/", pages.link_attachment_download, name="link-attachment-download"),
    path(f"{LINK}attachments/<int:pk>/edit/", pages.link_attachment_edit, name="link-attachment-edit"),
    path(f"{LINK}attachments/<int:pk>/delete/", pages.link_attachment_delete, name="link-attachment-delete"),
]
