"""Asking the family afterwards, and keeping what it says as it said it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.family.contact.actions import tell_family
from kinwork.family.followup import queries, rights  # noqa: F401  (declares the table)
from kinwork.family.followup.models import Asked, FamilyWord
from kinwork.family.referrals.actions.again import reopen
from kinwork.family.referrals.actions.following import settle_need
from kinwork.family.referrals.actions.moving import as_itself, one_family_at_a_time
from kinwork.family.referrals.actions.searching import begin_search
from kinwork.family.referrals.claims import SAID_OF_FAMILY, disputes
from kinwork.family.referrals.codes import HELPED
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.queries import siblings
from kinwork.family.referrals.rules import ENDS
from kinwork.family.referrals.why import said_of_family

TIMES_TOLD = ("once", "twice", "3 or more", "not at all")


@transaction.atomic
def ask(*, referral: Referral, by: Actor, at: datetime) -> Asked:
    """The family is asked once, on its channel. `by` is the referral's own clock."""
    require(by)
    check(by, "followup.ask")
    if known := Asked.objects.filter(referral=referral).first():
        return known
    asked = Asked.objects.create(
        community_id=referral.community_id,
        sensitivity=referral.sensitivity,
        household_id=referral.household_id,
        said_in=referral.household_id,
        referral=referral,
        at=at,
    )
    tell_family(
        household=referral.household_id,
        community=referral.community_id,
        key="followup.ask",
        about=referral.pk,
        by=by,
        at=at,
    )
    audit.record("followup.ask", asked, by=by, at=at)
    return asked


@transaction.atomic
def say(
    *,
    referral: Referral,
    helped: str,
    got_it: bool | None = None,
    is_so: bool | None = None,
    times_told: str = "",
    anything_else: str = "",
    by: Actor,
    at: datetime,
    on_behalf_of: UUID | None = None,
    form_id: UUID | None = None,
) -> FamilyWord:
    """Keep the family's word; one that contradicts the provider's stands beside it, is shown to
    whoever sent the family there, and opens the need again with a new, linked referral. is_so: whether
    what the provider says of the family is right, where that was its reason to end without help.

    Staff say whose word it is (`on_behalf_of`). The same `form_id` twice is one word.
    """
    require(by)
    check(by, "followup.say", referral)
    one_family_at_a_time(referral.household_id)
    if form_id and (known := FamilyWord.objects.filter(pk=form_id).first()):
        return known
    _can_be_said(referral, helped, times_told, by, on_behalf_of)
    claim = queries.claim(referral)
    against = disputes(
        state=referral.state,
        need_met=claim,
        got_it=got_it,
        helped=helped,
        reason=said_of_family(referral),
        is_so=is_so,
    )
    word = FamilyWord(
        community_id=referral.community_id,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        sensitivity=referral.sensitivity,
        household_id=referral.household_id,
        said_in=referral.household_id,
        referral=referral,
        got_it=got_it,
        helped=helped,
        times_told=times_told,
        anything_else=anything_else.strip()[:4000],
        disputes=against,
        said_at=at,
        said_by_user=by.id if by.is_staff else None,
    )
    if form_id:
        word.pk = form_id
    word.save(force_insert=True)
    said = {"on_behalf_of": on_behalf_of, "helped": helped, "disputes": against}
    audit.record("followup.say", word, by=by, at=at, **said)
    if against:
        _tell_of_dispute(referral, at)
    return word


def _can_be_said(referral, helped, times_told, by: Actor, on_behalf_of) -> None:
    if referral.state not in ENDS or referral.sent_at is None:
        raise Refused("followup.say", _("It is not over yet. Come back when it is."))
    if helped not in HELPED or (times_told and times_told not in TIMES_TOLD):
        raise Refused("followup.say", _("Please choose an answer from the list."))
    if by.is_staff and on_behalf_of is None:
        raise Refused("followup.say", _("Say who in the family told you."))


def _tell_of_dispute(referral: Referral, at: datetime) -> None:
    with as_itself(referral.pk, referral.community_id):
        if referral.state in SAID_OF_FAMILY and siblings(referral):
            return  # another place has the need in hand
        begin_search(Referral.objects.get(pk=referral.pk), at, disputed=True)
    reopen(referral, at=at)
    settle_need(referral, "open", at=at)
