"""How a family comes in: alone on a phone, at a desk, by a call; and how one more request is made."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import override

from kinwork.accounts.models import Agency
from kinwork.common import text
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.demo.agenda import Story
from kinwork.demo.families import Family
from kinwork.demo.feed import Offer
from kinwork.demo.world import World
from kinwork.family.intake import actions as intake
from kinwork.family.intake.rules import classes_for
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals import queries
from kinwork.family.referrals.models import Need, Referral
from kinwork.library.questions.bank import version
from kinwork.people.models import Household, Person
from kinwork.trust.access.actions import open_tie
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent, ConsentAsk
from kinwork.trust.consent.texts import REFERRAL

PHONE = "by phone with a witness"


def come_in(
    world: World, family: Family, needs: Iterable[str], chosen: Mapping[str, bool]
) -> Story:
    """The whole intake, in steps. `chosen`: service id -> agreed or not. Ends with a record."""
    by = opener(world, family)
    draft = begin(world, family, by)
    yield world.at + timedelta(minutes=family.rng.randint(2, 6))
    draft = world.do(by, intake.answer, draft, version=draft.version, changes=_story(family, needs))
    if by.kind == "draft" and family.rng.random() < 0.25:  # stops here, and comes back by the code
        world.do(by, intake.keep_place, draft, word="saguaro")
        yield world.at + timedelta(days=family.rng.randint(1, 3))
    yield world.at + timedelta(minutes=family.rng.randint(4, 12))
    agreed = {f"agree:{id}": yes for id, yes in chosen.items()}
    changes = (
        family.facts | {"seen": True, "services": list(chosen), "reach": family.reach} | agreed
    )
    if family.paper:
        changes |= _on_paper(family)
    draft = world.do(by, intake.answer, draft, version=draft.version, changes=changes)
    how = {
        "web": {},
        "desk": {"way": "on paper", "signed_on": world.at.date(), "paper_at": "Folder at the desk"},
        "phone": {"way": PHONE, "witness": "The interpreter on the line"},
    }[family.door]
    with override(family.language):
        done = world.do(by, intake.finish, draft, **how)
    family.household, family.actor = done.household, done.family
    if by.is_staff:
        share_with_colleagues(world, family, by)


def _on_paper(family: Family) -> dict[str, Any]:
    """The same answers, said on the paper's day; the yes was given at the desk, apart from it."""
    about = {"day": family.paper.isoformat(), "by": "family", "kept_at": "Folder at the desk"}
    told = {key: value for key, value in family.facts.items() if key.startswith("fact:")}
    return {"paper": about | {"version": version(), "told": told | {"place": family.place}}}


def opener(world: World, family: Family) -> Actor:
    """Who types: a draft of nobody yet, or the worker."""
    return Actor("draft", new_id()) if family.door == "web" else world.actors[family.worker]


def begin(world: World, family: Family, by: Actor):
    return world.do(
        by,
        intake.begin,
        id=by.id if by.kind == "draft" else new_id(),
        community=world.community,
        door=family.door,
        language=family.language,
    )


def _story(family: Family, needs: Iterable[str]) -> dict[str, Any]:
    people = {f"member:{one.id}": one.told(n) for n, one in enumerate(family.people)}
    asked = {"needs": list(needs), "soon": family.soon, "place": family.place, "everyone": True}
    return asked | people


def share_with_colleagues(world: World, family: Family, by: Actor) -> None:
    """Whoever of the agency is at the desk tomorrow knows this family."""
    world.do(
        by,
        open_tie,
        kind="assignment",
        agency=by.agency,
        community=world.community,
        household=family.household,
        work=family.household,
    )


# One more request, after the intake ----------------------------------------------------------


def speaker(world: World, family: Family) -> Actor:
    """Who asks on: the worker, or the family itself from its own page."""
    return family.actor if family.door == "web" else world.actors[family.worker]


def need(world: World, family: Family, code: str, urgency: str = "routine") -> Need:
    by = speaker(world, family)
    home = world.read(by, Household.objects.get, pk=family.household)
    return world.do(by, referrals.make_need, household=home, code=code, urgency=urgency)


def draft(
    world: World,
    family: Family,
    answers: Need,
    offer: Offer,
    previous: Referral | None = None,
) -> Referral:
    by = speaker(world, family)
    return world.do(
        by,
        referrals.make_referral,
        need=answers,
        service=world.listing.row(offer),
        subjects=[one.id for one in family.children] or [family.caregiver.id],
        classes=classes_for(answers.code),
        previous=previous,
    )


def agree(world: World, family: Family, agency: Agency, code: str) -> Consent:
    """The family lets this agency see what this kind of help needs."""
    by = speaker(world, family)
    return world.do(
        by,
        consents.give,
        household=world.read(by, Household.objects.get, pk=family.household),
        given_by=world.read(by, Person.objects.get, pk=family.caregiver.id),
        agency=agency,
        classes=classes_for(code),
        text=world.read(by, text.current, REFERRAL, family.language, world.community.pk),
        language=family.language,
        way="on screen" if by.is_family else "on paper",
        ends=world.at + timedelta(days=365),
        recorded_by=world.agency(by.agency) if by.is_staff else None,
    )


def ask_by_card(world: World, family: Family, referral: Referral) -> ConsentAsk | None:
    """The worker asks by a card for the yes that this referral waits for. None where it goes to
    somebody who has signed nothing: there is nothing to agree to beforehand."""
    by = world.actors[family.worker]
    if referral.receiver_id in (None, by.agency):
        return None
    link = world.do(
        by,
        consents.ask,
        household=world.read(by, Household.objects.get, pk=family.household),
        person=world.read(by, Person.objects.get, pk=family.caregiver.id),
        agency=world.agency(referral.receiver_id),
        classes=referral.classes,
        ends=world.at + timedelta(days=365),
        text=world.read(by, text.current, REFERRAL, family.language, world.community.pk),
        asked_by=world.agency(by.agency),
        way="card",
        about=referral.pk,
    )
    return link.ask


def answer_card(world: World, family: Family, ask: ConsentAsk, *, yes: bool) -> None:
    """The family opens the card on its own phone, and answers."""
    words = world.read(family.actor, text.current, REFERRAL, family.language, world.community.pk)
    world.do(family.actor, consents.answer_ask, ask=ask.pk, yes=yes, text=words)


def send(world: World, family: Family, referral: Referral) -> Referral:
    by = speaker(world, family)
    asked_by = family.caregiver.id if by.is_staff else None
    return world.do(by, referrals.send, referral=referral, on_behalf_of=asked_by)


def refer(
    world: World,
    family: Family,
    answers: Need,
    offer: Offer,
    previous: Referral | None = None,
) -> Referral:
    """Agreed to, written and sent in one go."""
    row = world.listing.row(offer)
    by = speaker(world, family)
    towards = world.read(by, queries.receiver_of, row.organization, world.community)
    if towards and towards.pk != by.agency:
        agree(world, family, towards, answers.code)
    return send(world, family, draft(world, family, answers, offer, previous))


def sent_by_intake(world: World, family: Family) -> list[Referral]:
    """What finishing the intake sent."""
    return world.read(speaker(world, family), queries.of_household, family.household)
