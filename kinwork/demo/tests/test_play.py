"""A small play on a database of its own: every state is reached, and nothing is left hanging."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.models import AuditEntry
from kinwork.demo import cast, evidence, setting
from kinwork.demo.play import play
from kinwork.directory.models import Inquiry, Service, ServiceCapacity
from kinwork.directory.rules import FREE_PLACE, SAY_ANEW, room
from kinwork.family.contact.models import ContactPoint, Delivery, Message
from kinwork.family.facts.models import Fact
from kinwork.family.followup.models import FamilyWord
from kinwork.family.intake.models import Draft
from kinwork.family.phrases.models import Phrase
from kinwork.family.referrals.models import Appointment, Referral, ReferralEvent
from kinwork.family.referrals.rules import OPEN, SENT_AND_OPEN, STATES
from kinwork.family.waiting.models import ListChoice, Offer
from kinwork.people.models import Household, HouseholdMember, IdentityLink, Match, Person
from kinwork.system.approaches.models import Approach, Classification, OwnAnswer, Project
from kinwork.system.barriers.models import Barrier
from kinwork.system.barriers.rules import is_late
from kinwork.system.common_work import queries as common_work
from kinwork.system.common_work import telling
from kinwork.system.partnerships.models import Partnership
from kinwork.system.results.models import Value
from kinwork.trust.access.actions.linking import TASK
from kinwork.trust.access.glasses import known
from kinwork.trust.access.models import Authority, Due, Glass, Handover, Tie, Withholding, WorkItem
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.queries import conflict
from kinwork.trust.disclosures.queries import odd_views
from tests.seeing import everything

NOW = datetime(2026, 11, 18, 19, 0, tzinfo=UTC)  # a Wednesday, noon in Phoenix
FAMILIES = 35


@pytest.fixture
def world(own_database, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return play(families=FAMILIES, now=NOW)


def test_a_year_and_a_half(world, tmp_path):
    """One play, looked at from many sides: it takes most of this module's time."""
    with everything():
        _every_state_was_reached()
        _ties_stand_for_open_work()
        _nothing_open_is_forgotten()
        _the_trail_names_every_move()
        _the_directory_came_through_the_importer()
        _afterwards_families_speak()
        _there_is_work_today(world)
        _nothing_lies_in_the_future()
        _rosa_waits_for_the_clinic(world)
        _beside_referrals()
        _agreements_and_consents_changed(world)
        _a_partnership_was_made()
        _barriers_were_followed(world)
        _approaches_were_studied()
        _partners_worked_together(world)
        _the_records_show_it(world)
        _emergencies_were_told_and_looked_into()
        _two_records_are_one_person(world)
        _one_came_with_a_paper()
        _a_guardian_decides()
        _room_is_said_and_offered(world)
        _desks_were_lived_at(world)
        _agencies_are_of_their_kind(world)
    _one_parent_sees_nothing_of_the_other()
    _two_parents_disagree(world)
    _vera_has_work(world)
    _cruz_sees_nothing_of_rosas(world)
    _the_cast_can_be_signed_in_as(tmp_path)
    assert world.agenda.too_late <= 3
    assert not world.queue.jobs


def _one_came_with_a_paper() -> None:
    """Filled in twelve days before it was typed in: its answers are of that day."""
    told = Fact.objects.filter(how="told on paper")
    draft = Draft.objects.get(household=told[0].said_in, finished_at__isnull=False)
    days = {(draft.finished_at.date() - one.said_at.date()).days for one in told}
    assert draft.answers["paper"]["by"] == "family" and days <= {11, 12, 13}


def _agencies_are_of_their_kind(world) -> None:
    """One Part 2 program with its own staff, one victim service provider that works with nobody."""
    program, house = (world.agencies[key] for key in ("recovery", "safehouse"))
    assert (program.is_part_2, program.records) == (True, ["part 2"])
    assert world.hats["wren"].is_part_2_staff and not world.hats["ben"].is_part_2_staff
    assert house.is_victim_service_provider and not Tie.objects.filter(agency=house).exists()


def _every_state_was_reached() -> None:
    reached = set(ReferralEvent.objects.values_list("to_state", flat=True))
    assert reached == set(STATES)


def _ties_stand_for_open_work() -> None:
    opened = set(Referral.objects.filter(state__in=SENT_AND_OPEN).values_list("pk", flat=True))
    live = Tie.objects.filter(kind__in=("referral", "link"), ends=None)
    assert set(live.values_list("work", flat=True)) == opened


def _nothing_open_is_forgotten() -> None:
    """Each open referral has a clock, lies on somebody's desk, has a date, or is a draft."""
    waited_for = {
        *Due.objects.values_list("target", flat=True),
        *WorkItem.objects.filter(closed_at=None).values_list("target", flat=True),
        *Appointment.objects.filter(state="planned").values_list("referral", flat=True),
    }
    opened = Referral.objects.filter(state__in=OPEN).exclude(state="draft")
    assert [one.state for one in opened if one.pk not in waited_for] == []
    receivers = opened.filter(sent_at__isnull=False, receiver__isnull=False)
    on_desks = set(WorkItem.objects.filter(closed_at=None).values_list("target", flat=True))
    assert [one.state for one in receivers if one.pk not in on_desks] == []


def _the_trail_names_every_move() -> None:
    moves = Counter(
        f"referrals.{verb}" for verb in ReferralEvent.objects.values_list("verb", flat=True)
    )
    trail = Counter(AuditEntry.objects.values_list("verb", flat=True))
    assert {verb: trail[verb] for verb in moves} == dict(moves)
    assert {
        "intake.begin",
        "intake.finish",
        "intake.take_seat",
        "intake.open_kiosk",
        "consent.give",
        "consent.end",
        "followup.say",
    } <= set(trail)


def _the_directory_came_through_the_importer() -> None:
    services = Service.objects.all()
    assert 85 <= services.count() <= 95
    assert set(services.values_list("source__name", flat=True)) == {"demo"}
    stale = services.filter(assured_date__lt=NOW.date() - timedelta(days=180)).count()
    assert 3 <= stale < 20
    assert services.filter(capacities__valid_until__lt=NOW).exists()
    assert services.filter(capacities__valid_until__gt=NOW, capacities__available=0).exists()


def _afterwards_families_speak() -> None:
    said = Counter(FamilyWord.objects.values_list("helped", flat=True))
    assert set(said) == {"yes", "partly", "no"}
    assert FamilyWord.objects.filter(disputes=True).exists()


def _there_is_work_today(world) -> None:
    """On Ana's and Ben's desks: something due today, something overdue."""
    for who in ("ana", "ben"):
        agency = world.actors[who].agency
        due = WorkItem.objects.filter(agency=agency, closed_at=None, due_at__isnull=False)
        days = {(one.due_at - timedelta(hours=7)).date() for one in due}
        assert NOW.date() in days, who
    clinic = WorkItem.objects.filter(agency=world.actors["ben"].agency, closed_at=None)
    assert clinic.filter(due_at__lt=NOW).exists()
    coordinator = WorkItem.objects.filter(agency=world.actors["dana"].agency, closed_at=None)
    assert coordinator.filter(kind="answer overdue").exists()


def _nothing_lies_in_the_future() -> None:
    assert not ReferralEvent.objects.filter(at__gt=NOW).exists()
    assert not Message.objects.filter(made_at__gt=NOW).exists()
    calls = Delivery.objects.filter(
        state="on a desk"
    )  # today's reminders that somebody reads aloud
    left = Message.objects.filter(state__in=("waiting", "failed")).exclude(
        pk__in=calls.values("pk")
    )
    assert not left.exists()
    assert not Due.objects.filter(at__lt=NOW - timedelta(minutes=5)).exists()


def _rosa_waits_for_the_clinic(world) -> None:
    rosa = Person.objects.get(given_name="Rosa", family_name="Luna Ortega")
    home = Household.objects.get(members__person=rosa)
    waiting = Referral.objects.get(household=home, state="sent")
    assert (waiting.need_code, waiting.receiver) == (
        "developmental-screening",
        world.agencies["clinic"],
    )
    assert waiting.due_at.date() in (NOW.date(), NOW.date() + timedelta(days=1))
    states = set(Referral.objects.filter(household=home).values_list("state", flat=True))
    assert {"served", "declined", "being served", "waitlisted"} <= states
    assert Person.objects.get(given_name="Mateo", family_name="Luna").birth_date


def _beside_referrals() -> None:
    assert Household.objects.count() == FAMILIES
    assert Draft.objects.filter(finished_at=None, agency=None).exists()
    assert Draft.objects.filter(finished_at=None, agency__isnull=False).exists()
    outcomes = set(Inquiry.objects.values_list("outcome", flat=True))
    assert outcomes == {"found", "no room", "no service"}


def _agreements_and_consents_changed(world) -> None:
    assert Agreement.objects.get(pk=world.on_trial.pk).state == "in force"
    trail = Counter(AuditEntry.objects.values_list("verb", flat=True))
    assert {"agreements.suspend", "agreements.resume", "referrals.reroute"} <= set(trail)
    new = Referral.objects.get(previous__receiver=world.agencies["college"])
    assert (new.state, new.receiver) == ("accepted", world.agencies["headstart"])
    assert {"consent.narrow", "consent.deny", "consent.ask_renewal", "consent.renew"} <= set(trail)
    refused = Consent.objects.get(deny=True, agency=world.agencies["housing"])
    others = Consent.objects.filter(household=refused.household, ended_at=None, deny=False)
    classes = {one.agency_id: set(one.classes) for one in others}
    assert classes[world.agencies["clinic"].pk] == {"identity", "contact"}
    assert world.agencies["firststeps"].pk in classes


def _a_partnership_was_made() -> None:
    """Results first, fourteen members; the first vote had too few seats, the second adopted it."""
    row = Partnership.objects.get()
    assert row.members.count() == 14 and len(row.readers) == 13
    charter = row.charters.get()
    assert charter.state == "adopted" and charter.commitments.count() == 14
    votes = list(charter.votes.order_by("held_on"))
    assert [one.outcome for one in votes] == ["without quorum", "adopted"]
    assert (votes[1].seats, votes[1].quorum_needed, votes[1].counts["yes"]) == (18, 10, 17)
    assert row.goals.filter(agreed_on__isnull=False).count() == 2 and Value.objects.count() == 6


def _barriers_were_followed(world) -> None:
    """One with counted evidence, one whose answer is late, one relieved for a time by a known way."""
    noted = Barrier.objects.get(state="noted")
    assert noted.reason and (noted.counted is None or noted.counted >= 11)
    late = Barrier.objects.get(state="put")
    assert is_late(late.state, late.due_on, world.today)
    relieved = Barrier.objects.get(state="relieved for a time")
    assert relieved.relieved_until > world.today
    assert relieved.events.filter(lane="ccdf_temporary").count() == 2


def _approaches_were_studied() -> None:
    """Five, each at another stage; one coded twice and classified; the county's own is answered for."""
    states = dict(Approach.objects.values_list("name", "state"))
    assert [states[f"Approach 0{number}"] for number in range(1, 6)] == [
        *("found", "criteria not met", "sent", "not returned", "classified"),
    ]
    made = Classification.objects.get()
    assert (made.model, made.judged) == ("hub", ["hub", "hub"])
    assert OwnAnswer.objects.count() == 2 and Project.objects.count() == 1


def _partners_worked_together(world) -> None:
    """Two changes hold, money came, two rounds can be compared; and some of it is overdue."""
    row = Partnership.objects.get()
    assert sum(one.is_adopted for one in common_work.strategies(row)) == 6
    assert common_work.changes(row).filter(ends=None).count() == 2
    assert len(common_work.rounds(row)) == 2
    assert {one.state for one in common_work.fundings(row)} == {
        *("awarded", "applying", "considering"),
    }
    waits = telling.due(row, world.today)
    over = {one.part for one in waits if one.near == "over"}
    assert over >= {"support", "check", "events", "strategies"}
    assert [one.part for one in waits if one.near == "soon"] == ["funding"]


def _the_records_show_it(world) -> None:
    """At least half of the board's cells say something, and not all of them the same."""
    found = evidence.shows(world)
    telling_something = [one for one in found.pairs.values() if one.level >= 1 and one.enough]
    assert 2 * len(telling_something) >= len(found.pairs) > 80
    assert len({one.level for one in telling_something}) >= 2
    assert {one.said for one in found.system.values()} >= {"yes", "not enough data"}
    assert found.made_at > world.end - timedelta(hours=2)


def _emergencies_were_told_and_looked_into() -> None:
    done, waiting = Glass.objects.order_by("opened_at")
    assert done.verdict == "in order" and done.reviewed_by.name == "Vera Castellanos"
    assert waiting.reviewed_at is None and waiting.review_due_at > NOW
    for glass in (done, waiting):
        assert glass.owner_told_at and glass.family_told_at and glass.closed_at
    assert not WorkItem.objects.filter(target=done.pk, closed_at=None).exists()


def _two_records_are_one_person(world) -> None:
    """One pair was linked after the family's yes; another waits on Hana's desk."""
    link = IdentityLink.objects.get()
    assert link.linked_by == world.agencies["headstart"] and link.ends is None
    assert {link.one.full_name, link.other.full_name} == {"Paulina Orozco"}
    assert link.one.recorded_by != link.other.recorded_by
    settled, waiting = Match.objects.order_by("settled_at")
    assert settled.settled_at and (waiting.answer, waiting.settled_at) == ("yes", None)
    lines = WorkItem.objects.filter(kind=TASK, closed_at=None)
    assert [(one.target, one.agency) for one in lines] == [(waiting.pk, waiting.agency)]


def _a_guardian_decides() -> None:
    found = Authority.objects.filter(kind="guardian", ends=None)
    assert found.count() == 2 and set(
        found.values_list("holder_person__given_name", flat=True)
    ) == {"Amparo"}
    former = Authority.objects.filter(person__in=found.values("person"), kind="parent")
    assert all(one.ends and "court" in one.ended_because for one in former) and former.count() == 2


def _room_is_said_and_offered(world) -> None:
    """By itself and by a tap; a yes, a no, one open; a full service; a line on two desks."""
    offers = Counter(Offer.objects.values_list("state", flat=True))
    assert {"open", "taken", "refused"} <= set(offers)
    assert Offer.objects.get(state="open").due_at > NOW
    assert ListChoice.objects.get().by_itself
    lines = WorkItem.objects.filter(closed_at=None)
    desks = {
        FREE_PLACE: world.actors["hana"],
        SAY_ANEW: world.actors["omar"],
        "offer taken": world.actors["max"],
        "answer the offer": world.actors["ana"],
    }
    for kind, who in desks.items():
        assert lines.filter(kind=kind, agency=who.agency).exists(), kind
    full = ReferralEvent.objects.filter(verb="answer_full")
    assert full.filter(referral__organization__agency=world.agencies["shelter"]).exists()
    said = AuditEntry.objects.get(verb="referrals.say_full")
    assert said.actor_kind == "link"
    row = Referral.objects.get(pk=said.actor_id)
    latest = ServiceCapacity.objects.filter(service=row.service_id).latest("updated")
    assert row.receiver_id is None and room(latest.available, latest.valid_until, NOW) == "full"


def _desks_were_lived_at(world) -> None:
    given = Handover.objects.get()
    assert (given.taker_id, given.by_id) == (world.actors["luz"].id, world.actors["hana"].id)
    assert given.targets
    luz = WorkItem.objects.get(kind="handed over", closed_at=None)
    assert luz.assignee_id == given.taker_id
    slept = WorkItem.objects.get(snoozed_until__gt=NOW, closed_at=None)
    assert slept.assignee_id == world.actors["ana"].id
    texts = Phrase.objects.filter(ended_at=None)
    assert {one.agency for one in texts} == {world.agencies["clinic"], world.agencies["headstart"]}
    again = Referral.objects.get(previous__state="obsolete")
    assert (again.state, again.receiver) == ("sent", world.agencies["headstart"])


def _one_parent_sees_nothing_of_the_other() -> None:
    with everything():
        kept = Withholding.objects.get()
        home = HouseholdMember.objects.get(person=kept.person_id).household_id
        assert Referral.objects.filter(household=home, need_code="legal-help").exists()
    father = Actor("family", kept.from_person_id, home, "family member", kept.community_id)
    with acting_as(father, now=NOW):
        seen = {one.person_id for one in HouseholdMember.objects.filter(household=home)}
        assert Person.objects.filter(pk__in=seen).exists()
        assert not Person.objects.filter(pk=kept.person_id).exists()
        assert not Referral.objects.exists() and not Withholding.objects.exists()
        assert not ContactPoint.objects.filter(person=kept.person_id).exists()


def _two_parents_disagree(world) -> None:
    clinic = world.agencies["clinic"].pk
    with everything():
        no = Consent.objects.get(deny=True, agency=clinic)
    with acting_as(world.actors["ben"], now=NOW):
        assert conflict(no.household_id, clinic, ["development"])
        assert Household.objects.filter(pk=no.household_id).exists(), "the help goes on"


def _vera_has_work(world) -> None:
    with acting_as(world.actors["vera"], now=NOW):
        assert known().filter(reviewed_at=None).count() == 1
        assert {"", "fine"} <= set(odd_views().values_list("verdict", flat=True))


def _cruz_sees_nothing_of_rosas(world) -> None:
    with acting_as(world.actors["cruz"], now=NOW):
        assert not Person.objects.filter(family_name__startswith="Luna").exists()
    with acting_as(world.actors["ana"], now=NOW):
        assert Person.objects.filter(family_name__startswith="Luna").count() == 3


def _the_cast_can_be_signed_in_as(folder) -> None:
    people = cast.people(folder)
    assert len(people) == len({one.key for one in people})
    labels = [one.label for one in people]
    assert len(labels) == len(set(labels)), "two buttons say the same"
    assert labels[0].startswith("Ana ") and "Rosa Luna Ortega" in labels
    assert sum(one.kind == "family" for one in people) >= 8
    assert sum(one.kind == "staff" for one in people) == sum(
        "says" in hat for hat in setting.staff()["hat"]
    )
    assert json.loads((folder / cast.FILE).read_text())
