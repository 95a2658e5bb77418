"""What is known of the demonstration's hosts beyond name and place. Invented."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from mobilities.enums import HostKind, HostState
from mobilities.models import Host, HostCapacity, HostDocument, HostLanguage
from portal.accounts.models import School, User
from portal.common.uploads import judge
from reports.demo import pictures

# Key of a host: postcode, street, NACE, ISCED-F, languages.
PARTICULARS = {
    "nordkai": ("20457", "Am Kaiufer 12", "52", "", "de en"),
    "leeside": ("T12 X4P2", "8 Lee Quay", "52", "", "en"),
    "marsa": ("MRS 1420", "24 Triq il-Port", "52", "", "en mt"),
    "pleisse": ("04107", "Werkstattgasse 3", "45", "", "de"),
    "clemence": ("69002", "5 rue des Ateliers", "96", "", "fr en"),
    "tekniskoli": ("105", "Skólastígur 9", "", "0713", "is en"),
    "loire": ("44000", "2 quai des Arts", "", "1013", "fr"),
}
CAPACITY = {"nordkai": 6, "leeside": 4, "marsa": 6, "pleisse": 3, "clemence": 2}


def add_hosts(school: School, hosts: dict[str, Host], coordinator: User) -> None:
    for key, (postcode, address, nace, isced_f, languages) in PARTICULARS.items():
        host = hosts[key]
        Host.objects.filter(pk=host.pk).update(postcode=postcode, address=address, nace=nace, isced_f=isced_f)
        HostLanguage.objects.bulk_create(HostLanguage(host=host, language=code) for code in languages.split())
    for key, places in CAPACITY.items():
        for qualification in taken_at(hosts[key]):
            HostCapacity.objects.create(host=hosts[key], qualification_id=qualification, places=places)
    Host.objects.create(
        school=school, name="Atelier du Rhône (demonstrācija)", kind=HostKind.COMPANY, country="FR", city="Liona",
        nace="56", sector="Konditoreja", state=HostState.CANDIDATE, latitude="45.74846", longitude="4.84671",
    )  # fmt: skip
    Host.objects.create(
        school=school, name="Bremer Tischlerei (demonstrācija)", kind=HostKind.COMPANY, country="DE", city="Brēmene",
        nace="31", sector="Galdniecība", state=HostState.PAUSED, paused_reason="Pārbūvē darbnīcas līdz rudenim.",
    )  # fmt: skip
    add_agreement(hosts["nordkai"], coordinator)


def taken_at(host: Host) -> list[int]:
    """Keys of the qualifications whose learners have been there."""
    found = host.mobilities.exclude(participant__qualification=None).order_by()
    return sorted(set(found.values_list("participant__qualification", flat=True)))


def add_agreement(host: Host, coordinator: User) -> None:
    content = pictures.picture("harbour", host.pk)
    accepted = judge(content, "sadarbibas-ligums.jpg")
    HostDocument.objects.create(
        host=host, title="Sadarbības līgums, fotokopija (demonstrācija)", name=accepted.name,
        content_type=accepted.content_type, size=len(accepted.content), sha256=accepted.sha256,
        file=ContentFile(accepted.content, accepted.name), valid_until=timezone.localdate() + timedelta(days=45),
        uploaded_by=coordinator,
    )  # fmt: skip
