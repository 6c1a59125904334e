"""Did it help? The family says it here; a worker may write down what it told them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.family.followup import actions, queries
from kinwork.family.followup.forms import WordForm
from kinwork.family.referrals import showing
from kinwork.family.referrals.views import found
from kinwork.family.referrals.why import WHY, said_of_family
from kinwork.family.referrals.words import REASON_WORDS, need_name
from kinwork.web.pages import page, right


@page(action="followup.say", classes=("household",), who=right("followup.say"))
def word(request: HttpRequest, referral: UUID) -> HttpResponse:
    row, now = found(request, referral), timezone.now()
    caregivers = ()
    if request.actor.is_staff:
        caregivers = showing.gather(row, request.actor, _language(), now).caregivers
    reason = said_of_family(row)
    words = WHY if request.actor.is_family else REASON_WORDS
    form = WordForm(
        request.POST if request.method == "POST" else None,
        caregivers=caregivers,
        claim=str(words[reason]) if reason else "",
    )
    if form.is_bound and form.is_valid():
        actions.say(referral=row, by=request.actor, at=now, **form.cleaned_data)
        messages.success(request, _("Thank you. We keep it as you said it."))
        return redirect("referrals:referral", row.pk)
    told = {
        "form": form,
        "row": row,
        "need": need_name(row.need_code, _language()),
        "said": queries.word(row),
    }
    mood = "family" if request.actor.is_family else "desk"
    return render(request, f"followup/word_{mood}.html", told)


def _language() -> str:
    return (get_language() or "en")[:2]
