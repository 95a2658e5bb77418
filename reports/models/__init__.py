from reports.models.documents import Bundle, Document, PaperTemplate, bundle_path, random_path
from reports.models.news import NewsSentence, NewsText
from reports.models.publication import PublicationItem, PublicationPage

__all__ = [
    "Bundle",
    "Document",
    "NewsSentence",
    "NewsText",
    "PaperTemplate",
    "PublicationItem",
    "PublicationPage",
    "bundle_path",  # named by migrations
    "random_path",
]
