"""The list of hosts as a table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from mobilities.models import Host
from portal.common.countries import country_name
from portal.common.csv_lines import Cell


def host_rows(hosts: Iterable[Host]) -> Iterator[list[Cell]]:
    yield [
        _("Name"),
        _("Kind"),
        _("Country"),
        _("City"),
        _("Address"),
        _("Sector"),
        _("Working languages"),
        _("OID"),
        _("Website"),
        _("E-mail"),
        _("Phone"),
        _("Mobilities"),
        _("State"),
    ]
    for host in hosts:
        yield [
            host.name,
            str(host.get_kind_display()),
            country_name(host.country),
            host.city,
            host.address,
            host.sector,
            ", ".join(map(str, host.languages.all())),
            host.oid,
            host.website,
            host.email,
            host.phone,
            host.stays,
            str(host.get_state_display()),
        ]
