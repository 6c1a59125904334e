"""Members come with their work and go with it; who sees whom; the tie that stands as long."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.family.teams import actions
from kinwork.family.teams.models import Lead, Member
from kinwork.family.teams.showing import gather
from kinwork.family.teams.tests import scenes
from kinwork.people import actions as people
from kinwork.people.actions import NewPerson
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Tie
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.seeing import everything

EVERYBODY = ("ana", "ben", "bill", "bea", "cruz", "cora", "dana", "sam", "eve", "rosa")


def stored(**wanted):
    with everything():
        found = Member.objects.filter(**wanted).order_by("side")
        return [(m.side, m.role, m.agency and m.agency.name, bool(m.confirmed_at)) for m in found]


def ties(row):
    with everything():
        found = Tie.objects.filter(work=row.pk, kind="team").order_by("agency__name")
        return [(t.agency.name, t.classes, t.ends is None, t.user_id) for t in found]


def test_another_worker_is_named_at_once(cast):
    row = scenes.served(cast)
    at = cast.later(hours=3)
    with acting_as(cast.bea, now=at):
        fresh = Referral.objects.get(pk=row.pk)
        referrals.assign(referral=fresh, user=cast.users["bill"], by=cast.bea, at=at)
    with everything():
        member = Member.objects.get(side="receiver")
        assert (member.user_id, member.ends) == (cast.users["bill"].pk, None)
    at = cast.later(hours=4)
    with acting_as(cast.bea, now=at):
        referrals.hand_over(
            giver=cast.users["bill"], taker=cast.users["ben"], form_id=new_id(), by=cast.bea, at=at
        )
    with everything():
        assert Member.objects.get(side="receiver").user_id == cast.users["ben"].pk


LIBRARY, CLINIC = casting.AGENCIES["library"], casting.AGENCIES["clinic"]


def test_sending_asks_accepting_confirms_and_the_end_ends(cast):
    row = casting.sent(cast)
    assert stored() == [("receiver", "asked", CLINIC, False), ("sender", "began", LIBRARY, True)]
    assert ties(row) == [(LIBRARY, ["plan"], True, None)]
    row = scenes.move(cast, "ben", "accept", row, 1)
    assert stored()[0] == ("receiver", "serves", CLINIC, True)
    assert [name for name, *_rest in ties(row)] == [LIBRARY, CLINIC]
    with everything():
        assert Member.objects.get(side="receiver").user_id == cast.users["ben"].pk
    scenes.move(cast, "ben", "serve", row, 5, received="Visits", need_met="fully")
    assert stored(ends=None) == []
    assert [one[2] for one in ties(row)] == [False, False]
    with everything():
        assert set(Member.objects.values_list("ended_because", flat=True)) == {"work ended"}
        assert Lead.objects.get().ends is not None
        verbs = set(
            AuditEntry.objects.filter(verb__startswith="teams.").values_list("verb", flat=True)
        )
    assert verbs == {
        *("teams.join", "teams.confirm", "teams.end", "teams.begin_lead", "teams.end_lead")
    }


def test_a_draft_makes_no_team(cast):
    casting.draft(cast)
    assert stored() == []


@pytest.mark.parametrize(("name", "verb"), [("rosa", "withdraw"), ("ana", "recall")])
def test_however_it_ends_nobody_stays(cast, name, verb):
    row = casting.sent(cast)
    scenes.move(cast, name, verb, row, 0)
    assert stored(ends=None) == [] and not any(one[2] for one in ties(row))


def test_the_end_of_consent_ends_the_membership_and_the_tie_at_once(cast):
    row = scenes.served(cast, plan=False)
    with acting_as(cast.rosa, now=cast.later(hours=3)):
        for one in Consent.objects.filter(agency=cast.agencies["clinic"], ended_at=None):
            consents.end(consent=one, by=cast.rosa, at=cast.later(hours=3))
    assert stored(ends=None) == [] and not any(one[2] for one in ties(row))


def test_who_asks_for_itself_has_a_team_without_a_sender(cast):
    casting.sent(cast, by=cast.rosa)
    assert stored() == [("receiver", "asked", CLINIC, False)]
    with everything():
        assert not Lead.objects.exists()


def test_who_has_signed_nothing_is_named_and_tied_to_nothing(cast):
    row = casting.sent(cast, "diapers")
    assert stored()[0] == ("receiver", "asked", None, False)
    assert [name for name, *_rest in ties(row)] == [LIBRARY]


def test_who_sees_the_members(cast):
    """Both agencies of the referral and the family; nobody else without the family's yes."""
    scenes.served(cast)
    assert {name: scenes.seen(cast, name) for name in EVERYBODY} == {
        **dict.fromkeys(("ana", "ben", "bill", "bea", "rosa"), 2),
        **dict.fromkeys(("cruz", "cora", "dana", "sam", "eve"), 0),
    }


def test_a_third_sees_the_others_only_by_the_familys_yes_to_the_plan(cast):
    scenes.served(cast)
    other = casting.need(cast, code="food")
    row = casting.sent(cast, "bloom_visits", answers=other)
    scenes.move(cast, "cruz", "accept", row, 2)
    mine = scenes.seen(cast, "cruz")
    casting.consent(cast, "bloom", classes=scenes.SHARED)
    more = scenes.seen(cast, "cruz")
    assert mine == 2 and more == 4
    with everything():
        Member.objects.exclude(referral=row).update(sensitivity="sud")
    assert scenes.seen(cast, "cruz") == 2  # no gap, no count


@pytest.mark.parametrize("kind", ["sud", "safety"])
def test_guarded_work_makes_no_tie_and_no_lead(cast, kind):
    row = casting.draft(cast)
    casting.consent(cast)
    with everything():
        Referral.objects.filter(pk=row.pk).update(sensitivity=kind)
    with acting_as(cast.ana, now=cast.at):
        referrals.send(referral=Referral.objects.get(pk=row.pk), by=cast.ana, at=cast.at)
    assert ties(row) == []
    with everything():
        assert not Lead.objects.exists()
        assert set(Member.objects.values_list("sensitivity", flat=True)) == {kind}
    assert {n: scenes.seen(cast, n) for n in ("ana", "rosa", "ben", "cruz")} == {
        **{"ana": 2, "rosa": 2, "ben": 0, "cruz": 0}
    }


def test_whoever_is_kept_from_somebody_at_home_reads_no_team(cast):
    scenes.served(cast)
    with acting_as(cast.rosa, now=cast.later(hours=2)):
        access.withhold(
            kind="protected branch",
            community=cast.community.pk,
            person=cast.rosa.id,
            evidence="said by oneself",
            by=cast.rosa,
            at=cast.later(hours=2),
        )
    hugo = NewPerson("Hugo", "Luna", "caregiver", None, branch="other")
    with acting_as(cast.ana, now=cast.later(hours=2)):
        people.add_person(
            household=cast.household,
            person=hugo,
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=cast.later(hours=2),
        )
    cast.actors["hugo"] = Actor(
        "family", hugo.id, cast.household.pk, "family member", cast.community.pk
    )
    assert (scenes.seen(cast, "hugo"), scenes.seen(cast, "hugo", Lead)) == (0, 0)
    assert scenes.seen(cast, "rosa") == 2
    with acting_as(cast.hugo, now=cast.later(hours=3)):
        assert gather(cast.household.pk, cast.hugo, "en") == []


@pytest.mark.parametrize("name", ["ana", "ben", "rosa", "cruz", "cora", "dana"])
def test_nobody_writes_a_membership_by_hand(cast, name):
    row = scenes.served(cast)
    with acting_as(cast.actors[name], now=cast.later(hours=3)):
        with pytest.raises(Refused):
            actions.keep_team(row, by=cast.actors[name], at=cast.at)
        assert Member.objects.filter(referral=row).update(role="began") == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Member.objects.create(
                community=cast.community,
                recorded_by=cast.agencies["library"],
                sensitivity="plan",
                household=cast.household,
                referral=row,
                side="sender",
                role="began",
                agency=cast.agencies["bloom"],
                starts=cast.at,
                confirmed_at=cast.at,
            )


@pytest.mark.parametrize("what", ["other agency", "worker", "other kind", "not sent"])
def test_a_referral_lets_nobody_else_into_the_team(cast, what):
    """The database asks again, whatever the action does."""
    row = casting.draft(cast) if what == "not sent" else casting.sent(cast)
    said = {
        "kind": "assignment" if what == "other kind" else "team",
        "agency": cast.agencies["bloom" if what == "other agency" else "clinic"],
        "user": cast.users["ben"].pk if what == "worker" else None,
    }
    itself = clock(row.pk, cast.community.pk)
    with (
        acting_as(itself, now=cast.at),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        access.open_tie(
            community=cast.community,
            household=cast.household.pk,
            work=row.pk,
            by=itself,
            at=cast.at,
            **said,
        )


def test_one_lead_a_household_and_one_member_a_side(cast):
    scenes.served(cast)
    with everything():
        for one in (Lead.objects.get(), Member.objects.first()):
            one.pk = cast.household.pk
            with pytest.raises(IntegrityError), transaction.atomic():
                one.save(force_insert=True)


def test_a_second_referral_of_the_same_two_is_one_card(cast):
    scenes.served(cast)
    casting.sent(cast, answers=casting.need(cast, code="food"))
    with acting_as(cast.rosa, now=cast.later(hours=4)):
        cards = gather(cast.household.pk, cast.rosa, "en")
    assert [(one.name, one.is_lead, len(one.why)) for one in cards] == [
        (LIBRARY, True, 2),
        (CLINIC, False, 2),
    ]


def test_whoever_is_only_asked_reads_initials(cast):
    casting.sent(cast)
    with acting_as(cast.ben, now=cast.later(hours=1)):
        asked = gather(cast.household.pk, cast.ben, "en")
    assert [list(one.workers.values()) for one in asked if one.name == LIBRARY] == [["A."]]
    with acting_as(cast.ana, now=cast.later(hours=1)):
        told = gather(cast.household.pk, cast.ana, "en")
    assert [list(one.workers.values()) for one in told if one.name == LIBRARY] == [["Ana"]]


def test_who_took_the_story_in_is_there_before_anything_is_sent(cast):
    with acting_as(cast.rosa, now=cast.at):
        (card,) = gather(cast.household.pk, cast.rosa, "en")
    assert (card.name, card.roles, card.confirmed) == (LIBRARY, ["story"], True)
    with acting_as(cast.cruz, now=cast.at):
        assert gather(cast.household.pk, cast.cruz, "en") == []
