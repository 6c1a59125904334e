"""Pages without signing in: published minutes, and a seat's link to its vote."""

from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.system.meetings import actions, letters, queries, words
from kinwork.system.meetings.forms.deciding import VoteForm
from kinwork.system.meetings.models import Ballot, Decision
from kinwork.system.partnerships.pages import done, one_of, page_of, sent
from kinwork.web.pages import ANYONE, page
from kinwork.web.times import exact

READ = {"action": "meetings.read_published", "purpose": "oversight", "who": ANYONE}


@page(**READ)
def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "meetings/published.html", page_of(request, queries.for_everybody()))


@page(**READ)
def one(request: HttpRequest, minutes: UUID) -> HttpResponse:
    found = one_of(queries.for_everybody(), minutes)
    return render(request, "meetings/published_one.html", {"one": found})


@page(action="meetings.vote", purpose="oversight", who=ANYONE)
def ballot(request: HttpRequest, token: str) -> HttpResponse:
    """One seat's vote, by the link in its mail. Opening it votes for nobody; it is over with the vote."""
    try:
        by = Actor("link", letters.ballot_of(token))
    except signing.BadSignature:
        raise Http404 from None
    with acting_as(by):
        return _voted(request, token, by)


def _voted(request: HttpRequest, token: str, by: Actor) -> HttpResponse:
    """Here the link itself acts: its rows are its ballot, and the one decision."""
    now = timezone.now()
    row = Ballot.objects.select_related("decision").filter(pk=by.id).first()
    if row is None:
        raise Http404
    made = Decision.objects.select_related("community").get(pk=row.decision_id)
    is_open = not made.outcome and made.closes_at is not None and now < made.closes_at
    told = {"how": made.how, "options": len(made.options), "dots": made.dots}
    first = {
        "voice": "recused" if row.recused else row.said,
        "marks": row.marks,
        "recused": row.recused,
        "reason": row.reason,
    }
    form = VoteForm(sent(request) if is_open else None, initial=first, **told)

    def deed(said: dict) -> Ballot:
        return actions.vote(ballot=row, **said, by=by, at=now)

    if is_open and done(form, deed):
        return redirect("open_meetings:ballot", token)
    shown = {
        "one": made,
        "ballot": row,
        "said": words.said(row) if row.said_at else "",
        "options": words.lettered(made.options),
        "until": exact(made.closes_at, made.community.time_zone) if made.closes_at else "",
        "is_open": is_open,
        "outcome": words.OUTCOME_WORDS[made.outcome],
        "form": form,
        "title": _("A written vote of %(name)s") % {"name": made.group},
    }
    return render(request, "meetings/ballot.html", shown)
