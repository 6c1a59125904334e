"""Break-glass: who may, who is protected from it, who reviews it, who reads that it was done."""

from functools import cached_property

from kinwork.accounts.models import AgencyCommunity
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.people.models import Household, HouseholdMember, IdentityLink, Person
from kinwork.trust.access.models import Block, Glass, Withholding
from tests.access.deeds.telling import HOLD, WHEN, acting, varied
from tests.access.dice import DAY, MINUTE, NOW
from tests.access.right import LIVE, agency_, agreement_, home_, join, worker

ROLES = ("caseworker", "supervisor")
OTHERS = ("navigator", "intake worker", "provider staff", "privacy officer", "coordinator")


def shut(block) -> bool:
    """This very worker or agency, by this very home, now."""
    return bool(block) and block[0] != "other" and block[1] == "here" and block[2] in HOLD


def kept(said) -> bool:
    """Everything, of this very home, from this very agency, now."""
    return bool(said) and said[:3] == ("ours", "here", "all") and said[3] in HOLD


def may_break(said: dict) -> bool:
    """Its agency has signed an emergency clause, and neither the family nor an order shut them out."""
    allowed = said["kind"] == "staff" and said["purpose"] == "care" and said["active"]
    allowed = allowed and said["role"] in ROLES and said["clause"]
    return allowed and said["home"] == "ours" and not shut(said["block"]) and not kept(said["kept"])


MAY = {"kind": "staff", "purpose": "care", "active": True, "role": "caseworker", "clause": True}
MAY |= {"home": "ours", "block": None, "kept": None}
SHUT = [("user", "here", when) for when in WHEN]
SHUT += [("agency", "here", "live"), ("other", "here", "live"), ("user", "beyond", "live")]
KEPT = [("ours", "here", "all", when) for when in WHEN]
KEPT += [("other", "here", "all", "live"), ("ours", "beyond", "all", "live")]
KEPT += [("ours", "here", "some", "live")]


class Breaker:
    """A worker of an agency with an emergency clause, and a family that somebody else recorded."""

    def __init__(self, place, said: dict):
        self.place, self.said = place, said
        self.ours, self.theirs = agency_(), agency_()
        if said.get("clause", True):
            join(agreement_(place, "participation"), self.ours)
        ended = {} if said.get("active", True) else {"ends": NOW}
        self.worker = worker(place, self.ours, said.get("role", "caseworker"), **ended)
        self.actor = acting(said, self.worker)
        self.home, self.adult, self.child = home_(place)
        Household.objects.filter(pk=self.home.pk).update(recorded_by=self.theirs)
        if said.get("block"):
            self.blocks(*said["block"])
        if said.get("kept"):
            self.keeps(*said["kept"])

    @cached_property
    def beyond(self) -> Household:
        return home_(self.place)[0]

    def blocks(self, whom: str, where: str, when: str) -> None:
        named = {
            "user": {"user_id": self.actor.id},
            "agency": {"agency": self.ours},
            "other": {"agency": self.theirs},
        }[whom]
        Block.objects.create(household=self._where(where), **named, **WHEN[when])

    def keeps(self, whom: str, where: str, classes: str, when: str) -> None:
        Withholding.objects.create(
            community=self.place, kind="court order", household=self._where(where),
            from_agency=self.ours if whom == "ours" else self.theirs, recorded_by=self.theirs,
            classes=[] if classes == "all" else ["means"], **WHEN[when],
        )  # fmt: skip

    def _where(self, where: str) -> Household:
        return self.home if where == "here" else self.beyond

    def glass(self, **said) -> Glass:
        """Broken half an hour ago, for half an hour more."""
        half = 30 * MINUTE
        right = {
            "community": self.place, "user_id": self.worker.id, "agency": self.ours,
            "household": self.home, "owner": self.theirs, "reason": "danger",
            "opened_at": NOW - half, "ends_at": NOW + half, "review_due_at": NOW + DAY,
        }  # fmt: skip
        return Glass.objects.create(**right | said)


def _may_break(place):
    for said in varied(
        MAY, kind=("machine", "family"), purpose=("audit",), active=(False,), clause=(False,),
        role=(*ROLES, *OTHERS), home=("sealed", "nowhere"), block=SHUT, kept=KEPT,
    ):  # fmt: skip
        scene = Breaker(place, said)
        if said["home"] == "sealed":
            Household.objects.filter(pk=scene.home.pk).update(sealed_at=NOW)
        target = new_id() if said["home"] == "nowhere" else scene.home.pk
        yield scene.actor, "SELECT kw_may_break(%s)", (target,), may_break(said)


# Protected homes -------------------------------------------------------------------------------

PROTECTED = {"kind": "protected branch", "about": "member", "when": "live", "lives": "live"}
PROTECTED |= {"label": ""}


def protected(said: dict) -> bool:
    """Somebody who lives here now is kept from anybody, or carries the label of it."""
    here = said["about"] == "home" or said["lives"] in HOLD and said["about"] != "stranger"
    withheld = here and said["when"] in HOLD and said["kind"] != "minor's own service"
    labelled = said["label"] in ("safety", "address confidentiality") and said["lives"] in HOLD
    return withheld or labelled


def _protected(place):
    ways = {"lives": tuple(WHEN), "when": tuple(WHEN)}
    scenes = [
        *varied(
            PROTECTED, about=("home", "stranger", "linked", "apart"), **ways,
            kind=("court order", "safety flag", "minor's own service"),
        ),
        *varied(PROTECTED | {"about": "home"}, **ways),
        *varied(
            PROTECTED | {"when": "over", "label": "safety"}, lives=tuple(WHEN),
            label=("address confidentiality", "ferpa", ""),
        ),
    ]  # fmt: skip
    for said in scenes:
        home, adult, _child = home_(place, lives=(WHEN[said["lives"]], LIVE))
        _beyond, stranger, twin = home_(place)
        whom = {"household": home} if said["about"] == "home" else {"person": adult}
        if said["about"] in ("linked", "apart", "stranger"):
            whom = {"person": twin if said["about"] != "stranger" else stranger}
        if said["about"] in ("linked", "apart"):
            one, other = sorted((adult, twin), key=lambda person: person.pk)
            window = WHEN["live" if said["about"] == "linked" else "over"]
            IdentityLink.objects.create(
                one=one, other=other, linked_by=agency_(), why="-", **window
            )
        if said["label"]:
            Person.objects.filter(pk=adult.pk).update(labels=[said["label"]])
        Withholding.objects.create(
            community=place, kind=said["kind"], recorded_by=agency_(),
            from_agency=agency_() if said["kind"] in ("court order", "safety flag") else None,
            **whom, **WHEN[said["when"]],
        )  # fmt: skip
        wanted = protected(said) and said["about"] != "apart"
        actor = Actor("clock", new_id())
        yield actor, "SELECT kw_protected(%s)", (home.pk,), wanted


NAMED = {"asked": ("ab", "cd"), "keys": ("ab", "cd"), "born": True, "sealed": False}
NAMED |= {"lives": "live", "protected": False, "twice": ""}


def in_emergency(said: dict) -> bool:
    """Exactly these names, two at least, and this birth date: one family that nobody protects."""
    exact = len(said["asked"]) > 1 and set(said["asked"]) == set(said["keys"]) and said["born"]
    free = not said["sealed"] and said["lives"] in HOLD and not said["protected"]
    return exact and free and said["twice"] != "another home"


def _in_emergency(place):
    ask = "SELECT kw_in_emergency(%s::text[], %s) IS NOT DISTINCT FROM %s"
    scenes = [
        *varied(
            NAMED, asked=(("ab",), (), ("ab", "xy"), ("cd", "ab"), ("ab", "cd", "xy")),
            keys=(("ab",), ("ab", "cd", "xy")), born=(False,), sealed=(True,),
            lives=tuple(WHEN), protected=(True,), twice=("another home", "the same home"),
        ),
        NAMED | {"asked": ("ab",), "keys": ("ab",)},
    ]  # fmt: skip
    for said in scenes:
        mark, born = new_id().hex[:8], NOW.date()
        home, adult, child = home_(place, lives=(WHEN[said["lives"]], LIVE))
        beyond = home_(place)[1]
        named = {"name_keys": [mark + one for one in said["keys"]], "birth_date": born}
        Person.objects.filter(pk=adult.pk).update(
            **named, sealed_at=NOW if said["sealed"] else None
        )
        if said["twice"]:
            second = beyond if said["twice"] == "another home" else child
            Person.objects.filter(pk=second.pk).update(**named)
        if said["protected"]:
            Person.objects.filter(pk=child.pk).update(labels=["safety"])
        asked = [mark + one for one in said["asked"]]
        date = born if said["born"] else (NOW - DAY).date()
        wanted = home.pk if in_emergency(said) else None
        actor = Actor("clock", new_id())
        yield actor, ask, (asked, date, wanted), True


# Who reviews and who reads ---------------------------------------------------------------------

REVIEWS = {"kind": "staff", "role": "privacy officer", "active": True, "convenes": True}
REVIEWS |= {"broke": "other", "owns": False, "another": "none"}


def reviews(said: dict) -> bool:
    """A privacy officer of the convening agency; where that one broke it, of whoever recorded the
    family. Nobody of the agency that broke it."""
    officer = said["kind"] == "staff" and said["role"] == "privacy officer" and said["active"]
    if not officer or said["broke"] == "ours":
        return False
    outside = said["another"] == "convenes here"  # another agency that could review it
    return said["convenes"] is True or (said["owns"] and not outside)


def _reviews(place):
    ask = "SELECT kw_reviews_glass(%s, %s, %s)"
    scenes = [
        *varied(
            REVIEWS, kind=("machine", "family"), role=("supervisor", "coordinator", "caseworker"),
            active=(False,), convenes=(False, None, "elsewhere"), broke=("ours",), owns=(True,),
        ),
        *varied(
            REVIEWS | {"convenes": False, "owns": True}, owns=(False,), broke=("ours", "convener"),
            role=("supervisor",),
            another=("convenes here", "takes part", "convenes elsewhere"),
        ),
    ]  # fmt: skip
    for said in scenes:
        where = Community.objects.create(slug=f"r-{new_id().hex[:8]}", name="R", state="AZ")
        ours, broke, owner, third = (agency_() for _ in range(4))
        if said["convenes"] is not None:
            there = place if said["convenes"] == "elsewhere" else where
            AgencyCommunity.objects.create(
                agency=ours, community=there, convenes=bool(said["convenes"])
            )
        if said["broke"] == "convener":
            AgencyCommunity.objects.create(agency=broke, community=where, convenes=True)
        if said["another"] != "none":
            there = place if said["another"] == "convenes elsewhere" else where
            AgencyCommunity.objects.create(
                agency=third, community=there, convenes=said["another"] != "takes part"
            )
        ended = {} if said["active"] else {"ends": NOW}
        actor = acting(said, worker(where, ours, said["role"], **ended))
        breaker = ours if said["broke"] == "ours" else broke
        values = (breaker.pk, ours.pk if said["owns"] else owner.pk, where.pk)
        yield actor, ask, values, reviews(said)


READS = {"kind": "staff", "active": True, "role": "caseworker", "hat": "breaker", "mine": True}
OWNERS = ("intake worker", "navigator", "caseworker", "supervisor", "privacy officer")


def reads(said: dict) -> bool:
    """Who broke it; that agency's supervisors and officers; who recorded the family."""
    if said["kind"] != "staff" or not said["active"]:
        return False
    if said["hat"] == "breaker":
        return said["mine"] or said["role"] in ("supervisor", "privacy officer")
    return said["mine"] or (said["hat"] == "owner" and said["role"] in OWNERS)


def _reads(place):
    ask = "SELECT kw_sees_glass(%s)"
    every = (*OWNERS, "provider staff", "coordinator", "account administrator")
    scenes = [
        *varied(READS, kind=("machine", "visitor", "link", "draft"), active=(False,)),
        *varied(READS | {"mine": False}, role=every),
        *varied(READS | {"mine": False, "hat": "owner"}, role=every, active=(False,)),
        *varied(READS | {"mine": False, "hat": "third"}, role=every),
        READS | {"hat": "third"},
    ]
    for said in scenes:
        scene = Breaker(place, {})
        hat = {"breaker": scene.ours, "owner": scene.theirs, "third": agency_()}[said["hat"]]
        ended = {} if said["active"] else {"ends": NOW}
        reader = worker(place, hat, said["role"], **ended)
        glass = scene.glass(**({"user_id": reader.id} if said["mine"] else {}))
        scene.glass(user_id=reader.id)  # another one of theirs opens nothing
        yield acting(said, reader), ask, (glass.pk,), reads(said)
    scene = Breaker(place, {})
    glass, other = scene.glass(), scene.glass()
    for kind, key, wanted in (
        *(("clock", glass.pk, True), ("clock", other.pk, False), ("clock", new_id(), False)),
        *(("link", glass.pk, False), ("staff", glass.pk, False), ("visitor", glass.pk, False)),
    ):
        yield Actor(kind, key), ask, (glass.pk,), wanted
    me = Actor("family", scene.adult.pk, scene.home.pk)
    there = HouseholdMember.objects.get(household=scene.beyond, relation="caregiver").person_id
    yield me, ask, (glass.pk,), True
    yield Actor("family", there, scene.beyond.pk), ask, (glass.pk,), False
    kept_out = Breaker(place, {})
    Withholding.objects.create(
        community=place, kind="court order", person=kept_out.child, from_person=kept_out.adult,
        recorded_by=kept_out.theirs, **LIVE,
    )  # fmt: skip
    told = kept_out.glass()
    yield Actor("family", kept_out.adult.pk, kept_out.home.pk), ask, (told.pk,), False
    where = Community.objects.create(slug=f"s-{new_id().hex[:8]}", name="S", state="AZ")
    officer = worker(where, agency_(), "privacy officer")
    AgencyCommunity.objects.create(agency_id=officer.hat, community=where, convenes=True)
    yield officer, ask, (scene.glass(community=where).pk,), True
    yield officer, ask, (glass.pk,), False


OF_GLASS = (_may_break, _protected, _in_emergency, _reviews, _reads)
