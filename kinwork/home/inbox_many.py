"""Several answers at once: each row by itself, with its own right and its own version.

What one row refuses undoes nothing of the others; it keeps its tick, and says why.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.accounts.models import User
from kinwork.common import audit
from kinwork.common.actor import Actor
from kinwork.common.models import Community
from kinwork.common.rights import Refused
from kinwork.family.referrals import actions, texts, words
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.codes import DECLINE_REASONS
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.queries import envelopes
from kinwork.home.desks import Line, lines
from kinwork.home.team import people_of
from kinwork.web.forms import OnceForm
from kinwork.web.pages import page, right

MOST = 50


class ManyForm(OnceForm):
    """Nothing more to say: accept, or what was chosen is only shown."""

    def told(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "form_id"}


class DeclineMany(ManyForm):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The same reason for all of them."),
        choices=[(code, words.REASON_WORDS[code]) for code in DECLINE_REASONS],
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=gettext_lazy("A word to the sender"),
        required=False,
        help_text=gettext_lazy("The same to all of them. The families read this too."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WaitlistMany(ManyForm):
    days = forms.IntegerField(
        label=gettext_lazy("About how many days they will wait"),
        required=False,
        min_value=1,
        max_value=3650,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "kw-short"}),
    )


class AssignMany(ManyForm):
    user = forms.ChoiceField(label=gettext_lazy("Who looks after them?"))

    def __init__(self, data: Any = None, *, people: list[User], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["user"].choices = [(key, one.name) for key, one in self.people.items()]

    def told(self) -> dict[str, Any]:
        return {"user": self.people[self.cleaned_data["user"]]}


# verb -> the button
DEEDS = {
    "accept": gettext_lazy("Accept"),
    "decline": gettext_lazy("Decline"),
    "waitlist": gettext_lazy("Put on the waiting list"),
    "assign": gettext_lazy("Give to somebody"),
}


@dataclass(frozen=True)
class Ticked:
    """A row as it stood on the page where it was ticked."""

    id: UUID
    version: int


@dataclass(frozen=True)
class Told:
    """What came of one row; `line` is None where there is nothing to show."""

    line: Line | None
    done: bool
    words: str


@page(action="referrals.inbox", classes=("identity",), who=right("referrals.inbox"))
@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """First what will happen to whom; with the second press it is done, row by row."""
    actor, now = request.actor, timezone.now()
    verb, ticks = request.POST.get("do", ""), ticked(request.POST.getlist("row"))
    from_team = actor.role == "supervisor" and request.POST.get("back") == "team"
    back = "home:team" if from_team else "home:inbox"
    if wrong := _wrong(verb, ticks):
        messages.error(request, wrong)
        return redirect(back)
    rows = {row.pk: row for row in _ours(actor, ticks)}
    put_in = texts.is_asked(request.POST)  # a text was put in, and nothing sent
    sure = request.POST.get("sure") == "1" and not put_in
    form = _form(verb, request.POST if sure else None, actor, now)
    if put_in:
        form.initial |= texts.first(request.POST, actor, verb, rows.values())
    told = {
        "verb": verb,
        "button": DEEDS[verb],
        "consequence": _consequence(verb, actor),
        "back": "team" if from_team else "inbox",
        "back_url": back,
        "deeds": list(DEEDS.items()),
        "now": now,
    }
    if form.is_bound and form.is_valid():
        told["told"] = _do_all(verb, ticks, rows, form, actor, now)
        told["done"] = sum(one.done for one in told["told"])
        return render(request, "home/inbox_done.html", told)
    told |= {
        "form": form,
        "put_in": put_in,
        "offers": texts.offers(actor, verb) if texts.FIELD in form.fields else [],
        "lines": _with_ticks(rows.values(), actor),
        "strange": len(ticks) - len(rows),
    }
    return render(request, "home/inbox_many.html", told)


def ticked(values: list[str]) -> list[Ticked]:
    """What was ticked, each once; what is no row is left out."""
    found: dict[UUID, Ticked] = {}
    for value in values:
        key, _dot, version = value.partition(".")
        try:
            one = Ticked(UUID(key), int(version) if version.isascii() else -1)
        except ValueError:
            continue
        if 0 <= one.version < 2**31:
            found.setdefault(one.id, one)
    return list(found.values())


def _wrong(verb: str, ticks: list[Ticked]) -> str:
    if verb not in DEEDS:
        return _("Choose what to do with them.")
    if not ticks:
        return _("Tick the referrals first.")
    if len(ticks) > MOST:
        return _("Please choose at most %(n)s at a time. Nothing was done.") % {"n": MOST}
    return ""


def _consequence(verb: str, actor: Actor) -> str:
    if verb == "assign":
        return _("They find it on their desk.")
    return words.consequence(verb, Community.objects.get(pk=actor.community))


def _form(verb: str, data: Any, actor: Actor, now: datetime) -> ManyForm:
    if verb == "assign":
        people = people_of(actor, now)
        if actor.role != "supervisor":
            people = [one for one in people if one.pk == actor.id]
        return AssignMany(data, people=people)
    return {"decline": DeclineMany, "waitlist": WaitlistMany}.get(verb, ManyForm)(data)


def _ours(actor: Actor, ticks: list[Ticked]) -> list[Referral]:
    """What this agency received (or sent, for giving it to somebody); family by family in one order,
    as a caseload is locked, so that two who answer many at once never wait for each other."""
    found = envelopes().filter(pk__in=[one.id for one in ticks])
    ours = [row for row in found if actor.agency in (row.receiver_id, row.sender_id)]
    return sorted(ours, key=lambda row: (row.household_id, row.pk))


def _do_all(
    verb: str,
    ticks: list[Ticked],
    rows: dict[UUID, Referral],
    form: ManyForm,
    actor: Actor,
    now: datetime,
) -> list[Told]:
    versions = {one.id: one.version for one in ticks}
    outcomes = {
        row.pk: _one(verb, row, versions[row.pk], form, actor, now) for row in rows.values()
    }
    after = {row.pk: row for row in _ours(actor, ticks)}
    drawn = {line.row.pk: line for line in _with_ticks(after.values(), actor)}
    told = []
    for tick in ticks:
        failed = outcomes.get(tick.id, _("This referral is not on your desk any more."))
        line = drawn.get(tick.id)
        line = replace(line, tick=bool(failed), ticked=bool(failed)) if line else None
        told.append(Told(line, not failed, failed or str(DEEDS[verb])))
    return sorted(told, key=lambda one: one.done)


def _one(
    verb: str, row: Referral, version: int, form: ManyForm, actor: Actor, now: datetime
) -> str:
    """Do it to one row, whole or not at all; "" when it is done, else why not."""
    said = {"form_id": uuid5(form.cleaned_data["form_id"], str(row.pk)), "version": version}
    deed: Callable[..., Any] = getattr(actions, verb)
    try:
        with transaction.atomic():
            deed(
                referral=row, by=actor, at=now, **form.told(), **({} if verb == "assign" else said)
            )
    except AlreadyMoved as late:
        stands = words.STATE_WORDS[late.state][1]
        return _("%(who)s was faster. It stands now: %(state)s.") % {
            "who": late.by_name or _("Somebody"),
            "state": stands,
        }
    except Refused as refused:
        audit.record(f"referrals.{verb}", row, by=actor, at=now, outcome="refused")
        return str(refused.sentence)
    except OperationalError as busy:  # two waited for each other: this one alone is tried again
        if getattr(busy.__cause__, "sqlstate", "") not in ("40P01", "55P03"):
            raise
        return _("Somebody else was working on it at this moment. Please try it again.")
    return ""


def _with_ticks(rows: Any, actor: Actor) -> list[Line]:
    return [
        replace(line, tick=True, ticked=True)
        for line in lines(rows, actor, (get_language() or "en")[:2])
    ]
