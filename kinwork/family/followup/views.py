"""Did it help? The family says it here, one question a page; a link asks the same; a worker may write down
what they were told."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.rights import Refused
from kinwork.family.followup import actions, links, queries, rules
from kinwork.family.followup.forms import QuestionForm, WordForm
from kinwork.family.followup.models import Asked, Begun
from kinwork.family.referrals import showing
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.views import found
from kinwork.family.referrals.why import WHY, said_of_family
from kinwork.family.referrals.words import REASON_WORDS, need_name
from kinwork.web.pages import ANYONE, page, right


@page(action="followup.say", classes=("household",), who=right("followup.say"))
def word(request: HttpRequest, referral: UUID) -> HttpResponse:
    """The family is asked one question a page (`?all`: all on one); a worker has them on one."""
    row, now = found(request, referral), timezone.now()
    all_at_once = "all" in request.GET or (request.method == "POST" and "step" not in request.POST)
    if request.actor.is_family and not all_at_once:
        return _one_by_one(request, row)
    caregivers = ()
    if request.actor.is_staff:
        caregivers = showing.gather(row, request.actor, _language(), now).caregivers
    form = WordForm(
        request.POST if request.method == "POST" else None,
        caregivers=caregivers,
        claim=_claim(row, request.actor),
    )
    if form.is_bound and form.is_valid():
        actions.say(referral=row, by=request.actor, at=now, **form.cleaned_data)
        return _thanked(request, row)
    told = _told(row) | {"form": form}
    mood = "family" if request.actor.is_family else "desk"
    return render(request, f"followup/word_{mood}.html", told)


def _one_by_one(request: HttpRequest, row: Referral) -> HttpResponse:
    begun, said = queries.begun(row), queries.word(row)
    asked = rules.asked(has_claim=bool(said_of_family(row)), got_it=begun.got_it if begun else "")
    step = request.POST.get("step", "") if request.method == "POST" else _step(request, begun)
    question = step if step in asked else asked[0]
    form = _form(request, question, begun, _claim(row, request.actor))
    if form.is_bound and form.is_valid():
        if begun is None and said is not None and question != asked[0]:
            return _thanked(request, row)  # the last page was sent twice
        given = {"question": question, "value": form.cleaned_data["answer"]}
        done = _answered(form, actions.answer_one, referral=row, by=request.actor, **given)
        if done is not None:
            return _thanked(request, row) if done else redirect("followup:word", row.pk)
    told = _told(row) | _place(question, asked) | {"form": form, "said": said and not begun}
    return render(request, "followup/question.html", told)


def _answered(form: QuestionForm, deed: Any, **said: Any) -> bool | None:
    """True: that was the last one. None: it was refused, and the form says why."""
    try:
        with transaction.atomic():
            return deed(at=timezone.now(), **said) is not None
    except Refused as why:
        form.add_error(None, why.sentence)
        return None


def _form(request: HttpRequest, question: str, begun: Begun | None, claim: str) -> QuestionForm:
    first = getattr(begun, question) if begun else ""
    return QuestionForm(
        request.POST if request.method == "POST" else None,
        question=question,
        claim=claim,
        initial={"answer": first},
    )


def _step(request: HttpRequest, begun: Begun | None) -> str:
    """Where the family is: the question that it goes back to, else the next one."""
    return request.GET.get("q", "")[:20] or (begun.step if begun else "")


def _place(question: str, asked: tuple[str, ...]) -> dict[str, Any]:
    number = asked.index(question) + 1
    return {
        "question": question,
        "number": number,
        "of": len(asked),
        "before": asked[number - 2] if number > 1 else "",
        "is_last": number == len(asked),
    }


@page(action="followup.refuse", classes=("household",), who=right("followup.refuse"))
def refuse(request: HttpRequest, referral: UUID) -> HttpResponse:
    """The family does not want to say."""
    row = found(request, referral)
    if request.method != "POST":
        return redirect("followup:word", row.pk)
    actions.refuse(referral=row, by=request.actor, at=timezone.now())
    messages.success(request, _("All right. We do not ask you about this again."))
    return redirect("ours:page")


@page(action="followup.say_by_link", who=ANYONE)
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The questions alone: not whose help, nor which, nor for whom. After the answer it opens nothing."""
    try:
        by = Actor("link", links.asked_of(token))
    except signing.BadSignature:
        raise Http404 from None
    with acting_as(by):
        asked = Asked.objects.filter(pk=by.id).first()
        if asked is None:
            raise Http404
        with acting_as(clock(asked.referral_id, asked.community_id)):
            row = Referral.objects.filter(pk=asked.referral_id).first()
            if row is None:
                raise Http404
            if not links.may_go(asked):
                return render(request, "followup/link_over.html", {})
            begun, has_claim = queries.begun(row), bool(said_of_family(row))
        return _asked_by_link(request, asked, begun, has_claim, by, token)


def _asked_by_link(request, asked, begun, has_claim, by: Actor, token: str) -> HttpResponse:
    order = rules.asked(has_claim=has_claim, got_it=begun.got_it if begun else "")
    # what the provider says of the family would say what it is about: asked on its page alone
    step = request.POST.get("step", "") if request.method == "POST" else _step(request, begun)
    question = step if step in order else order[0]
    form = _form(request, question, begun, "")
    if form.is_bound and form.is_valid():
        given = {"question": question, "value": form.cleaned_data["answer"]}
        done = _answered(form, actions.say_by_link, asked=asked, by=by, **given)
        if done is not None:
            return redirect("followup:link", token)
    told = _place(question, order) | {"form": form, "back": reverse("followup:link", args=[token])}
    return render(request, "followup/link.html", told)


def _claim(row: Referral, actor: Actor) -> str:
    reason = said_of_family(row)
    words = WHY if actor.is_family else REASON_WORDS
    return str(words[reason]) if reason else ""


def _told(row: Referral) -> dict[str, Any]:
    return {
        "row": row,
        "need": need_name(row.need_code, _language()),
        "said": queries.word(row),
        "may_refuse": queries.asked(row) is not None,
    }


def _thanked(request: HttpRequest, row: Referral) -> HttpResponse:
    messages.success(request, _("Thank you. We keep it as you said it."))
    return redirect("referrals:referral", row.pk)


def _language() -> str:
    return (get_language() or "en")[:2]
