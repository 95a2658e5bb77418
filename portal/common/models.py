"""Abstract models; this app has no tables."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """A row that is edited on a page: `version` counts its saves, so that nobody overwrites unseen."""

    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    class Meta:
        abstract = True


class CountryField(models.CharField):
    """ISO 3166 alpha-2 code."""

    def __init__(self, *args, **kwargs) -> None:
        kwargs["max_length"] = 2
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        from django import forms

        from portal.common.countries import country_choices

        return forms.ChoiceField(
            choices=country_choices,
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )


class SchoolYearField(models.PositiveSmallIntegerField):
    """The calendar year in which the school year starts."""


class WebsiteField(models.URLField):
    """An address typed without its scheme is an https one."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})
