from django.urls import path

from mobilities.views import attachments, resumable
from mobilities.views import experience as views
from mobilities.views import experience_writing as writing

urlpatterns = [
    path("experience/", views.experience_list, name="experience-list"),
    path("experience/export/", views.experience_export, name="experience-export"),
    path("experience/add/<int:pk>/", writing.experience_add, name="experience-add"),
    path("experience/add/along/<int:pk>/", writing.experience_add_along, name="experience-add-along"),
    path("experience/<int:pk>/", views.experience_detail, name="experience-detail"),
    path("experience/<int:pk>/edit/", writing.experience_edit, name="experience-edit"),
    path("experience/<int:pk>/questionnaire/", writing.experience_questionnaire, name="experience-questionnaire"),
    path("experience/<int:pk>/autosave/", writing.experience_autosave, name="experience-autosave"),
    path("experience/<int:pk>/report.pdf", views.experience_pdf, name="experience-pdf"),
    path("experience/<int:pk>/review/", views.experience_review, name="experience-review"),
    path("experience/<int:pk>/reopen/", views.experience_reopen, name="experience-reopen"),
    path("experience/<int:pk>/comments/<int:comment_pk>/settle/", views.experience_settle, name="experience-settle"),
    path("experience/<int:pk>/attachments/", attachments.attachment_upload, name="attachment-upload"),
    path("experience/<int:pk>/uploads/", resumable.upload_begin, name="upload-begin"),
    path("experience/<int:pk>/uploads/<slug:key>/", resumable.upload_piece, name="upload-piece"),
    path("attachments/<int:pk>/card/", attachments.attachment_card, name="attachment-card"),
    path("attachments/<int:pk>/", attachments.attachment_download, name="attachment-download"),
    path("attachments/<int:pk>/edit/", attachments.attachment_edit, name="attachment-edit"),
    path("attachments/<int:pk>/withhold/", attachments.attachment_withhold, name="attachment-withhold"),
    path("attachments/<int:pk>/delete/", attachments.attachment_delete, name="attachment-delete"),
]
