"""A small community of the simulation, played through the real actions: the same families, the same
chance, but every step is a deed, and what clocks do is what Kinwork's clocks did.

Where the two part, the model is wrong. `calibrate()` says how often they agree, and how long the real
clocks ran; it is kept in measure/flow/calibration.json and tried again by test_simulation.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, Actor
from kinwork.common.models import Text
from kinwork.directory import actions as directory
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.jobs import run_due
from kinwork.family.referrals.models import Referral
from kinwork.measure.flow.assumptions import values
from kinwork.measure.flow.fitting import fitted
from kinwork.measure.flow.model import Agency, Arm, Community, Need
from kinwork.measure.flow.running import year
from kinwork.people.actions import NewPerson
from kinwork.system.loop import queries, telling
from kinwork.system.loop.rules import Period
from kinwork.system.loop.tests.scenes import report
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.texts import REFERRAL
from tests.cast import SHARED, Cast, make_cast, record_family
from tests.guards.crawling import worker
from tests.seeing import everything

PARTNERS = ("clinic", "bloom", "library")
ZONE = ZoneInfo("America/Phoenix")
MONDAY = datetime(2026, 3, 2, tzinfo=ZONE)
FAMILIES, SEED = 60, 7


@dataclass
class Case:
    """One need as it stands in the database."""

    household: object
    caregiver: object
    need: object = None
    referral: Referral | None = None
    strange: list[str] = field(default_factory=list)


class Played(Community):
    """Every change of the model is a deed here."""

    def __init__(self, families: int, seed: int):
        told = values(kinds=1, doors=3)
        super().__init__(Arm(clocks=True), told, families=families, agencies=3, seed=seed)
        for agency in self.agencies:
            agency.kinds = (0,)
        self.cast: Cast = make_cast(MONDAY - timedelta(days=7), household=False)
        self.sender = worker(self.cast, "navigator", "backbone")
        third = worker(self.cast, "provider staff", "library")
        self.answerers = [self.cast.ben, self.cast.cruz, third]
        self.services = [self._service(name) for name in PARTNERS]
        self.cases = {need.number: self._family(need.number) for need in self.needs}
        self.clock_hours: list[tuple[float, float]] = []

    def _service(self, name: str):
        run_by = self.cast.agencies[name].organization_id
        values = {"name": f"Visits of {name}", "organization_id": run_by, "status": "active"}
        with acting_as(OPERATOR):
            return directory.save_record(
                thing="service", values=values, by=OPERATOR, at=self.cast.at
            )

    def _family(self, number: int) -> Case:
        mother = NewPerson(f"M{number}", "Invented", "caregiver", date(1995, 1, 1))
        child = NewPerson(f"C{number}", "Invented", "child", date(2023, 1, 1))
        home = record_family(self.cast, self.sender, [mother, child])
        by = Actor("family", mother.id, home.pk, "family member", self.cast.community.pk)
        with acting_as(by, now=self.cast.at):
            text = Text.objects.get(key=REFERRAL, language="en", community=None)
            for name in PARTNERS:
                consents.give(
                    household=home,
                    given_by=_person(mother.id),
                    agency=self.cast.agencies[name],
                    classes=SHARED,
                    text=text,
                    language="en",
                    by=by,
                    at=self.cast.at,
                )
        return Case(home, by)

    # Deeds -------------------------------------------------------------------------------------

    @property
    def at(self) -> datetime:
        return MONDAY + timedelta(days=self.now)

    def do(self, actor: Actor, verb: str, case: Case, **said) -> Referral | None:
        """The deed; one that the real table refuses is noted as strange."""
        run_due(self.at)
        try:
            with acting_as(actor, now=self.at):
                fresh = Referral.objects.get(pk=case.referral.pk)
                return getattr(referrals, verb)(referral=fresh, by=actor, at=self.at, **said)
        except Exception as why:
            case.strange.append(f"{verb}: {why}")
            return None

    def state(self, case: Case) -> str:
        with everything():
            return Referral.objects.get(pk=case.referral.pk).state

    def send(self, need: Need) -> None:
        before, case = len(need.tried), self.cases[need.number]
        super().send(need)
        if len(need.tried) == before:
            return
        run_due(self.at)
        service = self.services[need.tried[-1]]
        if case.referral is not None and self.state(case) == "sent":
            case.referral = self.do(self.sender, "reroute", case, service=service)
        else:
            with acting_as(self.sender, now=self.at):
                case.need = case.need or referrals.make_need(
                    household=case.household, code="home-visiting", by=self.sender, at=self.at
                )
                case.referral = referrals.make_referral(
                    need=case.need,
                    service=service,
                    subjects=[],
                    classes=SHARED,
                    previous=case.referral,
                    by=self.sender,
                    at=self.at,
                )
        sent = self.do(self.sender, "send", case)
        if sent is not None:
            case.referral = sent
            said = (sent.due_at - self.at).total_seconds() / 3600
            from kinwork.measure.flow.model import business

            self.clock_hours.append((said, 24 * (business(self.now, 2) - self.now)))

    def answer(self, need: Need, agency: Agency) -> None:
        room, lines, answered = agency.room, len(agency.line), need.answered
        super().answer(need, agency)
        case = self.cases[need.number]
        if need.answered == answered:
            self._leave(need)
        elif len(agency.line) > lines:
            self.do(self._at_desk(agency), "waitlist", case, place=len(agency.line))
        elif not getattr(need, "taken", False):
            reason = "no room" if room < 1 else "not eligible"
            self.do(self._at_desk(agency), "decline", case, reason=reason)

    def next_door(self, need: Need, why: str) -> None:
        if why == "no answer" and not need.ended and self.now <= need.gives_up:
            run_due(self.at)
            case = self.cases[need.number]
            if self.state(case) != "expired":
                case.strange.append(f"not expired: {self.state(case)}")
        super().next_door(need, why)

    def accepted(self, need: Need, agency: Agency) -> None:
        open_before = not need.ended
        super().accepted(need, agency)
        need.taken = True  # type: ignore[attr-defined]
        case, desk = self.cases[need.number], self._at_desk(agency)
        if need.ended == "stopped waiting":
            self._leave(need)
            return
        if not open_before:
            return
        self.do(desk, "accept", case)
        for _ in range(int(self.told["tries_clock"])):
            self.do(desk, "try_contact", case, way="text")
        if need.ended == "could not be reached":
            self.do(desk, "end_unserved", case, reason="could not be reached")
        else:
            self.do(desk, "schedule", case, starts_at=self.at + timedelta(days=7), place="")

    def date(self, need: Need, agency: Agency, times: int) -> None:
        open_before = not need.ended
        super().date(need, agency, times)
        case, desk = self.cases[need.number], self._at_desk(agency)
        if not open_before:
            return
        if need.ended == "served":
            self.do(desk, "serve", case, received="A visit", need_met="fully")
        elif need.ended == "stopped waiting":
            self._leave(need)
        else:
            self.do(desk, "mark_no_show", case)
            if need.ended == "did not come":
                self.do(desk, "end_unserved", case, reason="did not come")
            else:
                again = self.at + timedelta(days=7)
                self.do(desk, "schedule", case, starts_at=again, place="")

    def _at_desk(self, agency: Agency) -> Actor:
        return self.answerers[agency.number]

    def _leave(self, need: Need) -> None:
        case = self.cases[need.number]
        over = ("withdrawn", "expired", "declined", "not served")
        if need.ended != "stopped waiting" or case.referral is None or self.state(case) in over:
            return
        self.do(case.caregiver, "withdraw", case)


def _person(id):
    from kinwork.people.models import Person

    return Person.objects.get(pk=id)


def calibrate(families: int = FAMILIES, seed: int = SEED) -> dict:
    """Play it, count it as any report does, and hold it against the model alone."""
    played = Played(families, seed)
    outcome = played.play()
    model = Community(Arm(clocks=True), values(kinds=1), families=families, agencies=3, seed=seed)
    for agency in model.agencies:
        agency.kinds = (0,)
    alone = model.play()
    by = report(played.cast)
    with acting_as(by):
        last = MONDAY.date() + timedelta(days=600)
        asked = {"agency": None, "now": MONDAY + timedelta(days=600)}
        found = queries.passages(by, played.cast.community, Period(MONDAY.date(), last), **asked)
    told = telling.told(found)
    known, put_in = fitted(told), values()
    gaps = [abs(real - said) for real, said in played.clock_hours]
    return {
        "families": families,
        "agencies": 3,
        "seed": seed,
        "answer_clock_hours": {
            "n": len(gaps),
            "shortest": round(min(real for real, _ in played.clock_hours), 2),
            "longest": round(max(real for real, _ in played.clock_hours), 2),
            "largest_gap_to_the_model": round(max(gaps), 4),
        },
        "referrals": {"model": alone.referrals, "played": told["steps"]["sent"]},
        "answered": {"model": alone.answered, "played": told["steps"]["answered"]},
        "served": {"model": alone.served, "played": told["steps"]["served"]},
        "in_time_played": told["steps"]["in time"],
        "ends_of_needs_model": dict(sorted(alone.ends.items())),
        "ends_of_referrals_played": dict(sorted(Counter(one.state for one in found).items())),
        "same_end": sum(
            one.ended == other.ended for one, other in zip(played.needs, model.needs, strict=True)
        ),
        "deeds_refused": sum(len(case.strange) for case in played.cases.values()),
        "refused": sorted({s[:120] for case in played.cases.values() for s in case.strange})[:10],
        "outcome_is_the_models": outcome.ends == alone.ends,
        "fitted": {
            name: {
                "put_in": put_in[name],
                "fitted": round(one.value, 3),
                "low": round(one.low, 3),
                "high": round(one.high, 3),
                "n": one.n,
            }
            for name, one in known.items()
        },
        "connected_with_clocks": {
            "assumed": _connected(),
            "fitted": _connected(**{name: one.value for name, one in known.items()}),
        },
    }


def _connected(**changed: float) -> float:
    """Of 2,000 families at 20 agencies, clocks alone, four years."""
    years = [
        year(Arm(clocks=True), seed, families=2000, agencies=20, **changed) for seed in range(1, 5)
    ]
    return round(sum(one.connected for one in years) / len(years), 3)
