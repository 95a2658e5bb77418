from django.urls import path

from projects.views import money as views

urlpatterns = [
    path("projects/<int:pk>/budget/", views.budget_edit, name="budget-edit"),
    path("projects/<int:pk>/agreement/", views.agreement_edit, name="agreement-edit"),
    path("projects/<int:pk>/instalments/add/", views.instalment_add, name="instalment-add"),
    path("projects/<int:pk>/instalments/<int:instalment>/", views.instalment_edit, name="instalment-edit"),
    path("projects/<int:pk>/instalments/<int:instalment>/delete/", views.instalment_delete, name="instalment-delete"),
]
