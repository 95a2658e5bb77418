"""What can be brought in as a table."""

from mobilities.importers.hosts import HostImporter
from portal.imports.registry import register

register(HostImporter())
