"""Keep one worker out: somebody who has looked, or a name that the family writes down.

A name is answered in the same words whether or not somebody works here under it: no family can find
out by this page who does.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kinwork.accounts.models import Agency, Membership, User
from kinwork.common import audit
from kinwork.common.models import AuditEntry
from kinwork.home.sharing.lines import shut_agencies
from kinwork.people.models import Household
from kinwork.people.rules import name_keys
from kinwork.trust.access import actions, shields
from kinwork.trust.access.models import Block
from kinwork.trust.consent.family_page import family_page
from kinwork.web import limits
from kinwork.web.forms import PlainForm

SOMEBODY = "somebody else"
BY_NAME = "access.block_by_name"


class OutForm(PlainForm):
    whom = forms.ChoiceField(
        label=gettext_lazy("Who should see nothing about you?"), widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=gettext_lazy("Their first and last name"),
        help_text=gettext_lazy("Only if you chose “Somebody else”."),
        max_length=200,
        required=False,
    )

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["whom"].choices = [*people, (SOMEBODY, _("Somebody else"))]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("whom") == SOMEBODY and len(said.get("name", "").split()) < 2:
            self.add_error("name", ValidationError(_("Write the first and the last name.")))
        return said


@dataclass(frozen=True)
class Known:
    """A worker who has looked at this family or worked with it, as the page names them."""

    user: UUID
    words: str


@family_page("access.block")
def out(request: HttpRequest) -> HttpResponse:
    """Who is kept out now, and one more."""
    actor = request.actor
    seen, shut = known(actor.household), live_blocks(actor.household)
    kept = {one.user_id for one in shut}
    people = [(str(one.user), one.words) for one in seen if one.user not in kept]
    form = OutForm(request.POST if request.method == "POST" else None, people=people)
    rest = limits.rests("keep out", actor.household)
    if form.is_bound and not rest and form.is_valid():
        _shut(request, form.cleaned_data)
        return HttpResponseRedirect(reverse("ours:out"))
    told = {
        "form": form,
        "wait": limits.said(rest) if rest else "",
        "out": [one for one in seen if one.user in kept],
        "names": wrote_names(actor.household),
        "places": [one[0].agency for one in shut_agencies(actor.household).values()],
    }
    return render(request, "home/ours_out.html", told)


@family_page("access.unblock")
@require_POST
@transaction.atomic
def back_in(request: HttpRequest) -> HttpResponse:
    """One worker, or everybody whose name was written down, is treated like others again."""
    home, whom, now = request.actor.household, request.POST.get("whom", ""), timezone.now()
    seen = {str(one.user) for one in known(home)}
    for one in live_blocks(home):
        if str(one.user_id) == whom or (not whom and str(one.user_id) not in seen):
            actions.unblock(block=one, by=request.actor, at=now)
    if not whom:
        audit.record("access.unblock_names", by=request.actor, at=now, household=home)
    return HttpResponseRedirect(reverse("ours:out"))


@transaction.atomic
def _shut(request: HttpRequest, said: dict[str, Any]) -> None:
    actor, now = request.actor, timezone.now()
    limits.count("keep out", actor.household)
    home = Household.objects.get(pk=actor.household)
    if said["whom"] != SOMEBODY:
        whom = [UUID(said["whom"])]
    else:
        whom = named(said["name"], actor.community)
        audit.record(BY_NAME, by=actor, at=now, household=home.pk)
    if not shields.shares_home(home.pk):
        return  # without a word: the page says the same as where nobody has that name
    kept = {one.user_id for one in live_blocks(home.pk)}
    for user in whom:
        if user not in kept:
            actions.block(household=home, user=User(pk=user), by=actor, at=now)


def known(household: UUID) -> list[Known]:
    """Workers of agencies who opened or changed something of this family, the last one first."""
    done = AuditEntry.objects.filter(household_id=household, actor_kind="staff", outcome="done")
    pairs = done.exclude(hat=None).order_by("-at").values_list("actor_id", "hat")[:500]
    first = dict(reversed(list(pairs)))
    names = dict(User.objects.filter(pk__in=first).values_list("pk", "name"))
    places = dict(Agency.objects.filter(pk__in=first.values()).values_list("pk", "name"))
    return [
        Known(user, f"{names[user]}, {places.get(hat, '')}")
        for user, hat in reversed(first.items())
        if user in names
    ]


def live_blocks(household: UUID) -> list[Block]:
    now = timezone.now()
    found = Block.objects.filter(Q(ends=None) | Q(ends__gt=now), household=household)
    return list(found.exclude(user=None))


def named(name: str, community: UUID | None) -> list[UUID]:
    """Everybody of exactly this name who works at an agency of the community."""
    keys = set(_parts(name))
    here = Membership.objects.filter(
        Q(ends=None) | Q(ends__gt=timezone.now()), agency__communities=community
    )
    told = here.values_list("user_id", "user__name").distinct()
    return sorted({user for user, called in told if set(_parts(called)) == keys})


def _parts(name: str) -> list[str]:
    """The parts of a name; which of them are first and last nobody says."""
    return name_keys(*name.split())


def wrote_names(household: UUID) -> bool:
    """Did the family write names down that still count? The same whether anybody has them."""
    said = AuditEntry.objects.filter(
        household_id=household, verb__in=(BY_NAME, "access.unblock_names")
    )
    last = said.order_by("-at", "-recorded_at").values_list("verb", flat=True).first()
    return last == BY_NAME
