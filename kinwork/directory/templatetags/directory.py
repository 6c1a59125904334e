"""Tags of the directory's pages, and two includes for other pages: `{% find_form %}`, `{% tiles %}`."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kinwork.directory import translations
from kinwork.directory.models import Phone, Service
from kinwork.directory.starting import start_context
from kinwork.library.codes.vocabulary import Term
from kinwork.web.tags import deeds

register = template.Library()
DOORS = {"food": "restaurant", "diapers": "bedding", "shelter": "hotel", "safety": "shield"}


@register.simple_tag
def term_name(term: Term | None) -> str:
    """The term in the page's language."""
    return term.name((get_language() or "en")[:2]) if term else ""


@register.filter
def called(service: Service) -> str:
    """`{{ row.service|called }}`: its name in the page's language, where the directory has one."""
    return translations.service_names([service], (get_language() or "en")[:2])[service.pk]


@register.simple_tag
def door_icon(need: str) -> str:
    return deeds.icon(DOORS.get(need, "help"))


@register.inclusion_tag("web/kit/phone.html")
def phone_of(row: Phone) -> dict[str, Any]:
    """A phone of the directory, one tap away, with what it is for."""
    return deeds.phone(row.number, _extension(row), _label(row))


@register.simple_tag
def call_button(row: Phone) -> str:
    """The one big button that calls."""
    shown = deeds.phone(row.number, _extension(row))
    if not shown["href"]:
        return format_html("<span>{}</span>", row.number)
    return format_html(
        '<a class="usa-button usa-button--big" href="{}">{} {} {}</a>',
        shown["href"],
        deeds.icon("phone"),
        _("Call"),
        row.number,
    )


def _extension(row: Phone) -> str:
    return "" if row.extension is None else f"{row.extension:g}"


def _label(row: Phone) -> str:
    if row.type.lower() == "fax":
        return _("Fax")
    if row.type.lower() in ("tty", "textphone"):
        return _("TTY (for deaf people)")
    return row.description[:60]


@register.inclusion_tag("web/kit/address.html")
def address_of(at: Any) -> dict[str, Any]:
    """The address of a place, with directions in one tap."""
    return deeds.address(*at.lines, latitude=at.latitude, longitude=at.longitude)


@register.simple_tag
def ask_url(service: Service) -> str:
    return f"/start/?service={service.pk}"


@register.simple_tag
def ages_in_words(ages: tuple[int | None, int | None]) -> str:
    """(0, 35) -> 'For children up to 2 years old'."""
    least, most = ages
    if most is not None and least:
        return _("For ages %(from)s to %(to)s") % {"from": _age(least), "to": _age(most)}
    if most is not None:
        return _("Up to %(to)s old") % {"to": _age(most)}
    if least:
        return _("From %(from)s on") % {"from": _age(least)}
    return ""


def _age(months: int) -> str:
    if months < 24 and months not in (12, 23):
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    years = months // 12
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


@register.inclusion_tag("directory/_find_form.html", takes_context=True)
def find_form(context: Any) -> dict[str, Any]:
    """The search box, on any page."""
    return _start(context)


@register.inclusion_tag("directory/_tiles.html", takes_context=True)
def tiles(context: Any) -> dict[str, Any]:
    """Kinds of help, two taps away, on any page."""
    return _start(context)


def _start(context: Any) -> dict[str, Any]:
    return {**start_context(), "csrf_token": context.get("csrf_token")}
