"""The list of hosts as a table."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from mobilities import isced, nace
from mobilities.models import Host
from portal.common.countries import country_name
from portal.common.csv_lines import Cell


def host_rows(hosts: Iterable[Host]) -> Iterator[list[Cell]]:
    """Hosts with what is remembered of them (host_memory.with_memory), their languages, contacts and capacities."""
    yield [
        _("Name"),
        _("Kind"),
        _("Country"),
        _("City"),
        _("Address"),
        _("Postcode"),
        _("Latitude"),
        _("Longitude"),
        _("Sector, NACE"),
        _("Field of education, ISCED-F"),
        _("What they do"),
        _("Working languages"),
        _("Capacity"),
        _("Contacts"),
        _("OID"),
        _("PIC"),
        _("Website"),
        _("E-mail"),
        _("Phone"),
        _("Mobilities"),
        _("Latest"),
        _("Rating"),
        _("Reports with marks"),
        _("Invited to come again"),
        _("Job offers"),
        _("Open problems"),
        _("State"),
        _("Why paused"),
        _("Note"),
    ]
    for host in hosts:
        yield [
            host.name,
            str(host.get_kind_display()),
            country_name(host.country),
            host.city,
            host.address,
            host.postcode,
            "" if host.latitude is None else host.latitude,
            "" if host.longitude is None else host.longitude,
            nace.division_name(host.nace),
            isced.field_name(host.isced_f),
            host.sector,
            ", ".join(map(str, host.languages.all())),
            "; ".join(map(str, host.capacities.all())),
            "; ".join(contact_line(contact) for contact in host.contacts.all()),
            host.oid,
            host.pic,
            host.website,
            host.email,
            host.phone,
            host.stays,
            host.last_stay or "",
            "" if host.mean_mark is None else round(Decimal(host.mean_mark), 2),
            host.rated,
            host.invitations,
            host.job_offers,
            host.problems,
            str(host.get_state_display()),
            host.paused_reason,
            host.note,
        ]


def contact_line(contact) -> str:
    return ", ".join(filter(None, [contact.name, str(contact.get_role_display()), contact.email, contact.phone]))
