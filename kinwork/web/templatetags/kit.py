"""The kit's tags, built into every template. See kinwork/web/README.md for the list."""

from django import template

from kinwork.web.tags import deeds, figures, formwork, show, when

register = template.Library()
for part in (deeds, figures, formwork, show, when):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
