"""A worker puts an answer of a family right, with the question's own form."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kinwork.common.rights import check
from kinwork.family.facts.rights import WORKERS
from kinwork.home.households import home_of
from kinwork.home.ours_story import CLASSES, put_right
from kinwork.people.queries import members
from kinwork.web.pages import page, roles


@page(action="facts.correct", classes=CLASSES, who=roles(*WORKERS))
def correct(request: HttpRequest, household: UUID, key: str) -> HttpResponse:
    """The old answer stays beside the new one; what they may get is checked again."""
    home = home_of(request.actor, household)
    check(request.actor, "facts.say", home)
    back = reverse("facts:answers", args=[home.pk])
    return put_right(request, home, members(home), key, back, "home/correct.html")
