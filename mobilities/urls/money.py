from django.urls import path

from mobilities.views import grants, money

urlpatterns = [
    path("mobilities/<int:pk>/grant/", grants.grant_detail, name="grant-detail"),
    path("mobilities/<int:pk>/grant/edit/", grants.grant_edit, name="grant-edit"),
    path("mobilities/<int:pk>/grant/fix/", grants.grant_fix, name="grant-fix"),
    path("mobilities/<int:pk>/grant/lift/", grants.grant_lift, name="grant-lift"),
    path("projects/money/", money.money_overview, name="money-overview"),
    path("projects/money/export/", money.money_overview_export, name="money-overview-export"),
    path("projects/<int:pk>/money/", money.project_money, name="project-money"),
    path("projects/<int:pk>/money/mobilities/", money.project_money_list, name="project-money-list"),
    path("projects/<int:pk>/money/export/", money.project_money_export, name="project-money-export"),
    path("projects/<int:pk>/what-if/", money.project_what_if, name="project-what-if"),
]
