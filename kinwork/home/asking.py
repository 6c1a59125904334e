"""The family's yes by a link, where it is not at the desk: by e-mail or text to its safe address,
or on a card.

The worker reads what will be asked; who answers, and what, stands on the page afterwards.
"""

from base64 import b64encode
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.accounts.models import Agency, AgencyCommunity
from kinwork.common import text as wording
from kinwork.common.community import today
from kinwork.common.ids import spaced
from kinwork.common.rights import Refused
from kinwork.family.contact.queries import has_gateway, points
from kinwork.family.intake.promise import end_of, in_months
from kinwork.family.referrals import words
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import UNSENT
from kinwork.home import ask_first
from kinwork.home.asked import mark_read
from kinwork.home.households import home_of
from kinwork.people.models import Household, Person
from kinwork.people.queries import members
from kinwork.trust.access.queries import may_change, visible
from kinwork.trust.consent import actions, links, queries
from kinwork.trust.consent.models import ConsentAsk
from kinwork.trust.consent.rules import NEVER_BY_LINK
from kinwork.trust.consent.texts import REFERRAL
from kinwork.trust.consent.words import ASK_WORDS, SEES, asked_state
from kinwork.web.forms import MemorableDateField, OnceForm
from kinwork.web.pages import page, right

CLASSES = ("identity", "contact")
PROPOSED = ("identity", "contact", "household")
WAYS = (
    ("e-mail", gettext_lazy("By e-mail, to the address that they called safe")),
    ("text", gettext_lazy("By text, to the number that they called safe")),
    ("card", gettext_lazy("On a card that I print and hand over")),
)


class AskForm(OnceForm):
    """Whom, about what, until when, and how the question reaches the family."""

    person = forms.ChoiceField(label=gettext_lazy("Who is asked?"), widget=forms.RadioSelect)
    agency = forms.ChoiceField(label=gettext_lazy("Who would see it?"))
    classes = forms.MultipleChoiceField(
        label=gettext_lazy("What would they see?"), widget=forms.CheckboxSelectMultiple
    )
    until = MemorableDateField(label=gettext_lazy("Until when?"))
    way = forms.ChoiceField(label=gettext_lazy("How do you ask?"), widget=forms.RadioSelect)

    def __init__(
        self,
        data: Any = None,
        *,
        people: list[Person],
        agencies: list[Agency],
        ways: set[str],
        about: Referral | None = None,
        **kwargs: Any,
    ):
        super().__init__(data, **kwargs)
        marks = [(name, words) for name, words in SEES.items() if name not in NEVER_BY_LINK]
        self.fields["person"].choices = [(str(one.pk), one.full_name) for one in people]
        self.fields["agency"].choices = [(str(one.pk), one.name) for one in agencies]
        self.fields["classes"].choices = marks
        self.fields["way"].choices = [one for one in WAYS if one[0] in ways]
        if about is not None:  # whom, and about what, the referral says
            del self.fields["agency"], self.fields["classes"]
        if len(people) == 1:
            self.initial.setdefault("person", str(people[0].pk))


@page(action="consent.ask", classes=CLASSES, who=right("consent.ask"))
def ask(request: HttpRequest, household: UUID) -> HttpResponse:
    """One question a link. What was asked before stands below, with what became of it."""
    actor, now = request.actor, timezone.now()
    row = home_of(actor, household)
    people = visible(actor, [one.person for one in members(row) if one.relation == "caregiver"])
    if not people or not may_change(actor, row):
        raise Http404
    text = wording.current(REFERRAL, row.language, row.community_id)
    about = _about(row, request.GET.get("about", ""), actor)
    last = in_months(row.community, now)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        people=people,
        agencies=_partners(row, actor.agency),
        ways=_ways(actor, row),
        about=about,
        initial={"classes": PROPOSED, "until": last, "agency": request.GET.get("agency")},
    )
    form.fields["until"].earliest, form.fields["until"].latest = today(row.community, now), None
    told: dict[str, Any] = {"row": row, "title": people[0].full_name, "form": form, "text": text}
    if about:
        told |= {"about": about, "need": words.need_name(about.need_code, _language())}
        told |= {"sees": [SEES[name] for name in about.classes]}
    if text and form.is_bound and form.is_valid():
        try:
            made = _asked(row, form.cleaned_data, about, text, request, now)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            if made is None or made.ask.way != "card":
                messages.success(request, _("The question is on its way."))
                return redirect("home:ask", row.pk)
            told |= _card(made)
    asks = queries.asks(row.pk)
    mark_read(asks, now)
    told["asks"] = [(one, *asked_state(one, now)) for one in asks]
    return render(request, "home/ask.html", told)


def _about(row: Household, wanted: str, actor: Any) -> Referral | None:
    """The referral that waits for this yes; 404 where it is not ours, or no link may ask it."""
    if not wanted:
        return None
    try:
        found = Referral.objects.filter(pk=UUID(wanted), household=row, state__in=UNSENT)
    except ValueError:
        raise Http404 from None
    one = found.filter(sender=actor.agency).select_related("receiver", "service").first()
    if one is None or not ask_first.by_link(one):
        raise Http404
    return one


def _asked(
    row: Household,
    told: dict[str, Any],
    about: Referral | None,
    text: Any,
    request: HttpRequest,
    now: datetime,
) -> actions.Link | None:
    """None: this form was sent before."""
    if ConsentAsk.objects.filter(pk=told["form_id"]).exists():
        return None
    actor = request.actor
    return actions.ask(
        ask_id=told["form_id"],
        household=row,
        person=Person.objects.get(pk=told["person"]),
        agency=about.receiver if about else Agency.objects.get(pk=told["agency"]),
        classes=about.classes if about else told["classes"],
        about=about and about.pk,
        ends=end_of(told["until"], row.time_zone),
        text=text,
        asked_by=Agency.objects.get(pk=actor.agency),
        way=told["way"],
        by=actor,
        at=now,
    )


def _partners(row: Household, own: UUID | None) -> list[Agency]:
    """The agencies of this community; a victim service provider has no rows, and is not asked for."""
    here = AgencyCommunity.objects.filter(community=row.community_id).values("agency")
    found = Agency.objects.filter(pk__in=here, active=True, is_victim_service_provider=False)
    return list(found.exclude(pk=own).order_by("name"))


def _ways(actor: Any, row: Household) -> set[str]:
    """How a question can reach this family, as far as this worker sees; a card always can."""
    safe = {
        one.channel for one in visible(actor, points(row.pk)) if one.is_safe and not one.stopped
    }
    found = {"card"} | ({"e-mail"} if "email" in safe else set())
    return found | ({"text"} if "text" in safe and has_gateway() else set())


def _card(made: actions.Link) -> dict[str, Any]:
    """A card for the hand: neutral, in both languages, shown this once."""
    address = links.card_address(spaced(made.code))
    svg = get_adapter().build_totp_svg(address)  # any address; allauth draws one for its codes
    return {
        "card": made.ask,
        "address": address.partition("://")[2],
        "picture": "data:image/svg+xml;base64," + b64encode(svg.encode()).decode(),
        "languages": list(dict.fromkeys((made.ask.language, "es", "en"))),
    }


@page(action="consent.recall_ask", classes=CLASSES, who=right("consent.recall_ask"))
@require_POST
def recall(request: HttpRequest, household: UUID, ask: UUID) -> HttpResponse:
    """From this instant the link opens nothing."""
    row = home_of(request.actor, household)
    one = ConsentAsk.objects.filter(pk=ask, household=row).first()
    if one is None:
        raise Http404
    if actions.recall_ask(ask=one, by=request.actor, at=timezone.now()):
        messages.success(request, ASK_WORDS["recalled"])
    return redirect("home:ask", row.pk)


def _language() -> str:
    return (get_language() or "en")[:2]
