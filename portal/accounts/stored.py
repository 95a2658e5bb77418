"""What a school's logo takes of its room."""

from django.utils.translation import gettext_lazy as _

from portal.common.quota import Count, counts, measured


@counts(_("Logo"))
def logo(school) -> Count:
    return measured([school.logo] if school.logo else [])
