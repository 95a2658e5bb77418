"""Filters for dates, numbers, money and countries: see portal.common.text."""

from django import template

from portal.common import places, text
from portal.common.countries import country_name
from portal.common.uploads import remarks_of

register = template.Library()

register.filter("day", text.day)
register.filter("longday", text.long_day)
register.filter("dayrange", text.day_range)
register.filter("moment", text.moment)
register.filter("euro", text.euro)
register.filter("number", text.number)
register.filter("percent", text.percent)
register.filter("quoted", text.quoted)
register.filter("country", country_name)


register.filter("city", places.name_of)
register.filter("upload_remarks", remarks_of)
