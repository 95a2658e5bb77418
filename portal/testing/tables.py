"""A list on its way into the register, step by step as people order it; the jobs run at once."""

from django.core.files.base import ContentFile

from portal.accounts.models import School, User
from portal.imports.models import Import
from portal.imports.registry import IMPORTERS
from portal.imports.services import imports, uploads
from portal.jobs import services as jobs


def received(kind: str, content: bytes | str, school: School, user: User, name: str = "list.csv") -> Import:
    data = content.encode() if isinstance(content, str) else content
    return uploads.receive(IMPORTERS[kind], ContentFile(data, name), name, len(data), school, user)


def worked_on(kept: Import) -> Import:
    """As it is after the job it waits for."""
    jobs.run(kept.job_id)
    return Import.objects.select_related("job").get(pk=kept.pk)


def checked(kept: Import, user: User) -> Import:
    return worked_on(imports.order_check(kept, user, kept.version, kept.mapping))


def applied(kept: Import, user: User) -> Import:
    return worked_on(imports.order_apply(kept, user, kept.version))


def undone(kept: Import, user: User) -> Import:
    return worked_on(imports.order_undo(kept, user, kept.version))


def imported(kept: Import, user: User) -> Import:
    """After its check and, where nothing is rejected, its saving."""
    kept = checked(kept, user)
    kept = applied(kept, user) if kept.may_be_applied else kept
    assert kept.job.state == "done", kept.job.error
    return kept
