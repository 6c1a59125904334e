"""A community small enough to count by hand, and one large enough to be released."""

from datetime import date, timedelta

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.family.doors.tests.conftest import say_room
from kinwork.family.followup import actions as followup
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.system.loop.models import Release
from kinwork.system.loop.rules import Period
from tests import cast as casting
from tests.cast import Cast
from tests.seeing import everything

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
LOOKED = timedelta(days=28)  # after the beginning: when it is counted


def do(cast: Cast, actor: Actor, verb: str, referral: Referral, hours: float, **said) -> Referral:
    at = cast.at + timedelta(hours=hours)
    with acting_as(actor, now=at):
        fresh = Referral.objects.get(pk=referral.pk)
        return getattr(referrals, verb)(referral=fresh, by=actor, at=at, **said)


def six(cast: Cast) -> dict[str, Referral]:
    """Six referrals from Ana: four to the clinic, one to Desert Bloom, one by link."""
    made = {name: casting.sent(cast) for name in ("helped", "full", "silent", "lost")}
    made["missed"] = casting.sent(cast, "bloom_visits")
    made["asked"] = casting.sent(cast, "diapers")
    ben, cruz = cast.ben, cast.cruz
    do(cast, ben, "accept", made["helped"], 1)
    do(cast, ben, "try_contact", made["helped"], 5, way="text")
    when = cast.at + timedelta(hours=29)
    do(cast, ben, "schedule", made["helped"], 6, starts_at=when, place="")
    do(cast, ben, "serve", made["helped"], 30, received="A visit", need_met="fully")
    say(cast, made["helped"], 400, "yes")
    met = {"way": "in person", "met": "The nurse", "family_present": True}
    do(cast, cast.ana, "record_handoff", made["helped"], 3, **met)
    do(cast, ben, "decline", made["full"], 2, reason="no room")
    do(cast, ben, "waitlist", made["lost"], 100, place=3)
    do(cast, ben, "accept", made["lost"], 124)
    do(cast, ben, "end_unserved", made["lost"], 200, reason="could not be reached")
    do(cast, cruz, "accept", made["missed"], 3)
    when = cast.at + timedelta(hours=70)
    do(cast, cruz, "schedule", made["missed"], 5, starts_at=when, place="")
    do(cast, cruz, "mark_no_show", made["missed"], 80)
    link = casting.link_holder(made["asked"])
    do(cast, link, "ask_information", made["asked"], 2, message="Which size?")
    return made


def turned_away(cast: Cast) -> Referral:
    """The clinic says that it is full and keeps no list; its rule answers what is sent then."""
    say_room(cast, "visits", 0, takes_waitlist=False)
    casting.consent(cast)
    return do(cast, cast.ana, "send", casting.draft(cast), 1)


def say(cast: Cast, referral: Referral, hours: float, helped: str) -> None:
    at = cast.at + timedelta(hours=hours)
    with acting_as(cast.rosa, now=at):
        fresh = Referral.objects.get(pk=referral.pk)
        followup.say(referral=fresh, helped=helped, got_it=True, by=cast.rosa, at=at)


def many(cast: Cast, clinic: int = 14, bloom: int = 3) -> None:
    """So many to the clinic (the first eleven are served), and so many to Desert Bloom."""
    for number in range(clinic):
        one = casting.sent(cast)
        if number < 11:
            do(cast, cast.ben, "accept", one, 1)
            do(cast, cast.ben, "serve", one, 30, received="A visit", need_met="fully")
    for _ in range(bloom):
        do(cast, cast.cruz, "accept", casting.sent(cast, "bloom_visits"), 3)


def report(cast: Cast) -> Actor:
    return Actor("report", community=cast.community.pk, purpose="statistics")


def released(cast: Cast, days: int = 160) -> Release | None:
    """The half year to June, counted on the 9th of August; `days` after the beginning."""
    from kinwork.system.loop import actions

    by, at = report(cast), cast.at + timedelta(days=days)
    with acting_as(by, now=at):
        return actions.release(community=cast.community, by=by, at=at)


def counted_today(cast: Cast) -> Release:
    """The half year to June, as if it were counted now, whatever the day is: partners comment."""
    from kinwork.system.loop.rules import COMMENT_DAYS

    made, now = released(cast), timezone.now()
    with everything():
        Release.objects.filter(pk=made.pk).update(
            made_at=now, opens_at=now + timedelta(days=COMMENT_DAYS)
        )
    return made


def opened_today(cast: Cast) -> Release:
    """What `cast` did today, as if its half year were long over and its release open."""
    from kinwork.system.loop.rules import COMMENT_DAYS, SETTLES, half_year

    later = half_year(cast.at.date()).ends - cast.at.date() + SETTLES + timedelta(days=1)
    made = released(cast, days=later.days)
    with everything():
        Release.objects.filter(pk=made.pk).update(
            made_at=cast.at - timedelta(days=COMMENT_DAYS + 1), opens_at=cast.at
        )
    return made
