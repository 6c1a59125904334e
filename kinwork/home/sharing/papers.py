"""All that a family said about sharing, and the paper of it for the family's hand."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kinwork.common import text as wording
from kinwork.home.households import home_of
from kinwork.home.sharing import lines
from kinwork.people.models import Household
from kinwork.people.rights import WORKERS
from kinwork.trust.access.queries import may_change, opened, visible
from kinwork.trust.consent import texts
from kinwork.trust.consent.models import Consent
from kinwork.web.pages import page, roles

CLASSES = ("identity",)


def family_of(request: HttpRequest, household: UUID) -> Household:
    """The family, for who works with it; 404 for everybody else, in an emergency too."""
    row = home_of(request.actor, household)
    if not request.actor.is_staff or not may_change(request.actor, row):
        raise Http404
    return row


@page(action="consent.read_sharing", classes=CLASSES, who=roles(*WORKERS))
def sharing(request: HttpRequest, household: UUID) -> HttpResponse:
    """Everything that the family said about sharing and that this agency was told, with receipts."""
    row = family_of(request, household)
    opened(by=request.actor, household=row.pk, classes=(), page="consent.read_sharing")
    told = {"row": row, "lines": lines.lines(row.pk, request.actor)}
    told["said"] = lines.said_before(row.pk)
    return render(request, "home/sharing.html", told)


@page(action="consent.read_receipt", classes=(), who=roles(*WORKERS))
def receipt(request: HttpRequest, household: UUID, consent: UUID) -> HttpResponse:
    """The paper for the family, in its language: of one deed, or of several that were one. It is there
    for who was told of it, also after a no to their own agency."""
    if not request.actor.is_staff:
        raise Http404
    papers = lines.receipts(household, [str(consent), *request.GET.getlist("with")])
    if not papers:
        raise Http404
    opened(by=request.actor, household=household, classes=(), page="consent.read_receipt")
    row = Household.objects.filter(pk=household).first()
    first = papers[0]["one"]
    about = wording.current(texts.RECEIPT, first.language, first.community_id)
    told = {
        "row": row if row is not None and visible(request.actor, [row]) else None,
        "papers": papers,
        "spoken": first.language,
        "about": about.body if about else "",
        "zone": first.community.time_zone,
    }
    return render(request, "home/sharing_receipt.html", told)


def receipt_url(household: UUID, made: list[Consent]) -> str:
    """The address of the papers of what was just said."""
    first, *more = made
    where = reverse("home:sharing_receipt", args=[household, first.pk])
    return f"{where}?{urlencode([('with', one.pk) for one in more])}" if more else where
