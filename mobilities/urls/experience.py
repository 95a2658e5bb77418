from django.urls import path

from mobilities.views import attachments
from mobilities.views import experience as views

urlpatterns = [
    path("experience/", views.experience_list, name="experience-list"),
    path("experience/add/<int:pk>/", views.experience_add, name="experience-add"),
    path("experience/<int:pk>/", views.experience_detail, name="experience-detail"),
    path("experience/<int:pk>/edit/", views.experience_edit, name="experience-edit"),
    path("experience/<int:pk>/autosave/", views.experience_autosave, name="experience-autosave"),
    path("experience/<int:pk>/review/", views.experience_review, name="experience-review"),
    path("experience/<int:pk>/attachments/", attachments.attachment_upload, name="attachment-upload"),
    path("attachments/<int:pk>/", attachments.attachment_download, name="attachment-download"),
    path("attachments/<int:pk>/edit/", attachments.attachment_edit, name="attachment-edit"),
    path("attachments/<int:pk>/delete/", attachments.attachment_delete, name="attachment-delete"),
]
