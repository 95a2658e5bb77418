"""What can be brought in as a table."""

from mobilities.importers.hosts import HostImporter
from mobilities.importers.mobilities import MobilityImporter
from mobilities.importers.people import PersonImporter
from portal.imports.registry import register

register(HostImporter())
register(MobilityImporter())
register(PersonImporter())
