"""Asking the family afterwards, and keeping what it says as it said it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import setting
from kinwork.common.rights import Refused, check
from kinwork.family.contact.actions import put_line, tell_family
from kinwork.family.contact.queries import is_private, ways
from kinwork.family.followup import links, queries, rights, rules  # noqa: F401  (declares the table)
from kinwork.family.followup.models import Asked, Begun, FamilyWord
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
from kinwork.trust.access.actions import clear_due, set_due

CLOCK = "followup.remind"


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
    _send(asked, by, at)
    if days := setting(referral.community, "follow_up_remind_days"):
        set_due(target=referral.pk, clock=CLOCK, at=at + timedelta(days=days))
    audit.record("followup.ask", asked, by=by, at=at, by_link=asked.by_link)
    return asked


@transaction.atomic
def remind(*, asked: Asked, by: Actor, at: datetime) -> bool:
    """Once, where nothing was said; never a family that wants no messages or does not want to say."""
    require(by)
    check(by, "followup.remind")
    row = Asked.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if row.reminded_at or row.refused_at or row.referral.words.exists():
        return False
    if any(one.stopped for one in ways(row.household_id)):
        return False
    _send(row, by, at)
    row.reminded_at = at
    row.save(update_fields=["reminded_at"])
    audit.record("followup.remind", row, by=by, at=at, by_link=row.by_link)
    return True


def _send(asked: Asked, by: Actor, at: datetime) -> None:
    """On its page always. Outside: a link to the questions where that says nothing about the help; else
    the neutral line that there is news; nothing to a family that wants no messages."""
    told = {"household": asked.household_id, "community": asked.community_id}
    known = ways(asked.household_id)
    by_link = (
        not is_private(asked.referral_id)
        and links.may_go(asked)
        and links.way(asked.household_id) is not None
    )
    if by_link:
        put_line(
            kind=links.KIND,
            target=asked.referral_id,
            said={"turn": "again" if asked.by_link else "first"},
            deed="followup.ask",
            agency=None,
            follower=None,
            by=by,
            at=at,
            **told,
        )
        if not asked.by_link:
            asked.by_link = True
            asked.save(update_fields=["by_link"])
    outside = not by_link and not any(one.stopped for one in known)
    key = "followup.ask"
    tell_family(key=key, about=asked.referral_id, outside=outside, by=by, at=at, **told)


@transaction.atomic
def say(
    *,
    referral: Referral,
    helped: str,
    got_it: bool | None = None,
    is_so: bool | None = None,
    times_told: str = "",
    difference: str = "",
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
    _can_be_said(referral, helped, times_told, difference, by, on_behalf_of)
    said = {"got_it": got_it, "helped": helped, "times_told": times_told}
    said |= {"difference": difference, "anything_else": anything_else}
    return _kept(referral, said, is_so, form_id, on_behalf_of, by, at)


def _kept(referral, said, is_so, form_id, on_behalf_of, by: Actor, at: datetime) -> FamilyWord:
    against = disputes(
        state=referral.state,
        need_met=queries.claim(referral),
        got_it=said["got_it"],
        helped=said["helped"],
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
        disputes=against,
        said_at=at,
        said_by_user=by.id if by.is_staff else None,
        **(said | {"anything_else": said["anything_else"].strip()[:4000]}),
    )
    if form_id:
        word.pk = form_id
    word.save(force_insert=True)
    told = {"on_behalf_of": on_behalf_of, "helped": said["helped"], "disputes": against}
    audit.record("followup.say", word, by=by, at=at, **told)
    if against:
        _tell_of_dispute(referral, at)
    return word


@transaction.atomic
def answer_one(
    *, referral: Referral, question: str, value: str, by: Actor, at: datetime
) -> FamilyWord | None:
    """One answer is kept, to go on from. After the last question the word is said: it is returned then.

    An answer that was given before is given anew; what is left out stays open.
    """
    require(by)
    check(by, "followup.answer_one", referral)
    with as_itself(referral.pk, referral.community_id) as itself:
        said = _one_answered(referral, question, value, itself, at)
    if said is None:
        return None
    return say(referral=referral, by=by, at=at, **said)


@transaction.atomic
def say_by_link(
    *, asked: Asked, question: str, value: str, by: Actor, at: datetime
) -> FamilyWord | None:
    """The same through the link that asked: once there is a word, it opens nothing any more."""
    require(by)
    check(by, "followup.say_by_link", asked)
    with as_itself(asked.referral_id, asked.community_id) as itself:
        row = Referral.objects.get(pk=asked.referral_id)
        if not links.may_go(Asked.objects.get(pk=asked.pk)):
            raise Refused("followup.say_by_link", _("This was answered already. Thank you."))
        said = _one_answered(row, question, value, itself, at)
        if said is None:
            return None
        form_id, is_so = said.pop("form_id"), said.pop("is_so")
        _can_be_said(row, said["helped"], said["times_told"], said["difference"], by, None)
        return _kept(row, said, is_so, form_id, None, itself, at)


def _one_answered(
    referral: Referral, question: str, value: str, itself: Actor, at: datetime
) -> dict[str, Any] | None:
    """What the whole word is, once the last question was answered; None: there are more."""
    one_family_at_a_time(referral.household_id)
    has_claim = bool(said_of_family(referral))
    row = Begun.objects.filter(referral=referral).first() or Begun(
        community_id=referral.community_id,
        sensitivity=referral.sensitivity,
        household_id=referral.household_id,
        said_in=referral.household_id,
        referral=referral,
    )
    order = rules.asked(has_claim=has_claim, got_it=row.got_it)
    if question not in order or not _fits(question, value):
        raise Refused("followup.answer_one", _("Please choose an answer from the list."))
    setattr(row, question, value.strip()[:4000])
    order = rules.asked(has_claim=has_claim, got_it=row.got_it)
    place = order.index(question) + 1
    audit.record("followup.answer_one", referral, by=itself, at=at, question=question)
    row.step, row.at = (order[place] if place < len(order) else ""), at
    if place < len(order):
        row.save()
        return None
    said = rules.whole({name: getattr(row, name) for name in rules.QUESTIONS})
    if said["helped"] not in HELPED:
        raise Refused("followup.say", _("Please say if it was what you needed."))
    form_id = row.pk
    Begun.objects.filter(pk=row.pk).delete()
    return said | {"form_id": form_id}


def _fits(question: str, value: str) -> bool:
    if question == "anything_else":
        return True
    known = {"times_told": rules.TIMES_TOLD, "helped": HELPED, "difference": HELPED}
    may_stay_open = question != "helped"
    return (not value and may_stay_open) or value in known.get(
        question, (rules.YES, rules.NO, rules.UNSURE)
    )


@transaction.atomic
def refuse(*, referral: Referral, by: Actor, at: datetime) -> None:
    """The family does not want to say: it is not asked again about this."""
    require(by)
    check(by, "followup.refuse", referral)
    with as_itself(referral.pk, referral.community_id):
        Asked.objects.filter(referral=referral, refused_at=None).update(refused_at=at)
        Begun.objects.filter(referral=referral).delete()
        clear_due(target=referral.pk, clock=CLOCK)
    audit.record("followup.refuse", referral, by=by, at=at)


def _can_be_said(referral, helped, times_told, difference, by: Actor, on_behalf_of) -> None:
    if referral.state not in ENDS or referral.sent_at is None:
        raise Refused("followup.say", _("It is not over yet. Come back when it is."))
    known = helped in HELPED and difference in ("", *HELPED)
    if not known or (times_told and times_told not in rules.TIMES_TOLD):
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
