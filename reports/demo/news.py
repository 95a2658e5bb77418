"""Words for the world: the news text of the conference of 2022, and a public page with it."""

from mobilities.models import Conference
from portal.accounts.models import School, User
from projects.models import Project
from reports.models import NewsText
from reports.news.services import approve as approve_news
from reports.news.services import make_news
from reports.publication import services as publication
from reports.publication.offers import offers_of

SHOWN = "2021-1-LV01-KA121-VET-000009189"
INTRODUCTION_LV = (
    "Tehnikuma izglītojamie mācījās darbu citu Eiropas valstu uzņēmumos. Šeit ir tas, ko viņi par to saka paši."
)
INTRODUCTION_EN = (
    "Learners of the school learned at companies in other countries of Europe. Here is what they say about it"
    " themselves."
)

IN_ENGLISH = {
    "Tehnikuma izglītojamie": "Learners and staff of the college shared what they had experienced, done and gained in"
    " international projects in the school year 2021/2022. Another international conference was held at the same time in"
    " the buildings in Strādnieku and Bauskas iela.",
    "31.\xa0maijs": "31\xa0May was about the learners' placements.",
    "1.\xa0jūnijs": "1\xa0June was about the mobilities of staff and the part the school takes in international projects.",
    "Par plusiem": "The conference named as pluses: companies trusted our learners; they were given serious tasks; all"
    " were very glad of it and want to take part in projects again; in the second week already one was given goods and documents to take in (logistics, Germany); English every day"
    " (logistics, Ireland); the whole way of a cargo from ship to customer (logistics, Malta); the most modern"
    " equipment (car mechanics, Germany); care of electric cars, which our workshops do not have yet (car mechanics,"
    " Iceland).",
    "Par mīnusiem": "The conference named as minuses: a long and complicated way to several companies – but that is what"
    " working life will be like; more than an hour to the warehouse (logistics, Germany); expensive accommodation (logistics, Ireland); tasks that were too"
    " simple at first (logistics, Malta).",
    "Darba piedāvājumi": "Offers of work in logistics after school.",
    "Informāciju sagatavoja": "Prepared by the department of projects and foreign relations.",
    "Balsojumā": "In the vote “Which experience interested you most?” the teaching assignment in Nantes got the most"
    " votes, 17 of 47.",
    "Daļa pieredzes": "Part of the experience had been shared before: at the weekly meetings of teachers and in the"
    " methodical commissions.",
}
QUOTED_IN_ENGLISH = {
    "Mūsu rīku lieto joprojām.": "Our tool is still in use.",
    "Pirmajā dienā man jautāja, vai arī es protu strādāt ar skeneri.": "On the first day I was asked whether I too can"
    " work with a scanner.",
    "Braga, autotransports": "Braga, motor transport",
    "Birzebudža, loģistika": "Birżebbuġa, logistics",
}


def add_words(school: School, coordinator: User) -> None:
    text = make_news(Conference.objects.get(school=school, year=2021), coordinator)
    translate(text)
    approve_news(NewsText.objects.get(pk=text.pk), coordinator)
    page = publication.new_page(Project.objects.select_related("school").get(school=school, code=SHOWN))
    page.introduction_lv, page.introduction_en = INTRODUCTION_LV, INTRODUCTION_EN
    page.save()
    offers = [offer for offer in offers_of(page.project, page) if offer.words]
    english = {
        offer.english_field: QUOTED_IN_ENGLISH.get(offer.words.get("text", offer.words.get("caption")), "")
        for offer in offers
        if offer.english_field
    }
    publication.approve(page, {offer.key for offer in offers}, page.version, coordinator, english, {})
    publication.publish(page, coordinator)


def translate(text: NewsText) -> None:
    """What people wrote themselves, in English; each found by how it begins."""
    for row in text.sentences.filter(body_en=""):
        words = next((english for begins, english in IN_ENGLISH.items() if row.body_lv.startswith(begins)), "")
        text.sentences.filter(pk=row.pk).update(body_en=words)
