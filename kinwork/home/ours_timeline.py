"""One family's story in order: told, asked, answered, served, and what it says itself."""

from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.common.models import AuditEntry
from kinwork.family.followup.models import FamilyWord
from kinwork.family.referrals.models import ReferralEvent
from kinwork.home.ours_words import NOT_TOLD, event_words, service_names

TONES = {
    "accept": "going",
    "schedule": "going",
    "start_service": "going",
    "serve": "good",
    "waitlist": "waiting",
    "ask_information": "waiting",
    "decline": "stopped",
    "uphold_decline": "stopped",
    "end_unserved": "stopped",
    "withdraw": "stopped",
    "expire": "late",
}
FIRSTS = {"people.record_household", "intake.finish"}


def events(household: UUID) -> list[dict[str, Any]]:
    """Oldest first: dicts for the kit's timeline."""
    found = [*_first(household), *_moves(household), *_words(household)]
    return sorted(found, key=lambda one: one["at"])


def _first(household: UUID) -> list[dict[str, Any]]:
    first = (
        AuditEntry.objects.filter(household_id=household, verb__in=FIRSTS).order_by("at").first()
    )
    if first is None:
        return []
    told = (
        _("You told your story") if first.actor_kind == "family" else _("You told your story to us")
    )
    return [{"at": first.at, "title": told, "tone": "new"}]


def _moves(household: UUID) -> list[dict[str, Any]]:
    found = ReferralEvent.objects.filter(referral__household=household).select_related(
        "referral__organization", "referral__service"
    )
    moves = list(found)
    sent = [one.referral for one in moves if one.verb == "send"]
    names = service_names(sent, get_language() or "en")
    return [
        {
            "at": one.occurred_at or one.at,
            "title": event_words(one.verb, one.referral.organization.name),
            "text": names.get(one.referral.service_id, one.referral.service.name)
            if one.verb == "send"
            else "",
            "tone": TONES.get(one.verb, "quiet"),
        }
        for one in moves
        if one.verb not in ("make_referral", *NOT_TOLD)
    ]


def _words(household: UUID) -> list[dict[str, Any]]:
    said = {
        "yes": _("You said: yes, it helped"),
        "partly": _("You said: it helped a little"),
        "no": _("You said: it did not help"),
    }
    words = FamilyWord.objects.filter(referral__household=household)
    return [
        {
            "at": one.said_at,
            "title": said[one.helped],
            "text": one.anything_else,
            "tone": "good" if one.helped == "yes" else "waiting",
        }
        for one in words
    ]
