"""The first page of those whose work is not a desk: what their role is for, and what they can do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kinwork.common.actor import Actor
from kinwork.home.tasks import tasks
from kinwork.web.pages import declared, page, roles

# role -> (its name, what it is for, what is not here yet)
ROLES = {
    "backbone lead": (
        _("Partnership lead"),
        _("You bring the agencies of this community together and keep what they agreed on."),
        _("Meetings, plans and measures of the partnership are not in this version yet."),
    ),
    "state viewer": (
        _("State partner"),
        _("You look across communities. You see no family: no names, no answers."),
        _("Figures that compare communities are not in this version yet."),
    ),
    "evaluator": (
        _("Evaluator"),
        _("You study how agencies work together. You see no family: no names, no answers."),
        _("Data sets and their definitions are not in this version yet."),
    ),
    "analyst": (
        _("Analyst"),
        _("You count and compare for the partnership. You see no family: no names, no answers."),
        _("Figures and data sets are not in this version yet."),
    ),
    "privacy officer": (
        _("Privacy officer"),
        _("You watch that everybody sees only what they may."),
        "",
    ),
    "account administrator": (
        _("Account administrator"),
        _("You let people of your agency in, give them their roles, and keep its entries right."),
        "",
    ),
    "operator": (
        _("Operator"),
        _("You keep this site running. Most of your work is done by command, not on a page."),
        "",
    ),
}
# address -> (words, what for); shown to those who may open it, where it exists
DOORS = (
    ("community:settings", _("Community settings"), _("Time limits and rules of the community")),
    ("community:calendar", _("Days off"), _("The days on which offices are closed")),
    ("community:texts", _("Consent texts"), _("The words that families agree to")),
    ("access:emergencies", _("Emergencies"), _("Records that were opened in an emergency")),
    ("agreements:list", _("Agreements"), _("What partners signed, and what is enforced")),
    ("agreements:nation", _("Our nation's say"), _("What may be counted of a nation's people")),
    ("disclosures:odd", _("Views that stand out"), _("Who looked where others would not")),
    ("disclosures:trail", _("The trail"), _("Who did what, and when")),
    ("retention:holds", _("Records to keep"), _("What must not be deleted yet, and why")),
    ("accounts:staff", _("Our staff"), _("Who works here, and in which role")),
    ("corrections", _("Corrections"), _("What people say is wrong in the directory")),
    ("hsds_quarantine", _("Set aside rows"), _("Rows of a directory that could not be loaded")),
    ("find", _("Find a service"), _("The directory, as families see it")),
    ("accounts:account", _("My account"), _("How you sign in, and where you are signed in")),
)


@page(action="home.first_page", who=roles(*ROLES))
def first_page(request: HttpRequest) -> HttpResponse:
    name, purpose, missing = ROLES[request.actor.role]
    told = {"name": name, "purpose": purpose, "missing": missing, "doors": _doors(request.actor)}
    told["tasks"] = tasks(request.actor, timezone.now())
    return render(request, "home/first_page.html", told)


def _doors(actor: Actor) -> list[tuple[str, str, str]]:
    """Address, words and purpose of each page that exists and that this actor may open."""
    found = []
    for url_name, words, purpose in DOORS:
        try:
            where = reverse(url_name)
        except NoReverseMatch:
            continue
        said = declared(resolve(where).func)
        if said and said.who(actor):
            found.append((where, words, purpose))
    return found
