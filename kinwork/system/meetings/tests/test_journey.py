"""A collaborative from its first invitation to its third meeting; each step by the deeds that its pages do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.accounts.models import Mail
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, Actor
from kinwork.people.models import Person
from kinwork.system.meetings import actions, jobs, letters, offers, queries, telling
from kinwork.system.meetings.actions import Came
from kinwork.system.meetings.tests import scenes
from kinwork.system.meetings.tests.scenes import do
from kinwork.system.partnerships.tests import scenes as joined
from kinwork.trust.access.models import WorkItem
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements import jobs as renewals
from kinwork.trust.agreements.models import Agreement
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db
DAYS = 100  # the agreement of all members ends then, and nobody renews it


def test_from_the_first_invitation_to_the_third_meeting(db):
    cast = casting.make_cast(timezone.now())  # who has signed is asked by the clock of the machine
    pact = agreed_for(cast, DAYS)
    referral = casting.accepted(cast)
    draft = joined.ready(cast)
    row = draft.partnership
    for number, one in enumerate(scenes.seats(cast, row)):
        told = {"name": f"Person {number}", "email": f"person{number}@example.org"}
        if one.member_id:
            told |= {"authority": "Bylaws, article 4", "seen_on": joined.DAY}
        joined.do(cast, "sit", seat=one, place="representative", starts=joined.DAY, **told)

    # the first: the charter is adopted by those who came
    first = scenes.planned(cast, row, title="First", starts_at=cast.later(days=1))
    names = take(cast, first, "charter")
    assert names == {"charter": ["Adopt the charter, version 1"]}
    assert do(cast, "invite", meeting=first) == 4
    at = first.starts_at
    do(cast, "open_meeting", meeting=first, at=at)
    seats = scenes.came(cast, first, "in person", "phone", "in person", "in person")
    with acting_as(cast.dana, now=at):
        line = first.items.get(source="charter")
    assert decided(cast, first, seats, at, "yes", "yes", "no", "yes", item=line) == "adopted"
    assert scenes.fresh(cast, draft).state == "adopted"
    promise = scenes.promised(
        cast, row, "library", due_on=scenes.day(cast, 20), meeting=first, at=at
    )
    minutes = scenes.closed(cast, first, at=at + timedelta(hours=1))
    do(cast, "publish", minutes=minutes, at=at + timedelta(days=2))

    # between meetings: a vote in writing, each seat by its own link
    at = cast.later(days=10)
    vote = do(cast, "put_in_writing", partnership=row, text="Meet at the clinic", at=at,
              closes_at=at + timedelta(days=5))  # fmt: skip
    with everything():
        links = [one.body for one in Mail.objects.filter(subject__contains="a written vote")]
    assert len(links) == 4
    for body, voice in zip(links, ("yes", "yes", "yes"), strict=False):
        token = body.split("/votes/")[1].split("/")[0]
        by = Actor("link", letters.ballot_of(token))
        with acting_as(by, now=at):
            mine = vote.ballots.model.objects.get(pk=by.id)
            actions.vote(ballot=mine, voice=voice, by=by, at=at)
    assert jobs.run_due(vote.closes_at) == 1
    assert scenes.fresh(cast, vote).outcome == "adopted"

    # the second: a promise is overdue, an agreement ends soon; a proxy, an objection, a quorum lost
    at = cast.later(days=32)
    second = scenes.planned(cast, row, title="Second", starts_at=at)
    names = take(cast, second, "minutes", "promise", "agreement", at=cast.later(days=25))
    assert names["promise"] == ["1 promise due (1 overdue)"]
    assert names["minutes"] and "Taking part for a while" in names["agreement"][0]
    do(cast, "open_meeting", meeting=second, at=at)
    scenes.came(cast, second, "in person", "phone", "-", "in person", at=at)
    do(cast, "arrive", meeting=second, came=[Came(seats[2], "proxy", "", seats[0])], at=at)
    with acting_as(cast.dana, now=at):
        approve = second.items.get(source="minutes")
    assert (
        decided(cast, second, seats, at, "yes", "object", "yes", "yes", text="One form")
        == "adopted"
    )
    later = at + timedelta(minutes=20)
    assert decided(cast, second, seats, later, "yes", "yes", "-", "yes", item=approve) == "adopted"
    assert scenes.fresh(cast, minutes).state == "approved"
    do(cast, "leave", meeting=second, seats=[seats[0]], at=later)
    lost = decided(cast, second, [seats[1], seats[3]], later + timedelta(minutes=5), "yes", "yes")
    assert lost == "without quorum"
    written = scenes.closed(cast, second, at=at + timedelta(hours=1))
    for words in ("voice carried by", "We cannot pay for it.", "Too few seats were there", "until"):
        assert words in written.text, words

    # the renewal is missed: data access closes the same minute, and the referrals are listed
    over = cast.later(days=DAYS)
    with acting_as(cast.ben, now=over - timedelta(minutes=1)):
        assert Person.objects.exists()
    renewals.run_due(over)
    with acting_as(cast.ben, now=over):
        assert not Person.objects.exists()
    with everything():
        waits = WorkItem.objects.filter(target=referral.pk, kind="re-route", closed_at=None)
        assert {one.agency.name for one in waits} == {
            "Mesquite Flats Library",
            "Saguaro Wash Family Partnership",
        }
        assert Agreement.objects.get(pk=pact.pk).state == "ended"

    # the third: what was promised is done late, and the page of the charter says all of it
    at = over + timedelta(days=7)
    third = scenes.planned(cast, row, title="Third", starts_at=at, at=over)
    do(cast, "open_meeting", meeting=third, at=at)
    scenes.came(cast, third, "in person", "in person", "-", "-", at=at)
    told = {"evidence": "It hangs at each desk.", "on": scenes.day(cast, DAYS)}
    do(cast, "keep", promise=promise, at=at, **told)
    scenes.closed(cast, third, at=at + timedelta(hours=1))
    with acting_as(cast.dana, now=at):
        kept = queries.compliance(row, at + timedelta(hours=2))
        plain = telling.plain(row, at + timedelta(hours=2))
    assert (kept.held, kept.due, kept.without_quorum, kept.decided) == (3, 3, 1, 5)
    # the second one's minutes were never sent; the third's have some days left
    assert kept.told_late == 1 and kept.agendas_late == 3
    assert plain["promises"] == [
        {"member": "Mesquite Flats Library", "promised": 1, "in_time": 0, "late": 1, "overdue": 0,
         "open": 0, "let_go": 0}
    ]  # fmt: skip


def agreed_for(cast, days: int) -> Agreement:
    """All agencies take part by an agreement that ends."""
    with everything():
        old = Agreement.objects.get(kind="participation", community=cast.community)
    told = {"by": OPERATOR, "at": cast.at}
    with acting_as(OPERATOR, now=cast.at):
        made = agreements.make_agreement(
            community=cast.community,
            kind="participation",
            title="Taking part for a while",
            starts=cast.at,
            ends=cast.later(days=days),
            **told,
        )
        for agency in cast.agencies.values():
            agreements.join(agreement=made, agency=agency, signed_by="Its director", **told)
        agreements.end(agreement=old, **told)
    return made


def take(cast, meeting, *sources: str, at=None) -> dict[str, list[str]]:
    """Put what stands open of these kinds on the agenda; the titles of each."""
    at = at or cast.at
    with acting_as(cast.dana, now=at):
        found = [one for one in offers.offers(meeting, at) if one.source in sources]
    names: dict[str, list[str]] = {}
    for one in found:
        told = {
            name: getattr(one, name)
            for name in ("source", "source_id", "kind", "title", "about", "minutes")
        }
        do(cast, "add_item", meeting=meeting, at=at, **told)
        names.setdefault(one.source, []).append(one.title)
    return names


def decided(cast, meeting, seats, at, *voices: str, **told) -> str:
    return scenes.decided(cast, meeting, seats, *voices, at=at, **told).outcome
