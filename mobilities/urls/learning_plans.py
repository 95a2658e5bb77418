from django.urls import path

from mobilities.views import bank, learning_plans, school_contacts

urlpatterns = [
    path("mobilities/<int:pk>/learning-plan/", learning_plans.learning_plan_edit, name="learning-plan-edit"),
    path("mobilities/learning-plans/", learning_plans.learning_plan_many, name="learning-plan-many"),
    path("people/<int:pk>/bank/", bank.bank_edit, name="bank-edit"),
    path("school/contacts/", school_contacts.school_contact_list, name="school-contact-list"),
    path("school/contacts/add/", school_contacts.school_contact_add, name="school-contact-add"),
    path("school/contacts/<int:pk>/edit/", school_contacts.school_contact_edit, name="school-contact-edit"),
    path("school/contacts/<int:pk>/delete/", school_contacts.school_contact_delete, name="school-contact-delete"),
]
