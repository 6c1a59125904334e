"""The paper form as a file of its own: for whoever prints a stack of them."""

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from kinwork.common import community as communities
from kinwork.family.intake.paper.printing import drawn
from kinwork.family.intake.paper.sheet import Sheet
from kinwork.web.context import NAME

# What the sheet needs of the site's own style, in a file without the site.
PLAIN = (
    ":root { --line: #cac9c0; --text: Arial, sans-serif; } body { margin: 0 auto; max-width: 52rem; "
    "font-family: var(--text); } @media print { .kw-paper { margin: 0; padding: 0; border: 0; } }"
)


def page(made: Sheet, language: str) -> str:
    """One HTML page that needs nothing beside it: the same sheet as in the browser."""
    place = communities.home()
    with translation.override(language):
        said = {
            **drawn(made, language),
            "site_name": NAME,
            "community": place,
            "help_phone": place.help_phone if place else "",
        }
        html = render_to_string("intake/paper_file.html", said)
    return html.replace("</head>", f"<style>{_style()}\n{PLAIN}</style></head>", 1)


def _style() -> str:
    with open(finders.find("web/paper.css"), encoding="utf-8") as file:
        return file.read()
