"""Stopping and coming back: a code and a word, no account, no e-mail."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.accounts.current import DRAFT, FAMILY
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.ids import spaced
from kinwork.family.intake import actions, forms, queries, tries
from kinwork.family.intake import answers as said
from kinwork.family.intake.doors import ALONE
from kinwork.family.intake.flow import Flow, become, moment
from kinwork.family.referrals.queries import of_household
from kinwork.trust.access.actions import Claimed, Turned, claim_key, make_key, turn_key
from kinwork.web.pages import page


def OF_FAMILY(actor: Actor) -> bool:
    """The family on its own page."""
    return actor.is_family


def stop(flow: Flow) -> HttpResponse:
    """A word of one's own, then the code; nothing typed so far is lost."""
    request = flow.request
    form = forms.Word(request.POST or None)
    code = ""
    if request.method == "POST" and form.is_valid():
        with flow.hand():
            code = spaced(
                actions.keep_place(
                    flow.draft, word=form.cleaned_data["word"], by=flow.by_hand, at=flow.at
                )
            )
    step = said.reached(flow.answers)
    return flow.page(step, "stop", form=form, code=code, back=flow.url(step))


@page(action="intake.back", who=ALONE)
def back(request: HttpRequest) -> HttpResponse:
    """The way in for whoever has a code: an unfinished intake, or the family's own page."""
    form = forms.Back(request.POST or None)
    if request.method == "POST" and form.is_valid():
        turned = turn_key(
            code=form.cleaned_data["code"],
            word=form.cleaned_data["word"],
            by=request.actor,
            at=moment(request),
        )
        if turned and (answer := _open(request, turned)):
            return answer
        form.add_error(
            None,
            _(
                "This code and word do not fit together. Check both and try again. "
                "After five wrong tries, wait 15 minutes."
            ),
        )
    return render(request, "intake/back.html", {"form": form})


@page(action="access.claim_key", who=ALONE)
def claim(request: HttpRequest) -> HttpResponse:
    """A card from a desk becomes the family's own key. Looking at this page uses nothing up."""
    form, code = forms.Claim(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        made = None if tries.rests(request) else _claimed(request, form.cleaned_data)
        if made:
            become(request, actions.Finished(made.household, made.person, made.community))
            code = spaced(made.code)
        else:
            tries.wrong(request)
            form.add_error(
                None,
                _(
                    "This card does not work: the code is not right, or the card is used up or "
                    "too old. After 20 wrong tries, wait 15 minutes."
                ),
            )
    return render(request, "intake/claim.html", {"form": form, "code": code})


def _claimed(request: HttpRequest, told: dict[str, Any]) -> Claimed | None:
    return claim_key(
        claim=told["code"],
        word=told["word"],
        page=told["form_id"],
        by=request.actor,
        at=moment(request),
    )


def _open(request: HttpRequest, turned: Turned) -> HttpResponse | None:
    if turned.household:
        become(request, actions.Finished(turned.household, turned.person, turned.community))
        return HttpResponseRedirect(reverse("ours:page"))
    with acting_as(Actor("draft", turned.draft)):
        draft = queries.draft(turned.draft)
        if draft is None:
            return None
        if draft.finished_at:
            become(request, actions.already(draft))
            return HttpResponseRedirect(reverse("ours:page"))
        step = said.reached(draft.answers)
    request.session.cycle_key()
    request.session.pop(FAMILY, None)
    request.session[DRAFT] = str(turned.draft)
    return HttpResponseRedirect(reverse(f"intake:{step}"))


@page(action="intake.sent", classes=("identity",), who=OF_FAMILY, enter="intake:back")
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next, by when and who does it; then a word, and the code to come back by."""
    form = forms.Word(request.POST or None)
    code = ""
    if request.method == "POST" and form.is_valid():
        code = spaced(
            make_key(
                household=request.actor.household,
                person=request.actor.id,
                community=request.actor.community,
                word=form.cleaned_data["word"],
                by=request.actor,
                at=moment(request),
            )
        )
    found = [one for one in of_household(request.actor.household) if one.ended_at is None]
    return render(request, "intake/sent.html", {"form": form, "code": code, "referrals": found})


@require_POST
@page(action="intake.forget", who=ALONE)
def forget(request: HttpRequest) -> HttpResponse:
    """This browser lets go of its draft; without a code nobody can open it again."""
    request.session.pop(DRAFT, None)
    return HttpResponseRedirect(reverse("intake:needs"))


def held(request: HttpRequest) -> UUID | None:
    """The draft that this browser is in the middle of, if any."""
    text = request.session.get(DRAFT)
    return UUID(text) if text else None
