"""Receipts of a family's own: of what it said just now, and of everything before."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.common import text as wording
from kinwork.home.sharing.lines import receipts as papers
from kinwork.home.sharing.lines import said_before
from kinwork.trust.consent import receipts, texts
from kinwork.trust.consent.family_page import family_page
from kinwork.trust.consent.models import Consent
from kinwork.web.context import community_of


def own(request: HttpRequest, consent: UUID) -> Consent:
    found = Consent.objects.filter(pk=consent, household=request.actor.household)
    one = found.select_related("agency", "text", "recorded_by", "given_by").first()
    if one is None:
        raise Http404
    return one


def own_receipt_url(made: list[Consent]) -> str:
    """The address of the receipt of one deed, which may have changed more than one row."""
    first, *more = made
    where = reverse("ours:receipt", args=[first.pk])
    return f"{where}?{urlencode([('with', one.pk) for one in more])}" if more else where


@family_page("ours.said")
def said(request: HttpRequest) -> HttpResponse:
    """Every yes and every no, the newest first, each with its receipt."""
    found = said_before(request.actor.household)
    return render(request, "home/ours_said.html", {"said": found})


@family_page("ours.receipt")
def receipt(request: HttpRequest, consent: UUID) -> HttpResponse:
    """What was said, in the words that were shown; to print and keep. Several, where one deed changed
    several."""
    one, language = own(request, consent), get_language() or "en"
    body = wording.current(texts.RECEIPT, language, one.community_id)
    keys = [str(one.pk), *request.GET.getlist("with")]
    told = {
        "one": one,
        "papers": papers(request.actor.household, keys, language),
        "zone": community_of(request).time_zone,
        "about": body.body if body else "",
    }
    return render(request, "home/ours_receipt.html", told)


@family_page("ours.receipt_file")
def receipt_file(request: HttpRequest, consent: UUID) -> HttpResponse:
    """The same as data, for whoever the family shows it to. The file's name says nothing."""
    answer = JsonResponse(
        receipts.as_data(own(request, consent)),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
    )
    answer["Content-Disposition"] = f'attachment; filename="{_("page")}.json"'
    return answer
