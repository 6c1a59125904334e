"""A word into every field that one of the family, or anybody about it, can fill in: by the deed that
fills it, and past the deeds only where the clock or another system writes (`thrown`).
"""

from datetime import UTC, date, datetime, timedelta

from kinwork.accounts import actions as accounts
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import Text
from kinwork.directory import actions as directory
from kinwork.family.appointments import actions as appointments
from kinwork.family.conferences import actions as conferences
from kinwork.family.contact import actions as contact
from kinwork.family.contact.models import Delivery
from kinwork.family.facts.models import Document, DocumentFile, Fact
from kinwork.family.intake import actions as intake
from kinwork.family.intake.models import Draft
from kinwork.family.phrases import actions as phrases
from kinwork.family.plans import actions as plans
from kinwork.family.referrals import actions as referrals
from kinwork.family.teams import actions as teams
from kinwork.family.teams import queries as team_queries
from kinwork.family.timelines import actions as timelines
from kinwork.people import actions as people
from kinwork.people.actions import NewPerson
from kinwork.people.models import ExternalId
from kinwork.people.rules import CLASSES
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import linking
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.rules import PAPER, PHONE
from kinwork.trust.consent.texts import REFERRAL
from kinwork.trust.disclosures.models import OddView
from kinwork.trust.retention import actions as retention
from tests import cast as casting
from tests.seeing import everything

# Beside the cast: who else works here. name: (agency, role, Part 2 staff)
STAFF = {
    "sue": ("library", "supervisor", False),
    "pat": ("harbor", "caseworker", True),
    "pia": ("harbor", "caseworker", False),
    "officer": ("backbone", "privacy officer", False),
}
LABELS = {"health": "part 2", "plan": "safety", "development": "ferpa", "contact": "safety"}
MARKED = "screening_development:18"  # a line of the birth-to-five clocks that the boy has


def hire(cast) -> None:
    """The supervisor of whoever sends, a treatment program with its staff, who reviews emergencies."""
    said = {"by": casting.OPERATOR, "at": cast.at}
    with acting_as(casting.OPERATOR, now=cast.at):
        run_by = directory.save_record(
            thing="organization", values={"name": "Harbor", "description": "Harbor"}, **said
        )
        cast.agencies["harbor"] = harbor = accounts.create_agency(
            name="Harbor", communities=[cast.community], organization=run_by, is_part_2=True, **said
        )
        pact = Agreement.objects.get(community=cast.community, kind="participation")
        agreements.join(agreement=pact, agency=harbor, signed_by="Its director", **said)
        Agreement.objects.filter(pk=pact.pk).update(emergency_clause=True)
        told = {"name": "Treatment", "organization_id": run_by.pk, "status": "active"}
        cast.services["harbor"] = directory.save_record(thing="service", values=told, **said)
        for name, (agency, role, part_2) in STAFF.items():
            email = f"{name}.{new_id().hex[:6]}@example.org"
            user = accounts.create_user(email=email, name=name.capitalize(), **said)
            hat = accounts.add_membership(
                user=user,
                agency=cast.agencies[agency],
                community=cast.community,
                role=role,
                is_part_2_staff=part_2,
                **said,
            )
            cast.users[name] = user
            cast.actors[name] = Actor("staff", user.id, hat.agency_id, role, cast.community.id)


def add_adults(family) -> None:
    """A second caregiver in the mother's branch, and the children's father in his own."""
    cast = family.cast
    said = {"recorded_by": cast.agencies["library"], "by": cast.ana, "at": cast.at}
    with acting_as(cast.ana, now=cast.at):
        for name, relation, branch in (
            ("marta", "caregiver", "main"),
            ("carlos", "caregiver", family.sing("branch")),
        ):
            word = family.sing("identity" if name == "marta" else "father")
            told = NewPerson(word, word, relation, date(1988, 1, 2), branch=branch)
            made = people.add_person(household=cast.household, person=told, **said)
            cast.people[name] = made
            ids = (made.pk, cast.household.pk, "family member", cast.community.pk)
            cast.actors[name] = Actor("family", *ids)
        child = cast.people["lucia"]
        access.give_authority(person=child, holder=cast.people["carlos"], by=cast.ana, at=cast.at)


def say_more(family) -> None:
    """Hours that are safe, whose word counts, what is kept, who interprets, how a yes was said."""
    cast, sing = family.cast, family.sing
    by = {"by": cast.ana, "at": cast.at}
    with acting_as(cast.ana, now=cast.at):
        contact.record_contact(
            household=cast.household,
            person=cast.people["rosa"],
            channel="mail",
            value=sing("hers"),
            safe_hours=sing("hours"),
            recorded_by=cast.agencies["library"],
            **by,
        )
        for name in ("standing", "over"):
            holder = {"holder_name": sing(name), "evidence": sing(name)}
            held = access.give_authority(person=cast.people["mateo"], kind="court", **holder, **by)
        access.end_authority(authority=held, because=sing("over"), **by)
        flag = access.withhold(
            kind="safety flag",
            community=cast.community,
            person=cast.people["mateo"],
            from_agency=cast.agencies["backbone"],
            branch=sing("over"),
            evidence=sing("over"),
            **by,
        )
        access.release(protection=flag, **by)  # whoever is protected is found and linked by nobody
        draft = Draft.objects.get(pk=family.draft)
        told = {"kind": "professional", "language": sing("draft")}
        intake.record_interpreter(draft, name=sing("draft"), line=sing("draft"), **told, **by)
        for way, how in (
            (PHONE, {"witness": sing("said")}),
            (PAPER, {"paper_at": sing("said"), "signed_on": cast.at.date()}),
        ):
            said = yes(
                family, "bloom", way=way, classes=["identity"], records=sing("records"), **how
            )
            ended = how | {name: sing("said") for name in how if name != "signed_on"}
            rosa, ours = cast.people["rosa"], cast.agencies["library"]
            consents.end(consent=said, given_by=rosa, recorded_by=ours, way=way, **ended, **by)


def yes(family, agency: str, **special) -> Consent:
    cast = family.cast
    return consents.give(
        household=cast.household,
        given_by=cast.people["rosa"],
        agency=cast.agencies[agency],
        text=Text.objects.get(key=REFERRAL, language="en", community=None),
        language="en",
        recorded_by=cast.agencies["library"],
        by=cast.ana,
        at=cast.at,
        **special,
    )


def treat(family) -> None:
    """A referral to treatment: the family's written yes, and what the program asks."""
    cast, at = family.cast, family.cast.later(hours=1)
    classes = [*casting.SHARED, "sud", "health"]
    with acting_as(cast.ana, now=cast.at):
        special = {"part_2": True, "records": family.sing("records"), "classes": classes}
        yes(family, "harbor", way=PAPER, signed_on=cast.at.date(), **special)
    made = casting.draft(cast, "harbor", classes=classes)
    with acting_as(cast.ana, now=cast.at):
        made = referrals.send(referral=made, by=cast.ana, at=cast.at)
    family.moves.append(str(made.pk))
    with acting_as(cast.pat, now=at):
        words = {"message": family.sing("treatment"), "by": cast.pat, "at": at}
        referrals.ask_information(referral=made, **words)


def dates(family) -> None:
    """A time to come, and one that is offered."""
    cast, at = family.cast, family.cast.later(hours=1)
    by, soon = {"by": cast.ben, "at": at}, datetime.now(UTC) + timedelta(days=30)
    planned, offered = casting.accepted(cast), casting.accepted(cast)
    family.moves += [str(planned.pk), str(offered.pk)]
    with acting_as(cast.ben, now=at):
        referrals.schedule(referral=planned, starts_at=soon, place=family.sing("date"), **by)
        appointments.offer(referral=offered, times=[soon], place=family.sing("offered"), **by)


def work(family) -> None:
    """What workers write down among themselves: introductions, texts, hand-overs, holds."""
    cast, sing, at = family.cast, family.sing, family.cast.later(hours=2)
    with acting_as(cast.ana, now=at):
        referrals.record_handoff(
            referral=family.referral,
            way="in person",
            met=sing("introduced"),
            family_present=True,
            by=cast.ana,
            at=at,
        )
    with acting_as(cast.bea, now=at):
        said = {"english": sing("phrase"), "spanish": sing("spanish"), "form_id": new_id()}
        phrases.write(deed="decline", name=sing("phrase"), **said, by=cast.bea, at=at)
        said = {"by": cast.bea, "at": at}
        referrals.assign(referral=family.referral, user=cast.users["ben"], **said)
        referrals.hand_over(
            giver=cast.users["ben"],
            taker=cast.users["bill"],
            chosen=[family.referral.pk],
            note=sing("handed"),
            form_id=new_id(),
            **said,
        )
    with acting_as(cast.officer, now=at):
        home = cast.household.pk
        said = {"reason": "lawsuit", "words": sing("officer"), "by": cast.officer, "at": at}
        retention.hold(household=home, **said)


def plan(family) -> None:
    """The family's plan, written with Ana beside them: a goal, its scale, a step, a review held."""
    cast, sing = family.cast, family.sing
    rosa = plans.With(on_behalf_of=cast.people["rosa"].pk, present=True)
    said = {"by": cast.ana, "at": cast.later(hours=2)}
    with acting_as(cast.ana, now=cast.later(hours=2)):
        row = plans.start(household=cast.household, **said)
        levels = [sing("scale") for _level in range(5)]
        goal = plans.set_goal(plan=row, words=sing("goal"), levels=levels, whose=rosa, **said)
        goal = plans.edit_goal(goal=goal, words=sing("goal"), whose=rosa, **said)
        step = plans.add_step(goal=goal, words=sing("step"), **said)
        plans.edit_step(step=step, words=sing("step"), **said)
        day = cast.later(hours=2).date()
        review = plans.plan_review(plan=row, day=day, **said)
        told = {"held_on": day, "who": sing("review"), "changed": sing("review")}
        plans.hold_review(review=review, family_present=True, **told, **said)


def team(family) -> None:
    """Letters between the family and Ana, who leads; she asks the clinic, which may read plans, to lead."""
    cast, sing, at = family.cast, family.sing, family.cast.later(hours=1)
    casting.consent(cast, "clinic", classes=[*casting.SHARED, "plan"])
    rosa, ana = {"by": cast.rosa, "at": at}, {"by": cast.ana, "at": at}
    with acting_as(cast.rosa, now=at):
        teams.write(household=cast.household, body=sing("letter"), **rosa)
    with acting_as(cast.ana, now=at):
        lead = team_queries.lead(cast.household.pk)
        teams.answer(lead=lead, body=sing("letter"), **ana)
        clinic = cast.agencies["clinic"].pk
        teams.hand_over(lead=lead, taker=clinic, summary=sing("how things stand"), **ana)


def conference(family) -> None:
    """Ana, Ben and the family came together: where, about what, what was said, and what follows."""
    cast, sing, at = family.cast, family.sing, family.cast.later(minutes=70)
    clinic, library = (cast.agencies[key].pk for key in ("clinic", "library"))
    said = {"by": cast.ana, "at": at}
    with acting_as(cast.ana, now=at):
        row = conferences.plan(
            household=cast.household,
            starts_at=cast.later(minutes=80),
            minutes=60,
            way="in person",
            place=sing("met at"),
            invite=[clinic],
            words=sing("agenda"),
            **said,
        )
    for name in ("rosa", "ben"):
        by = cast.actors[name]
        with acting_as(by, now=at):
            conferences.add_item(conference=row, words=sing("agenda"), by=by, at=at)
    said = {"by": cast.ana, "at": cast.later(minutes=100)}
    with acting_as(cast.ana, now=said["at"]):
        row = conferences.hold(conference=row, came=[library, clinic], family_came=True, **said)
        conferences.write_note(conference=row, body=sing("note"), **said)
        conferences.write_note(conference=row, body=sing("own note"), sensitivity="notes", **said)
        due = {"due_on": cast.later(days=20).date()}
        for agency in (clinic, library, None):
            told = {"words": sing("promise"), "agency": agency}
            conferences.add_follow_up(conference=row, **told, **due, **said)


def mark(family) -> None:
    """A date of the boy's that was kept, with a worker's note."""
    cast, at = family.cast, family.cast.later(hours=2)
    with acting_as(cast.ana, now=at):
        timelines.mark(
            household=cast.household,
            child=cast.people["mateo"],
            key=MARKED,
            done_on=at.date(),
            evidence="told by the family",
            note=family.sing("mark"),
            by=cast.ana,
            at=at,
        )


def break_glass(family) -> None:
    """Cruz opened the record for an hour; somebody from outside looked at why."""
    cast, at, mother = family.cast, family.cast.later(minutes=30), family.told[0]
    with acting_as(cast.cruz, now=at):
        glass = access.break_glass(
            given=mother.given_name,
            family=mother.family_name,
            born=mother.birth_date,
            reason="medical",
            words=f"The mother fainted here and cannot speak {family.sing('glass')}",
            by=cast.cruz,
            at=at,
        )
    at += timedelta(days=1)
    with acting_as(cast.officer, now=at):
        said = {"verdict": "in order", "words": family.sing("glass"), "by": cast.officer, "at": at}
        access.review_glass(glass=glass, **said)


def link(family) -> None:
    """Somebody of another home was taken for the second caregiver; they were two people after all."""
    cast = family.cast
    other = NewPerson("Berta", "Paz", "caregiver", date(1988, 1, 2))
    casting.record_family(cast, cast.ana, [other])
    with acting_as(cast.sue, now=cast.at):
        said = {"by": cast.sue, "at": cast.at}
        one = linking.link_people(
            one=cast.people["marta"], other=other.id, why=family.sing("linked"), **said
        )
        linking.unlink_people(link=one, why=family.sing("unlinked"), **said)


def thrown(family) -> None:
    """Every class of every subject, and what clocks, scanners and other systems write."""
    cast = family.cast
    here = {"community": cast.community, "recorded_by": cast.agencies["library"]}
    with everything():
        for who in ("rosa", "mateo", "marta", "carlos", None):
            about = {"person": cast.people[who]} if who else {"household": cast.household}
            for sort in CLASSES:
                _fact(family, sort, f"{who or 'home'} {sort}", **about, **here)
        for sort, label in LABELS.items():
            about = {"person": cast.people["mateo"], "labels": [label]}
            _fact(family, sort, f"labelled {sort}", **about, **here)
        for sort in ("health", "notes", "means"):
            clinics = here | {"owner": cast.agencies["clinic"], "recorded_by": None}
            _fact(family, sort, f"clinic's {sort}", person=cast.people["mateo"], **clinics)
        _paper(family, here)
        ExternalId.objects.create(
            target_kind="person",
            target_id=cast.people["mateo"].pk,
            system=family.sing("outside"),
            value=family.sing("outside"),
            owner=cast.agencies["library"],
        )
        OddView.objects.create(
            entry_id=new_id(), agency=cast.agencies["clinic"], community=cast.community,
            user=cast.users["ben"], household_id=cast.household.pk, at=cast.at, times=1,
            week=cast.at.date(), reasons=["night"], found_at=cast.at, verdict="follow up",
            words=family.sing("officer"), reviewed_by=cast.users["officer"], reviewed_at=cast.at,
        )  # fmt: skip
        Delivery.objects.create(
            community=cast.community, agency=cast.agencies["library"], kind="notice",
            household=cast.household.pk, deed="referrals.send", target=family.referral.pk,
            channel="email", state="given up", made_at=cast.at, settled_at=cast.at,
            words=family.sing("given up"),
        )  # fmt: skip


def _fact(family, sort: str, name: str, **about) -> None:
    """An answer to a question that is asked no more: what was said stands as it was typed."""
    said = {
        "said_at": family.cast.at,
        "said_in": family.cast.household.pk,
        "value": family.sing(name),
    }
    Fact.objects.create(
        sensitivity=sort, key=name, said_by_user=family.cast.users["ana"], **said, **about
    )


def _paper(family, here: dict) -> None:
    """One that was found clean: what stands in it is shown to whoever may see its class."""
    about = {**here, "person": family.cast.people["mateo"], "sensitivity": "health"}
    word = family.sing("paper")
    paper = Document.objects.create(
        **about, kind="pregnancy", state="clean", media_type="application/pdf", size=len(word),
        said_in=family.cast.household.pk, added_at=family.cast.at,
        added_by_user=family.cast.users["ana"],
    )  # fmt: skip
    DocumentFile.objects.create(
        **about, id=paper.pk, document=paper, content=word.encode(), checked=True,
        added_by=family.cast.users["ana"].pk,
    )  # fmt: skip
