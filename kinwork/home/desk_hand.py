"""Handing work over: choose to whom, see what goes and what stays, say a word, done at once."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kinwork.accounts.models import User
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.family.referrals import actions
from kinwork.family.referrals.actions.handing import hat_of, visible_to
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.queries import caseload, envelopes
from kinwork.home.desks import Line, lines
from kinwork.home.team import people_of
from kinwork.web.forms import OnceForm
from kinwork.web.pages import page, right

SHOWN = 50
ALL, CHOSEN = "all", "chosen"


class HandForm(OnceForm):
    what = forms.ChoiceField(
        label=gettext_lazy("What goes over?"), widget=forms.RadioSelect, initial=CHOSEN
    )
    note = forms.CharField(
        label=gettext_lazy("A word to your colleague"),
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "Both of you and your supervisor read it. Write no names of families."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, count: int, **kwargs: Any):
        super().__init__(data, **kwargs)
        everything = ngettext(
            "Everything: %(n)s referral, and questions to families that went out",
            "Everything: %(n)s referrals, and questions to families that went out",
            count,
        ) % {"n": count}
        self.fields["what"].choices = [
            (CHOSEN, _("Only those that I tick below")),
            (ALL, everything),
        ]


@page(action="referrals.hand_over", classes=("identity",), who=right("referrals.hand_over"))
def hand(request: HttpRequest) -> HttpResponse:
    """Two steps on one address: to whom (and, for a supervisor, whose); then what, and a word."""
    actor, now = request.actor, timezone.now()
    people = people_of(actor, now)
    asked = request.POST if request.method == "POST" else request.GET
    giver = _one_of(people, asked.get("from")) or _one_of(people, str(actor.id))
    if giver is None:
        raise Http404
    check(actor, "referrals.hand_over", giver)
    colleagues = [one for one in people if one.pk != giver.pk and hat_of(one, actor, now)]
    taker = _one_of(colleagues, asked.get("to"))
    told = {
        "giver": giver,
        "taker": taker,
        "colleagues": colleagues,
        "givers": people if actor.role == "supervisor" else [],
        "own": giver.pk == actor.id,
        "now": now,
    }
    if taker is None:
        return render(request, "home/hand.html", told)
    return _what(request, actor, giver, taker, told, now)


def _what(
    request: HttpRequest, actor: Actor, giver: User, taker: User, told: dict, now: datetime
) -> HttpResponse:
    cases = caseload(giver.pk, actor.agency)
    rows = list(envelopes().filter(pk__in=cases.values("pk")).order_by("due_at", "id")[: SHOWN + 1])
    more, rows = len(rows) > SHOWN, rows[:SHOWN]
    colleague = hat_of(taker, actor, now)
    may = visible_to(colleague, rows) if colleague else set()
    ticked = set(request.POST.getlist("row")) if request.method == "POST" else None
    form = HandForm(request.POST if request.method == "POST" else None, count=cases.count())
    if form.is_bound and form.is_valid():
        chosen = _ids(request.POST.getlist("row")) if form.cleaned_data["what"] == CHOSEN else None
        try:
            done = actions.hand_over(
                giver=giver,
                taker=taker,
                chosen=chosen,
                note=form.cleaned_data["note"],
                form_id=form.cleaned_data["form_id"],
                by=actor,
                at=now,
            )
        except Refused as refused:
            form.add_error("what", refused.sentence)
        else:
            return _done(request, done, taker)
    drawn = lines(rows, actor, (get_language() or "en")[:2])
    told |= {
        "form": form,
        "goes": [_ticked(one, ticked) for one in drawn if one.row.pk in may],
        "stays": [(one, _needs(one.row, taker)) for one in drawn if one.row.pk not in may],
        "more": more,
        "shown": SHOWN,
    }
    return render(request, "home/hand_what.html", told)


def _done(request: HttpRequest, done: actions.Handed, taker: User) -> HttpResponse:
    said = {"n": len(done.goes), "name": taker.name}
    if done.fresh:
        messages.success(
            request,
            ngettext("%(name)s has %(n)s more now.", "%(name)s has %(n)s more now.", said["n"])
            % said,
        )
    if done.stays:
        stay = {"n": len(done.stays), "name": taker.name}
        messages.warning(
            request,
            ngettext(
                "%(n)s stays where it is: %(name)s may not see it.",
                "%(n)s stay where they are: %(name)s may not see them.",
                stay["n"],
            )
            % stay,
        )
    return redirect("home:handed", done.handover.pk)


def _needs(row: Referral, taker: User) -> str:
    """What would have to be so that it could go: said of what the reader may see anyway."""
    if row.sensitivity == "sud":
        return _("It stays: it needs somebody of the Part 2 staff.")
    if row.sensitivity == "safety":
        return _("It stays: it needs somebody who is named for it.")
    return _("It stays: %(name)s may not see this family.") % {"name": taker.name}


def _ticked(line: Line, ticked: set[str] | None) -> Line:
    return replace(line, tick=True, ticked=ticked is None or str(line.row.pk) in ticked)


def _one_of(people: list[User], key: str | None) -> User | None:
    return next((one for one in people if str(one.pk) == key), None)


def _ids(keys: list[str]) -> list[UUID]:
    """What was ticked; anything that is no number of a record is left out."""
    found = []
    for key in keys:
        try:
            found.append(UUID(key.partition(".")[0]))
        except ValueError:
            continue
    return found
