from django.urls import path

from mobilities.views import questionnaires as views

urlpatterns = [
    path("experience/questionnaires/", views.questionnaire_list, name="questionnaire-list"),
    path("experience/questionnaires/add/<slug:profile>/", views.questionnaire_add, name="questionnaire-add"),
    path("experience/questionnaires/<int:pk>/", views.questionnaire_detail, name="questionnaire-detail"),
    path("experience/questionnaires/<int:pk>/edit/", views.questionnaire_edit, name="questionnaire-edit"),
    path("experience/questionnaires/<int:pk>/publish/", views.questionnaire_publish, name="questionnaire-publish"),
    path("experience/questionnaires/<int:pk>/delete/", views.questionnaire_delete, name="questionnaire-delete"),
    path("experience/questionnaires/<int:pk>/questions/add/", views.question_add, name="question-add"),
    path("experience/questions/<int:pk>/edit/", views.question_edit, name="question-edit"),
    path("experience/questions/<int:pk>/move/", views.question_move, name="question-move"),
    path("experience/questions/<int:pk>/delete/", views.question_delete, name="question-delete"),
]
