"""The list of hosts as a table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from mobilities import isced, nace
from mobilities.models import Host
from portal.common.countries import country_name
from portal.common.csv_lines import Cell
from portal.common.text import half_up


def contact_line(contact) -> str:
    return ", ".join(filter(None, [contact.name, str(contact.get_role_display()), contact.email, contact.phone]))


def joined(rows, separator: str = ", ") -> str:
    return separator.join(map(str, rows))


COLUMNS = (
    (_("Name"), lambda host: host.name),
    (_("Kind"), lambda host: str(host.get_kind_display())),
    (_("Country"), lambda host: country_name(host.country)),
    (_("City"), lambda host: host.city),
    (_("Address"), lambda host: host.address),
    (_("Postcode"), lambda host: host.postcode),
    (_("Latitude"), lambda host: "" if host.latitude is None else host.latitude),
    (_("Longitude"), lambda host: "" if host.longitude is None else host.longitude),
    (_("Sector, NACE"), lambda host: nace.division_name(host.nace)),
    (_("Field of education, ISCED-F"), lambda host: isced.field_name(host.isced_f)),
    (_("What they do"), lambda host: host.sector),
    (_("Working languages"), lambda host: joined(host.languages.all())),
    (_("Capacity"), lambda host: joined(host.capacities.all(), "; ")),
    (_("Contacts"), lambda host: joined(map(contact_line, host.contacts.all()), "; ")),
    (_("OID"), lambda host: host.oid),
    (_("PIC"), lambda host: host.pic),
    (_("Website"), lambda host: host.website),
    (_("E-mail"), lambda host: host.email),
    (_("Phone"), lambda host: host.phone),
    (_("Mobilities"), lambda host: host.stays),
    (_("Latest"), lambda host: host.last_stay or ""),
    (_("Rating"), lambda host: "" if host.mean_mark is None else half_up(host.mean_mark, 2)),
    (_("Reports with marks"), lambda host: host.rated),
    (_("Way to work, minutes"), lambda host: "" if host.commute is None else int(half_up(host.commute))),
    (_("Reports with the way to work"), lambda host: host.ways),
    (_("Invited to come again"), lambda host: host.invitations),
    (_("Job offers"), lambda host: host.job_offers),
    (_("Open problems"), lambda host: host.problems),
    (_("State"), lambda host: str(host.get_state_display())),
    (_("Why paused"), lambda host: host.paused_reason),
    (_("Note"), lambda host: host.note),
)


def host_rows(hosts: Iterable[Host]) -> Iterator[list[Cell]]:
    """Hosts with what is remembered of them (host_memory.with_memory), their languages, contacts and capacities."""
    yield [str(label) for label, _cell in COLUMNS]
    for host in hosts:
        yield [cell(host) for _label, cell in COLUMNS]
