from django.urls import path

from projects.views import activity_types, paste

urlpatterns = [
    path("projects/paste/", paste.project_paste, name="project-paste"),
    path("school/activity-types/", activity_types.activity_type_list, name="activity-type-list"),
    path("school/activity-types/export/", activity_types.activity_type_export, name="activity-type-export"),
    path("school/activity-types/add/", activity_types.activity_type_add, name="activity-type-add"),
    path("school/activity-types/<int:pk>/edit/", activity_types.activity_type_edit, name="activity-type-edit"),
    path("school/activity-types/<int:pk>/delete/", activity_types.activity_type_delete, name="activity-type-delete"),
]
