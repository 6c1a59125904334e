"""A yes that changes: narrowed, ended, run out, given again. What stood on it closes with it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.models import Text
from kinwork.common.rights import Refused, check
from kinwork.people.models import Household, Person
from kinwork.trust.access.actions import clear_due, hold_grounds, no_later_than_now
from kinwork.trust.consent import rules, texts
from kinwork.trust.consent.actions.writing import How, Said, in_force, write_down
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.words import HOW_NOT, WHY_NOT


@transaction.atomic
def narrow(
    *,
    consent: Consent,
    classes: Iterable[str],
    ends: datetime | None = None,
    text: Text | None = None,
    given_by: Person | None = None,
    language: str | None = None,
    way: str = "on screen",
    witness: str = "",
    signed_on: date | None = None,
    paper_at: str = "",
    by: Actor,
    at: datetime,
) -> Consent:
    """End a permit and give a narrower one in its place, in one deed. It never widens: Refused."""
    require(by)
    check(by, "consent.narrow", consent)
    _said_by_the_same(consent, given_by, "consent.narrow", by)
    classes = set(classes)
    if why := rules.why_not_narrower(consent, classes, ends):
        raise Refused("consent.narrow", str(WHY_NOT[why]))
    language = language or consent.language
    _close(consent, "consent.narrow", at=at)
    text = text or in_force(texts.NARROW, language, consent.community_id)
    said = Said(
        Household(pk=consent.household_id, community_id=consent.community_id),
        given_by or consent.given_by,
        consent.agency,
        [name for name in consent.classes if name in classes],
        text,
        language,
        consent.purposes,
        How(way, witness, signed_on, paper_at),
    )
    special: dict[str, Any] = {"narrows": consent, "named_user_id": consent.named_user_id}
    if way in rules.WRITTEN:
        special |= {
            "part_2": consent.part_2 and "sud" in classes,
            "records": consent.records,
        }
    made = write_down(
        "narrow",
        said,
        consent.ended_at,
        ends or consent.ends,
        consent.recorded_by,
        special,
        by=by,
        at=at,
    )
    follow("consent.narrow", consent, by=by, at=at)
    return made


@transaction.atomic
def end(
    *,
    consent: Consent,
    given_by: Person | None = None,
    way: str = "on screen",
    witness: str = "",
    signed_on: date | None = None,
    paper_at: str = "",
    recorded_by: Agency | None = None,
    by: Actor,
    at: datetime,
) -> Consent:
    """Nothing more is shared from this instant; open referrals to that agency close with it. The
    end of a refusal lets earlier permits count again.

    given_by, way and the rest: who said so and how, as in `give`; whoever records it for the family
    says it. Raises Refused where it is somebody else's to end.
    """
    require(by)
    check(by, "consent.end", consent)
    _said_by_the_same(consent, given_by, "consent.end", by)
    if why := rules.why_not_so(way, witness, signed_on, paper_at):
        raise Refused("consent.end", str(HOW_NOT[why]))
    if consent.ended_at is None and _close(consent, "consent.end", at=at):
        _say_how(consent, given_by, How(way, witness, signed_on, paper_at), recorded_by, by)
        audit.record("consent.end", consent, by=by, at=at, classes=consent.classes)
        follow("consent.end", consent, by=by, at=at)
    return consent


@transaction.atomic
def expire(*, consent: Consent, by: Actor, at: datetime) -> Consent:
    """Its day has come: what stood on it closes as if the family had ended it."""
    require(by)
    check(by, "consent.expire", consent)
    clear_due(target=consent.pk)
    audit.record("consent.expire", consent, by=by, at=at, classes=consent.classes)
    follow("consent.end", consent, by=by, at=at)
    return consent


def ask_renewal(*, consent: Consent, by: Actor, at: datetime) -> None:
    """It ends soon: the family hears of it on its safe channel, and may renew it with one tap."""
    require(by)
    check(by, "consent.ask_renewal", consent)
    audit.record("consent.ask_renewal", consent, by=by, at=at)
    follow("consent.ask_renewal", consent, by=by, at=at)


@transaction.atomic
def renew(
    *, consent: Consent, ends: datetime, given_by: Person, by: Actor, at: datetime
) -> Consent:
    """The same again, until `ends`: a new permit with the words that count today; the old one ends
    in the same deed, so that nothing lapses between them."""
    require(by)
    check(by, "consent.renew", consent)
    if consent.deny or consent.ended_at is not None:
        raise Refused("consent.renew", _("This has ended. You can say yes again when you ask."))
    hold_grounds(consent.household_id)
    key = texts.WRITTEN if consent.records else texts.REFERRAL
    text = in_force(key, consent.language, consent.community_id)
    said = Said(
        Household(pk=consent.household_id, community_id=consent.community_id),
        given_by,
        consent.agency,
        consent.classes,
        text,
        consent.language,
        consent.purposes,
    )
    special = {
        "part_2": consent.part_2,
        "records": consent.records,
        "named_user": consent.named_user,
    }
    made = write_down("renew", said, at, ends, consent.recorded_by, special, by=by, at=at)
    _close(consent, "consent.renew", at=at)
    return made


def _close(consent: Consent, verb: str, *, at: datetime) -> bool:
    """Mark it ended, after every disclosure under way; False when somebody was faster."""
    hold_grounds(consent.household_id)
    moment = max(no_later_than_now(at), consent.starts) if consent.starts <= at else at
    live = Consent.objects.filter(pk=consent.pk, ended_at=None)
    if not live.update(ended_at=moment):
        known = Consent.objects.filter(pk=consent.pk).values_list("ended_at", flat=True).first()
        if known is None:
            raise Refused(verb, _("Only the family, or the agency that wrote it down, ends this."))
        consent.ended_at = known
        return False
    consent.ended_at = moment
    clear_due(target=consent.pk)
    return True


def _said_by_the_same(consent: Consent, given_by: Person | None, verb: str, by: Actor) -> None:
    """Nobody takes back what somebody else said; that one's own no counts more than it."""
    if by.is_staff and given_by is not None and given_by.pk != consent.given_by_id:
        raise Refused(verb, _("Only who said yes takes it back. Write down the other one’s no."))


def _say_how(
    consent: Consent, given_by: Person | None, how: How, recorded_by: Agency | None, by: Actor
) -> None:
    consent.ended_by_id = by.id if by.is_family else (given_by or consent.given_by).pk
    consent.ended_way, consent.ended_witness = how.way, how.witness.strip()
    consent.ended_signed_on, consent.ended_paper_at = how.signed_on, how.paper_at.strip()
    consent.ended_recorded_by = recorded_by
    consent.save(
        update_fields=[
            "ended_by",
            "ended_way",
            "ended_witness",
            "ended_signed_on",
            "ended_paper_at",
            "ended_recorded_by",
        ]
    )
