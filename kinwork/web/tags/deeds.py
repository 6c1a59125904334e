"""Things to press: icons, buttons, phone and map links, print, back."""

from typing import Any
from urllib.parse import quote

import phonenumbers
from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()
SPRITE = "vendor/uswds/img/sprite.svg"
KINDS = {
    "primary": "usa-button",
    "secondary": "usa-button usa-button--outline",
    "quiet": "usa-button usa-button--unstyled",
    "warning": "usa-button usa-button--secondary",
    "big": "usa-button usa-button--big",
}


@register.simple_tag
def icon(name: str, label: str = "", size: int = 0) -> SafeString:
    """`{% icon "phone" %}`: a sign beside words. With `label` it speaks for itself."""
    sized = f" usa-icon--size-{size}" if size else ""
    href = f"{static(SPRITE)}#{name}"
    if label:
        return format_html(
            '<svg class="usa-icon{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            sized,
            label,
            href,
        )
    return format_html(
        '<svg class="usa-icon{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        sized,
        href,
    )


@register.inclusion_tag("web/kit/link_button.html")
def link_button(url: str, text: Any, kind: str = "primary", sign: str = "") -> dict[str, Any]:
    """`{% link_button url "Find help" kind="big" sign="search" %}`: a link that looks like a deed."""
    return {"url": url, "text": text, "look": KINDS[kind], "sign": sign}


@register.inclusion_tag("web/kit/submit.html")
def submit(
    text: Any, kind: str = "primary", name: str = "", value: str = "", sign: str = ""
) -> dict[str, Any]:
    """`{% submit "Go on" %}`, inside a form; `name` and `value` tell several buttons apart."""
    return {"text": text, "look": KINDS[kind], "name": name, "value": value, "sign": sign}


@register.inclusion_tag("web/kit/phone.html")
def phone(number: str, extension: str = "", label: str = "") -> dict[str, Any]:
    """`{% phone "602-555-0142" %}`: one tap calls. Words that are no number are shown as they are."""
    return {
        "shown": number,
        "href": _dial(number, extension),
        "extension": extension,
        "label": label,
    }


def _dial(number: str, extension: str) -> str:
    bare = "".join(sign for sign in str(number) if sign.isdigit())
    if 3 <= len(bare) <= 6:  # 211, 911, 988
        return f"tel:{bare}"
    try:
        parsed = phonenumbers.parse(str(number), "US")
    except phonenumbers.NumberParseException:
        return ""
    digits = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return f"tel:{digits};ext={extension}" if extension else f"tel:{digits}"


@register.inclusion_tag("web/kit/address.html")
def address(
    *lines: Any, latitude: Any = None, longitude: Any = None, directions: bool = True
) -> dict[str, Any]:
    """`{% address line1 line2 "Mesa, AZ 85201" %}`: the address and one tap to directions."""
    said = [str(line) for line in lines if line]
    goal = f"{latitude},{longitude}" if latitude and longitude and not said else ", ".join(said)
    href = f"https://www.google.com/maps/dir/?api=1&destination={quote(goal)}" if goal else ""
    return {"lines": said, "href": href if directions else ""}


@register.inclusion_tag("web/kit/print_button.html")
def print_button(text: Any = "") -> dict[str, Any]:
    """A button where there is JavaScript, else a sentence that says how to print."""
    return {"text": text or _("Print this page")}


@register.inclusion_tag("web/kit/back.html")
def back(url: str, text: Any = "") -> dict[str, Any]:
    """`{% back url %}`: one step back, at the top of a page."""
    return {"url": url, "text": text or _("Back")}


@register.inclusion_tag("web/kit/breadcrumbs.html")
def breadcrumbs(*pairs: Any) -> dict[str, Any]:
    """`{% breadcrumbs "My desk" desk_url "This family" "" %}`: words and address, in turn."""
    return {"links": list(zip(pairs[::2], pairs[1::2], strict=True))}
