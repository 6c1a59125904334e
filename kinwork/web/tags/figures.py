"""Charts and maps as tags; see kinwork.web.charts and kinwork.web.maps."""

from django import template

register = template.Library()
