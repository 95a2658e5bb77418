from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [path("experience/", TemplateView.as_view(template_name="base.html"), name="experience-list")]
