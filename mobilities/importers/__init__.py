"""What can be brought in as a table."""

from mobilities.importers.hosts import HostImporter
from mobilities.importers.mobilities import MobilityImporter
from portal.imports.registry import register

register(HostImporter())
register(MobilityImporter())
