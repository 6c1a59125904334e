"""A referral that was begun and waits: the family's yes is recorded here, or stands already."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.common.community import today
from kinwork.family.intake import promise
from kinwork.family.referrals import actions, showing, words
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.actions.agreeing import has_agreed
from kinwork.family.referrals.loops import been_before
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.views import found as referral_of
from kinwork.family.referrals.views import too_late
from kinwork.home import alone, ask_first
from kinwork.home.households import CLASSES
from kinwork.home.refer import promised, record_consent, sent, title_of
from kinwork.home.refer_forms import AgreeForm, YesForm
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.queries import live
from kinwork.trust.consent.words import WAY_WORDS
from kinwork.web.forms import OnceForm
from kinwork.web.pages import page, right


@page(action="referrals.send", classes=CLASSES, who=right("referrals.send"))
def send_draft(request: HttpRequest, referral: UUID) -> HttpResponse:
    """A draft that waits for the family's yes: said by itself, or recorded here by a worker."""
    row, now, actor = referral_of(request, referral), timezone.now(), request.actor
    if "send" not in showing.verbs(row, actor):
        return redirect("referrals:referral", row.pk)
    home = Household.objects.filter(pk=row.household_id).first()
    if home is None:
        raise Http404
    language = _language() if actor.is_family else home.language
    said = promised(row.service, row.need_code, home, now, language)
    if actor.is_staff and (yes := _yes(row, home)):
        return _send_at_once(request, row, home, said, yes)
    people = [one.person for one in members(home) if one.relation in ("caregiver", "other adult")]
    data = request.POST if request.method == "POST" else None
    day = today(row.community, now)
    form = YesForm(data) if actor.is_family else AgreeForm(data, caregivers=people, today=day)
    if said.text and form.is_bound and form.is_valid():
        who = form.cleaned_data.get("given_by", str(actor.id))
        how = {"way": "on screen"} if actor.is_family else form.how
        person = next((one for one in people if str(one.pk) == who), people[0])
        if alone.is_kept(row):
            whom = row.subjects.values_list("person_id", flat=True)
            alone.on_a_yes_that_stands(home.pk, row.receiver_id, whom)
        else:
            record_consent(home, person, said, row.classes, how, actor, now)
        try:
            row = actions.send(
                referral=row,
                by=actor,
                at=now,
                form_id=form.cleaned_data["form_id"],
                on_behalf_of=person.pk,
            )
        except AlreadyMoved as late:
            form.referral = row
            return too_late(request, late, form)
        done = _("Done.") if actor.is_family else words.VERB_WORDS["send"][1]
        return sent(request, row, done)
    if actor.is_family:
        return render(request, "home/next_door_ask.html", _asked(row, said, form))
    told = {
        "row": home,
        "title": title_of(home, actor),
        "service": row.service,
        "need_name": words.need_name(row.need_code, _language()),
        "said": said,
        "form": form,
        "ask_url": ask_first.by_link(row),
        "before": been_before(
            home.pk, row.organization_id, row.need_code, sender=row.sender_id, but=row.pk
        ),
    }
    return render(request, "home/refer_send.html", told)


def _yes(row: Referral, home: Household) -> Consent | None:
    """The family's yes that is enough to send it on, if there is one: nobody has to say it again."""
    if alone.is_kept(row) or row.receiver_id in (None, row.sender_id) or not has_agreed(row):
        return None
    found = (one for one in live(home.pk) if one.agency_id == row.receiver_id and not one.deny)
    return next(found, None)


def _send_at_once(
    request: HttpRequest, row: Referral, home: Household, said: promise.Promise, yes: Consent
) -> HttpResponse:
    """They have said yes already: who, how and when; one press sends it."""
    form = OnceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            row = actions.send(
                referral=row,
                by=request.actor,
                at=timezone.now(),
                form_id=form.cleaned_data["form_id"],
                on_behalf_of=yes.given_by_id,
            )
        except AlreadyMoved as late:
            form.referral = row
            return too_late(request, late, form)
        return sent(request, row, words.VERB_WORDS["send"][1])
    told = {
        "row": home,
        "title": title_of(home, request.actor),
        "service": row.service,
        "need_name": words.need_name(row.need_code, _language()),
        "said": said,
        "yes": yes,
        "way": WAY_WORDS[yes.way],
        "form": form,
    }
    return render(request, "home/refer_ready.html", told)


def _asked(row: Referral, said: promise.Promise, form: YesForm) -> dict[str, Any]:
    """The family's own page: what this place would see, and its yes."""
    return {
        "base": "web/family.html",
        "row": row,
        "need": words.need_name(row.need_code, _language()),
        "said": said,
        "form": form,
        "before": been_before(row.household_id, row.organization_id, row.need_code, but=row.pk),
        "back_url": reverse("referrals:referral", args=[row.pk]),
    }


def _language() -> str:
    return (get_language() or "en")[:2]
