"""What can be brought in as a table."""

from portal.imports.registry import register
from projects.importers.projects import ProjectImporter

register(ProjectImporter())
