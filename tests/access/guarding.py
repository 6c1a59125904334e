"""More deeds for the family that shares everything: an emergency, and what is kept from somebody."""

from datetime import date, timedelta
from random import Random

from kinwork.accounts import actions as accounts
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, Actor
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.people import actions as people
from kinwork.people.actions import NewPerson
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import NoGlass
from kinwork.trust.agreements.models import Agreement

NOT_BY_GLASS = ("part 2", "address confidentiality")
BREAKERS = {"cruz": "bloom", "bea": "clinic"}
WORDS = "The mother fainted in our waiting room and cannot speak."
# Who keeps what: Rosa her own branch; Ana, on a court's order, Mateo from his father, Lucía from the clinic.
PROTECTIONS = {
    "branch": ("rosa", {"kind": "protected branch", "person": "rosa", "branch": "main"}),
    "order": ("ana", {"kind": "court order", "person": "mateo", "from_person": "pablo"}),
    "clinic": ("ana", {"kind": "court order", "person": "lucia", "from_agency": "clinic"}),
}


class Nothing(Refused):
    """There is nothing that this deed could be done to."""

    def __init__(self):
        super().__init__("sharing", "nothing to do")


class Guarded:
    """Deeds of a world with `cast`, `home`, `at` and `known`."""

    def _guard(self) -> None:
        """The children's father, in a branch of his own; an officer from outside; the clause."""
        cast = self.cast
        pablo = NewPerson("Pablo", "Luna", "caregiver", date(1995, 2, 2), branch="second")
        said = {"by": cast.ana, "at": cast.at}
        with acting_as(cast.ana, now=cast.at):
            cast.people["pablo"] = people.add_person(
                household=cast.household, person=pablo,
                recorded_by=cast.agencies["library"], **said)  # fmt: skip
            access.give_authority(
                person=cast.people["mateo"], holder=cast.people["pablo"], **said)  # fmt: skip
        place = cast.community.pk
        cast.actors["pablo"] = Actor("family", pablo.id, self.home.pk, "family member", place)
        said = {"by": OPERATOR, "at": cast.at}
        with acting_as(OPERATOR, now=cast.at):
            Agreement.objects.filter(kind="participation").update(emergency_clause=True)
            user = accounts.create_user(email=f"{new_id().hex}@example.org", name="Olga", **said)
            hat = accounts.add_membership(
                user=user, agency=cast.agencies["backbone"], community=cast.community,
                role="privacy officer", **said)  # fmt: skip
        cast.actors["olga"] = Actor("staff", user.id, hat.agency_id, hat.role, place)

    def breaks_glass(self, dice: Random) -> None:
        name = dice.choice(list(BREAKERS))
        actor = getattr(self.cast, name)
        with acting_as(actor, now=self.at):
            try:
                glass = access.break_glass(
                    reason="medical", words=WORDS, household=self.home.pk, by=actor, at=self.at)  # fmt: skip
            except NoGlass as why:
                raise Nothing from why
        if glass is None:
            raise Nothing
        self.known.glasses.append(glass)
        self.known.broken[name] = glass

    def closes_glass(self, dice: Random) -> None:
        open_ = [name for name in self.known.broken if name not in self.known.out]
        if not open_:
            raise Nothing
        name = dice.choice(open_)
        actor = getattr(self.cast, name)
        with acting_as(actor, now=self.at):
            access.close_glass(glass=self.known.broken[name], by=actor, at=self.at)
        del self.known.broken[name]

    def reviews_glass(self, dice: Random) -> None:
        """Whatever is found, nobody sees more or less by it."""
        if not self.known.glasses:
            raise Nothing
        glass, verdict = dice.choice(self.known.glasses), dice.choice(("in order", "not justified"))
        with acting_as(self.cast.olga, now=self.at):
            access.review_glass(
                glass=glass, verdict=verdict, words=WORDS, by=self.cast.olga, at=self.at)  # fmt: skip

    def keeps(self, dice: Random) -> None:
        """Protected, or no longer: by whoever said so."""
        name = dice.choice(list(PROTECTIONS))
        who, said = PROTECTIONS[name]
        actor, kept = getattr(self.cast, who), self.known.kept
        with acting_as(actor, now=self.at):
            if name in kept:
                access.release(protection=kept[name], by=actor, at=self.at)
                del kept[name]
                return
            named = {"person": self.cast.people, "from_person": self.cast.people}
            named |= {"from_agency": self.cast.agencies}
            kept[name] = access.withhold(
                community=self.cast.community, evidence="Superior Court, 12-3456, 2 March 2026",
                by=actor, at=self.at,
                **{key: named[key][value] if key in named else value for key, value in said.items()},
            )  # fmt: skip

    def opened_by_glass(self, name: str, label: str) -> bool:
        """An hour, while an agreement with the clause is in force."""
        glass = self.known.broken.get(name)
        open_ = glass is not None and glass.opened_at + timedelta(hours=1) > self.at
        return open_ and label not in NOT_BY_GLASS and "participation" not in self.known.suspended

    def father_sees(self, row) -> bool:
        """Himself, the child whom he has a say for, what is said of the home; less what is kept."""
        kept, left = self.known.kept, self.known.left
        if row.person == "mateo":
            return "mateo" not in left and "order" not in kept
        whole = "branch" not in kept and ("order" not in kept or "mateo" in left)
        return row.person == "pablo" or (not row.person and whole)
