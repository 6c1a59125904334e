"""The first page: a visitor finds help; whoever works here goes to their own first page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from kinwork.common.community import setting
from kinwork.family.intake.keys import held
from kinwork.family.intake.rules import FIRST_TILES
from kinwork.home import legal_text
from kinwork.library.codes import vocabulary
from kinwork.trust.access.rules import DRAFT_DAYS
from kinwork.web.context import community_of
from kinwork.web.pages import page

# role -> the name of its first page, and the address where that module says nothing else
LANDS = {
    "intake worker": ("desk", "/desk/"),
    "navigator": ("desk", "/desk/"),
    "caseworker": ("desk", "/desk/"),
    "provider staff": ("inbox", "/inbox/"),
    "supervisor": ("team", "/team/"),
    "coordinator": ("worklist", "/worklist/"),
}
SHOWN = FIRST_TILES[:6]


@page(action="home.landing")
def landing(request: HttpRequest) -> HttpResponse:
    """Staff and families go where they belong; everybody else is asked what they need."""
    if request.actor.is_family:
        return HttpResponseRedirect(reverse("ours:page"))
    if request.actor.is_staff:
        return HttpResponseRedirect(_first_page(request.actor.role))
    terms = vocabulary.terms()
    language = get_language() or "en"
    return render(
        request,
        "home/landing.html",
        {
            "needs": [(code, terms[code].name(language)) for code in SHOWN],
            "urgent": [
                (door, term.code, term.name(language)) for door, term in vocabulary.urgent().items()
            ],
            "held": held(request),
        },
    )


@page(action="home.promise", keep=True)
def promise(request: HttpRequest) -> HttpResponse:
    """Who sees what a family tells, in its own words; for everybody, before anything is told."""
    years = setting(community_of(request), "keep_years")
    return render(request, "home/landing_promise.html", {"years": years, "days": DRAFT_DAYS})


@page(action="home.lawyers", keep=True)
def lawyers(request: HttpRequest) -> HttpResponse:
    """The rule, what is signed and what is kept, for a partner's lawyer; for everybody."""
    return render(request, "home/lawyers.html", {"blocks": legal_text.blocks()})


def _first_page(role: str) -> str:
    name, address = LANDS.get(role, ("home:first_page", "/work/"))
    try:
        return reverse(name)
    except NoReverseMatch:
        return address
