from django.urls import path

from mobilities.views import consents as views

urlpatterns = [
    path("people/consents/add/", views.consent_add, name="consent-add"),
    path("people/consents/<int:pk>/correct/", views.consent_correct, name="consent-correct"),
    path("people/consents/<int:pk>/revoke/", views.consent_revoke, name="consent-revoke"),
    path("people/consents/texts/", views.consent_text_list, name="consent-text-list"),
    path("people/consents/texts/add/<slug:kind>/", views.consent_text_add, name="consent-text-add"),
    path("people/consents/texts/<int:pk>/edit/", views.consent_text_edit, name="consent-text-edit"),
]
