"""What imported tables take of a school's room."""

from django.utils.translation import gettext_lazy as _

from portal.common.quota import Count, counts, sum_of
from portal.imports.models import Import


@counts(_("Imported tables"))
def imports(school) -> Count:
    return sum_of(Import.objects.filter(school=school))
