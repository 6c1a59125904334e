"""What a disclosure stands on: what was said, who is bound, and whether two disagree."""

from functools import cached_property

from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import Text
from kinwork.people.models import HouseholdMember, IdentityLink
from kinwork.trust.access.models import Authority, Block, Tie, Withholding
from kinwork.trust.consent.models import Consent
from tests.access.deeds.telling import HOLD, WHEN, Deed, varied
from tests.access.dice import DAY, NOW
from tests.access.right import ANYBODY, LIVE, NOT_IN_FORCE, agency_, agreement_, home_, join, worker

# A permit that is right, and what may be otherwise in it.
SAID = {"agency": "ours", "household": "home", "given_by": "adult", "sort": "health", "deny": False}
SAID |= {"classes": ["health"], "purposes": ["care"], "ended": None, "when": "live", "how": {}}
SAID |= {"kept": None, "linked": False, "subject": "adult"}
LABELLED = {
    "sud": {"part_2": True, "records": "all", "way": "on paper"},
    "safety": {"named_user": "somebody"},
    "education": {"records": "all", "way": "on screen"},
}


class Told:
    """A family, an agency that signed everything, somebody at it who works with the family; whoever
    else a scene names comes when they are named."""

    def __init__(self, place):
        self.place, self.ours = place, agency_()
        self.home, self.adult, self.child = home_(place)

    @cached_property
    def theirs(self):
        return agency_()

    @cached_property
    def worker(self) -> Actor:
        return worker(self.place, self.ours, "caseworker")

    @cached_property
    def twin(self):
        """Somebody's other row, in another home; or just somebody else."""
        return home_(self.place)[1]

    @cached_property
    def beyond(self):
        return HouseholdMember.objects.get(person=self.twin).household

    @cached_property
    def text(self) -> Text:
        key = f"told-{new_id().hex[:8]}"
        return Text.objects.create(key=key, language="en", community=self.place, body="-")

    def consent(self, **said) -> Consent:
        right = {
            "community": self.place, "agency": self.ours, "household": self.home,
            "given_by": self.adult, "classes": ["health"], "purposes": ["care"],
            "language": "en", "text": self.text, "way": "by text", **LIVE,
        }  # fmt: skip
        if said.get("named_user") == "somebody":
            said = said | {"named_user": None, "named_user_id": self.worker.id}
            said.pop("named_user")
        return Consent.objects.create(**right | said)

    def tie(self, **said) -> None:
        right = {"community": self.place, "kind": "assignment", "agency": self.ours, **LIVE}
        Tie.objects.create(**right | {"household": self.home} | said)

    def link(self) -> None:
        one, other = sorted((self.adult, self.twin), key=lambda person: person.pk)
        IdentityLink.objects.create(one=one, other=other, linked_by=self.theirs, why="-", **LIVE)

    def keep(self, whose: str, about: str, classes: list, when: str) -> None:
        row = {"person": "adult", "twin": "twin"}.get(about, about)
        subject = {"person" if about in ("person", "twin") else "household": getattr(self, row)}
        Withholding.objects.create(
            community=self.place, kind="court order", classes=classes, recorded_by=self.theirs,
            from_agency=self.ours if whose == "ours" else self.theirs,
            **subject, **WHEN[when],
        )  # fmt: skip


def lives_too(scene: Told, person) -> None:
    HouseholdMember.objects.create(
        household=scene.home, person=person, relation="other adult", branch="other",
        community=scene.place, sensitivity="household", **LIVE,
    )  # fmt: skip


def stands(said: dict) -> bool:
    """By who governs the subject, to this agency, for care, of this class, now."""
    speaks = said["given_by"] == "adult" or (
        said["deny"] and said["given_by"] == "twin" and said["linked"]
    )
    where = said["household"] == "home" or (
        said["deny"] and said["household"] == "beyond" and said["linked"]
    )
    right = said["agency"] == "ours" and "care" in said["purposes"] and said["ended"] is None
    return speaks and where and right and said["sort"] in said["classes"] and said["when"] in HOLD


def permits(said: dict) -> bool:
    """A special class counts only where its own condition is met."""
    enough = said["sort"] not in LABELLED or met(said["sort"], said["how"])
    return stands(said) and not said["deny"] and enough


def met(sort: str, how: dict) -> bool:
    if sort == "education":
        return bool(how.get("records")) and how.get("way") in ("on screen", "on paper")
    return bool(how.get("part_2" if sort == "sud" else "named_user"))


def refuses(said: dict) -> bool:
    kept = said["kept"]
    order = bool(kept) and kept[0] == "ours" and kept[3] in HOLD
    order = order and (not kept[2] or said["sort"] in kept[2])
    order = order and (kept[1] in ("person", "home") or said["linked"])
    if said["subject"] == "home" and order:
        order = kept[1] == "home"
    return (stands(said) and said["deny"]) or order


KEEPS = [("ours", about, [], "live") for about in ("person", "home", "twin", "beyond")]
KEEPS += [("ours", "person", [], when) for when in WHEN]
KEEPS += [("theirs", "person", [], "live"), ("ours", "person", ["means"], "live")]
KEEPS += [("ours", "person", ["health"], "live")]


def _said(place):
    ways = {
        "agency": ("theirs",), "household": ("beyond",), "given_by": ("stranger", "twin"), "when": tuple(WHEN),
        "classes": (["means"], ["health", "means"]), "purposes": (["audit"], ["audit", "care"]),
        "ended": (NOW - DAY, NOW, NOW + DAY), "linked": (True,), "kept": KEEPS,
    }  # fmt: skip
    scenes = [*varied(SAID, **ways), *varied(SAID | {"deny": True}, **ways)]
    scenes += varied(SAID | {"linked": True}, household=("beyond",), given_by=("twin",), kept=KEEPS)
    linked = SAID | {"linked": True, "deny": True}
    scenes += varied(linked, household=("beyond",), given_by=("twin",))
    scenes += varied(SAID | {"subject": "home"}, household=("beyond",), kept=KEEPS, deny=(True,))
    for sort, how in LABELLED.items():
        right = SAID | {"sort": sort, "classes": [sort], "how": how}
        left_out = [one for one in how if sort != "sud"] or ["part_2"]
        less = [{name: value for name, value in how.items() if name != one} for one in left_out]
        scenes += varied(right, how=(*less, {}), deny=(True,))
        if sort == "education":
            scenes += varied(right, how=[how | {"way": way} for way in ("on paper", "by phone")])
    for said in scenes:
        scene = Told(place)
        if said["linked"]:
            scene.link()
        if said["kept"]:
            scene.keep(*said["kept"])
        scene.consent(
            agency=scene.ours if said["agency"] == "ours" else scene.theirs,
            household=scene.home if said["household"] == "home" else scene.beyond,
            given_by=getattr(scene, said["given_by"], None) or home_(place)[1],
            classes=said["classes"], purposes=said["purposes"], ended_at=said["ended"],
            deny=said["deny"], **WHEN[said["when"]], **said["how"],
        )  # fmt: skip
        who = scene.adult.pk if said["subject"] == "adult" else None
        values = (scene.home.pk, scene.ours.pk, who, said["sort"], NOW)
        for name, wanted in (("permit", permits(said)), ("refused", refuses(said))):
            yield ANYBODY, f"SELECT {name} FROM kw_said(%s, %s, %s, %s, %s)", values, wanted


def _bound(place):
    """Live parties at that moment: of the participation agreement, or together of a memorandum."""
    ask = "SELECT kw_bound(%s, %s, %s)"
    for kind, pair in (("participation", False), ("mou", True)):
        for wrong in ({}, *NOT_IN_FORCE, {"kind": "data-sharing"}):
            one, other, third = agency_(), agency_(), agency_()
            pact = agreement_(place, **{"kind": kind} | wrong)
            join(pact, one)
            join(pact, other)
            join(agreement_(place, kind), third)
            beside = other.pk if pair else None
            yield ANYBODY, ask, (one.pk, beside, NOW), not wrong
            yield ANYBODY, ask, (agency_().pk, beside, NOW), False
            yield ANYBODY, ask, (one.pk, None if pair else other.pk, NOW), False
            if pair:
                yield ANYBODY, ask, (one.pk, third.pk, NOW), False
                yield ANYBODY, ask, (third.pk, one.pk, NOW), False
        for when, window in WHEN.items():
            for late in ("agreement", "one", "other"):
                both = (agency_(), agency_())
                pact = agreement_(place, kind, **(window if late == "agreement" else LIVE))
                for name, agency in zip(("one", "other"), both, strict=True):
                    join(pact, agency, live=window if late == name else LIVE)
                wanted = when in HOLD or (late == "other" and not pair)
                yield ANYBODY, ask, (both[0].pk, both[1].pk if pair else None, NOW), wanted


# Whether two who decide disagree ---------------------------------------------------------------

DISAGREE = {"kind": "staff", "tied": True, "permit": True, "refusal": True, "sort": "health"}
DISAGREE |= {"relation": "child", "lives": "live", "about": "child"}


def disagree(said: dict) -> bool:
    """Said to whoever works with the family: of one subject, one class, one agency, a yes and a no."""
    asks = said["kind"] == "staff" and said["tied"] and said["permit"] and said["refusal"]
    subject = said["about"] == "home" or (
        said["lives"] in HOLD and said["relation"] in ("child", "expected child")
    )
    return asks and subject and said["sort"] == "health"


def _disagree(place):
    ask = "SELECT kw_consent_conflict(%s, %s, %s::text[])"
    for said in (
        *varied(
            DISAGREE, kind=("machine", "family"), tied=(False,), permit=(False,), refusal=(False,),
            sort=("means",), relation=("expected child", "other adult"), lives=tuple(WHEN),
        ),
        *varied(DISAGREE | {"about": "home"}, refusal=(False,), permit=(False,)),
    ):  # fmt: skip
        scene = Told(place)
        second = home_(place)[1]  # elsewhere: speaks for the child, not for this home
        if said["about"] == "home":
            lives_too(scene, second)
        else:
            for holder in (scene.adult, second):
                Authority.objects.create(
                    person=scene.child, holder_person=holder, kind="parent", **LIVE
                )
        member = HouseholdMember.objects.filter(person=scene.child)
        member.update(relation=said["relation"], **WHEN[said["lives"]])
        where = scene.home if said["tied"] else scene.beyond
        scene.tie(household=where)
        if said["permit"]:
            scene.consent()
        if said["refusal"]:
            scene.consent(given_by=second, deny=True)
        actor = Actor(said["kind"], scene.worker.id, scene.ours.pk, "caseworker", place.pk)
        if said["kind"] == "family":
            actor = Actor("family", scene.adult.pk, scene.home.pk)
        values = (scene.home.pk, scene.ours.pk, [said["sort"], "contact"])
        yield actor, ask, values, disagree(said)


def _elsewhere(place):
    """They disagree about a child of another home; or of one who has moved there."""
    for once in (False, True):
        scene = Told(place)
        holder = home_(place)[1]
        child = HouseholdMember.objects.get(household=scene.beyond, relation="child").person
        if once:
            HouseholdMember.objects.create(
                household=scene.home, person=child, relation="child", community=place,
                sensitivity="household", **WHEN["over"],
            )  # fmt: skip
        for one, refuses_it in ((scene.twin, False), (holder, True)):
            Authority.objects.create(person=child, holder_person=one, kind="parent", **LIVE)
            scene.consent(household=scene.beyond, given_by=one, deny=refuses_it)
        for home, wanted in ((scene.home, False), (scene.beyond, True)):
            ask = "SELECT kw_consent_conflict(%s, %s, %s::text[])"
            scene.tie(household=home)
            yield scene.worker, ask, (home.pk, scene.ours.pk, ["health"]), wanted


# What may be disclosed ---------------------------------------------------------------------------

GIVES = {"tied": True, "owner": False, "party": "live", "active": True, "victim": False}
GIVES |= {"block": None, "licensed": True, "sort": "health", "consent": {}, "second": "yes"}


def gives(said: dict) -> tuple[bool, list, list, bool]:
    """(a party, what has its yes, what has a no, blocked), for the recipient."""
    if not said["tied"]:
        return False, [], [], False
    party = said["party"] in HOLD and said["active"] and not said["victim"]
    whole = said["sort"] not in PERSONAL  # what is said of the household, not of each of its people
    adults = ("deny" not in said["consent"], said["second"] == "yes")
    yes = any(adults) if whole else all(adults)
    no = "deny" in said["consent"] or said["second"] == "no"
    yes = yes and (not said["owner"] or said["licensed"])
    blocked = bool(said["block"]) and said["block"][:2] == ("ours", "here")
    blocked = blocked and said["block"][2] in HOLD
    return party, [said["sort"]] if yes else [], [said["sort"]] if no else [], blocked


PERSONAL = ("identity", "development", "health", "sud", "safety", "education", "notes")
GIVEN = "SELECT party, consented, denied, blocked FROM kw_lock_grounds(%s, %s, %s, %s, %s)"


def _gives(place):
    blocks = [("ours", "here", when) for when in WHEN]
    blocks += [("theirs", "here", "live"), ("ours", "beyond", "live")]
    ways = {"tied": (False,), "party": tuple(WHEN), "active": (False,), "victim": (True,)}
    scenes = [
        *varied(
            GIVES, **ways, consent=({"deny": True},), block=blocks, second=("silent", "no"),
            sort=(*PERSONAL, "means", "contact"),
        ),
        *varied(GIVES | {"owner": True}, party=tuple(WHEN), licensed=(False,)),
        *varied(GIVES | {"sort": "means"}, second=("silent", "no"), consent=({"deny": True},)),
        *(GIVES | {"sort": sort, "second": "silent"} for sort in PERSONAL),
    ]  # fmt: skip
    for said in scenes:
        scene = Told(place)
        towards, sort = scene.theirs, said["sort"]
        how = LABELLED.get(sort, {})
        type(towards).objects.filter(pk=towards.pk).update(
            active=said["active"], is_victim_service_provider=said["victim"]
        )
        pact = agreement_(place, "mou" if said["owner"] else "participation")
        join(pact, towards, live=WHEN[said["party"]])
        if said["owner"]:
            join(pact, scene.ours)
            if said["licensed"]:
                join(agreement_(place, "data-sharing", classes=[sort]), scene.ours)
        scene.tie(household=scene.home if said["tied"] else scene.beyond)
        second = home_(place)[1]
        lives_too(scene, second)
        scene.consent(agency=towards, classes=[sort], **how | said["consent"])
        if said["second"] != "silent":
            scene.consent(
                agency=towards, classes=[sort], given_by=second, deny=said["second"] == "no", **how
            )
        if said["block"]:
            who, where, when = said["block"]
            home = {"here": scene.home, "beyond": home_(place)[0]}[where]
            named = towards if who == "ours" else scene.ours
            Block.objects.create(household=home, agency=named, **WHEN[when])
        whom = [scene.adult.pk, second.pk]
        owner = scene.ours.pk if said["owner"] else None
        values = (scene.home.pk, towards.pk, whom, [sort], owner)
        yield Deed(scene.worker, GIVEN, values, "SELECT 1", (), (*gives(said), 1))
    yield from _linked_blocks(place)


def _linked_blocks(place):
    """A home under another row of one of them counts where something is refused; nobody named: the
    household's own word, and its own home alone."""
    for whom, _block, blocked in (("adult", True, True), ("nobody", True, False)):
        scene = Told(place)
        scene.link()
        scene.tie()
        join(agreement_(place, "participation"), scene.theirs)
        scene.consent(agency=scene.theirs, classes=["health", "means"])
        Block.objects.create(household=scene.beyond, agency=scene.theirs, **LIVE)
        people = [scene.adult.pk] if whom == "adult" else []
        values = (scene.home.pk, scene.theirs.pk, people, ["health"], None)
        told = (True, ["health"], [], blocked, 1)
        yield Deed(scene.worker, GIVEN, values, "SELECT 1", (), told)


OF_GROUNDS = (_said, _bound, _disagree, _elsewhere)
DEEDS_OF_GROUNDS = (_gives,)
