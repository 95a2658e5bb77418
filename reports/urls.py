from django.urls import path

from reports.views import (
    archives,
    comparison,
    documents,
    invitations,
    news,
    paper_templates,
    papers,
    public,
    publication,
)

app_name = "reports"
urlpatterns = [
    path("reports/", documents.year_detail, name="year-detail"),
    path("reports/comparison/", comparison.comparison, name="comparison"),
    path("reports/comparison/export/", comparison.comparison_export, name="comparison-export"),
    path("reports/documents/", documents.document_list, name="document-list"),
    path("reports/documents/request/", documents.document_request, name="document-request"),
    path("reports/documents/<int:pk>/", documents.document_download, name="document-download"),
    path("reports/news/", news.news_list, name="news-list"),
    path("reports/news/add/", news.news_add, name="news-add"),
    path("reports/news/<int:pk>/", news.news_detail, name="news-detail"),
    path("reports/news/<int:pk>/edit/", news.news_edit, name="news-edit"),
    path("reports/news/<int:pk>/approve/", news.news_approve, name="news-approve"),
    path("reports/news/<int:pk>/delete/", news.news_delete, name="news-delete"),
    path("reports/news/<int:pk>/<str:language>/<str:form>/", news.news_download, name="news-download"),
    path("projects/<int:pk>/publication/", publication.publication_detail, name="publication-detail"),
    path("projects/<int:pk>/publication/edit/", publication.publication_edit, name="publication-edit"),
    path("projects/<int:pk>/publication/approve/", publication.publication_approve, name="publication-approve"),
    path("projects/<int:pk>/publication/publish/", publication.publication_publish, name="publication-publish"),
    path("projects/<int:pk>/publication/take-down/", publication.publication_take_down, name="publication-take-down"),
    path(
        "projects/<int:pk>/publication/preview/<str:language>/",
        publication.publication_preview,
        name="publication-preview",
    ),
    path("p/<slug:slug>/", public.publication_page, name="publication-page"),
    path("p/<slug:slug>/photos/<int:pk>/", public.publication_photo, name="publication-photo"),
    path("p/<slug:slug>/<str:language>/", public.publication_page, name="publication-page-in"),
    path("conferences/<int:pk>/invitation/", invitations.conference_invite, name="conference-invite"),
    path("conferences/<int:pk>/programme.pdf", invitations.agenda_pdf, name="agenda-pdf"),
    path("conferences/<int:pk>/programme.ics", invitations.agenda_calendar, name="agenda-calendar"),
    path("projects/<int:pk>/archive/", archives.archive_add, name="archive-add"),
    path("mobilities/papers/add/", papers.paper_add, name="paper-add"),
    path("mobilities/papers/preview/<int:pk>/<str:kind>/", papers.paper_preview, name="paper-preview"),
    path("mobilities/papers/", papers.bundle_list, name="bundle-list"),
    path("mobilities/papers/texts/", paper_templates.paper_template_list, name="paper-template-list"),
    path("mobilities/papers/texts/<str:kind>/", paper_templates.paper_template_edit, name="paper-template-edit"),
    path(
        "mobilities/papers/texts/<str:kind>/reset/", paper_templates.paper_template_reset, name="paper-template-reset"
    ),
    path(
        "mobilities/papers/texts/<str:kind>/preview/",
        paper_templates.paper_template_preview,
        name="paper-template-preview",
    ),
    path("mobilities/papers/<int:pk>/", papers.bundle_detail, name="bundle-detail"),
    path("mobilities/papers/<int:pk>/download/", papers.bundle_download, name="bundle-download"),
    path("mobilities/papers/<int:pk>/delete/", papers.bundle_delete, name="bundle-delete"),
]
