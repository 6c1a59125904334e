"""Referrals by id alone: siblings of one, open and ended; those open to an agency, those that lost
their receiver."""

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.family.referrals.models import Need
from kinwork.trust.access.models import Block, WorkItem
from tests.access.deeds.grounds import Told
from tests.access.deeds.telling import HOLD, WHEN, referral_, service_, varied
from tests.access.dice import DAY, NOW
from tests.access.right import agency_, agreement_, join, worker

OPEN = {"ended": False, "sent": True}


def need_(place, home) -> Need:
    return Need.objects.create(
        community=place, household=home, sensitivity="plan", code="food", since=NOW - DAY
    )


def times(said: dict) -> dict:
    """A sent referral that is open; or one that ended, or was never sent."""
    sent = {} if said["sent"] else {"sent_at": None, "state": "draft"}
    return sent | ({"ended_at": NOW, "state": "served"} if said["ended"] else {})


def _siblings(place):
    """Open ones that answer the same need, for a party of this one."""
    ask = "SELECT %s IN (SELECT kw_siblings(%s))"
    service = service_()
    base = OPEN | {"need": "same", "party": "sender"}
    for said in varied(
        base, ended=(True,), sent=(False,), need=("another", "none"), party=("receiver", "nobody")
    ):
        scene = Told(place)
        parties = {"sender": scene.ours if said["party"] == "sender" else scene.theirs}
        parties["receiver"] = scene.ours if said["party"] == "receiver" else scene.theirs
        needs = {"same": need_(place, scene.home), "another": need_(place, scene.home)}
        one = referral_(place, scene.home, service, need=needs["same"], **parties)
        # another worker of theirs sent one that answers the other need
        referral_(place, scene.home, service, sender=scene.ours, need=needs["another"])
        other = referral_(
            place, scene.home, service, sender=scene.theirs, receiver=agency_(),
            need=needs.get(said["need"]), **times(said),
        )  # fmt: skip
        party = said["party"] != "nobody"
        wanted = party and said["need"] == "same" and said["sent"] and not said["ended"]
        yield scene.worker, ask, (other.pk, one.pk), wanted
        yield scene.worker, ask, (one.pk, one.pk), False


def _ended_siblings(place):
    """Those that have ended and answered the same need, for a party of this one."""
    ask = "SELECT %s IN (SELECT kw_ended_siblings(%s))"
    service = service_()
    base = {"ended": True, "sent": True, "need": "same", "party": "sender"}
    for said in varied(
        base, ended=(False,), need=("another", "none"), party=("receiver", "nobody")
    ):
        scene = Told(place)
        parties = {"sender": scene.ours if said["party"] == "sender" else scene.theirs}
        parties["receiver"] = scene.ours if said["party"] == "receiver" else scene.theirs
        needs = {"same": need_(place, scene.home), "another": need_(place, scene.home)}
        one = referral_(place, scene.home, service, need=needs["same"], **parties)
        referral_(place, scene.home, service, sender=scene.ours, need=needs["another"])
        other = referral_(
            place, scene.home, service, sender=scene.theirs, receiver=agency_(),
            need=needs.get(said["need"]), **times(said),
        )  # fmt: skip
        gone = referral_(
            place, scene.home, service, need=needs["same"], **parties, **times({"ended": True, "sent": True})
        )  # fmt: skip
        party = said["party"] != "nobody"
        wanted = party and said["need"] == "same" and said["ended"]
        yield scene.worker, ask, (other.pk, one.pk), wanted
        yield scene.worker, ask, (gone.pk, one.pk), party
        yield scene.worker, ask, (gone.pk, gone.pk), False


def _left_open(place):
    """What was sent to an agency that works here no more, and is open: for the operator."""
    ask = "SELECT %s IN (SELECT kw_left_open(%s))"
    service = service_()
    base = OPEN | {"closed": True, "kind": "staff", "role": "operator", "to": "this"}
    for said in varied(
        base, ended=(True,), sent=(False,), closed=(False,), to=("other",),
        kind=("clock", "machine", "link"), role=(*CONVENE[1:], "supervisor", "navigator"),
    ):  # fmt: skip
        scene = Told(place)
        agency, other = agency_(), agency_()
        Agency.objects.filter(pk=other.pk).update(active=False)
        Agency.objects.filter(pk=agency.pk).update(active=not said["closed"])
        receiver = agency if said["to"] == "this" else other
        row = referral_(place, scene.home, service, receiver=receiver, **times(said))
        actor = Actor(said["kind"], new_id(), new_id(), said["role"], place.pk)
        convenes = said["kind"] == "staff" and said["role"] == "operator"
        holds = said["closed"] and said["to"] == "this" and said["sent"] and not said["ended"]
        yield actor, ask, (row.pk, agency.pk), convenes and holds


def _towards(place):
    """Open ones of this family to this agency: for who works with it, and a consent's own clock."""
    ask = "SELECT %s IN (SELECT kw_open_referrals(%s, %s))"
    service = service_()
    base = OPEN | {"home": "this", "agency": "this", "who": "worker"}
    clocks = ("consent", "of another home", "to another agency", "its id as staff", "unknown clock")
    for said in varied(
        base,
        ended=(True,),
        sent=(False,),
        home=("other",),
        agency=("other",),
        who=("nobody", *clocks),
    ):
        scene = Told(place)
        if said["who"] == "worker":
            scene.tie()
        home = scene.home if said["home"] == "this" else scene.beyond
        receiver = scene.theirs if said["agency"] == "this" else scene.ours
        row = referral_(place, home, service, receiver=receiver, **times(said))
        told = {"agency": scene.theirs}
        if said["who"] == "of another home":
            told["household"] = scene.beyond
        elif said["who"] == "to another agency":
            told["agency"] = scene.ours
        consent = scene.consent(**told)
        actor = scene.worker
        if said["who"] in clocks:
            kind = "staff" if said["who"] == "its id as staff" else "clock"
            actor = Actor(kind, consent.pk if said["who"] != "unknown clock" else new_id())
        mine = said["who"] in ("worker", "consent") and said["home"] == said["agency"] == "this"
        wanted = mine and said["sent"] and not said["ended"]
        yield actor, ask, (row.pk, scene.home.pk, scene.theirs.pk), wanted


LOST = OPEN | {"kind": "staff", "role": "coordinator", "id": "any", "receiver": "party"}
LOST |= {"community": "here", "suspended": True, "beside": None, "line": "re-route"}
LOST |= {"line_of": "this", "line_open": True}
CONVENE = ("operator", "backbone lead", "coordinator")


def listed(said: dict) -> bool:
    """Open, sent to a party of it, here; for whoever convenes, and its own clock."""
    convenes = said["kind"] == "staff" and said["role"] in CONVENE
    itself = said["kind"] == "clock" and said["id"] == "pact"
    here = said["receiver"] == "party" and said["community"] == "here"
    return (convenes or itself) and here and said["sent"] and not said["ended"]


def bound(said: dict) -> bool:
    return not said["suspended"] or said["beside"] in HOLD


def _lost(place):
    """Those whose receiver takes part no more; and those that have it again and still lie on a desk."""
    service, roles = service_(), (*CONVENE, "supervisor", "navigator", "account administrator")
    beyond = Community.objects.create(slug=f"l-{new_id().hex[:8]}", name="L", state="AZ")
    ways = {
        "ended": (True,),
        "sent": (False,),
        "receiver": ("other",),
        "community": ("beyond",),
        "beside": tuple(WHEN),
    }
    scenes = [
        *varied(LOST, **ways, role=roles, kind=("machine", "link"), suspended=(False,)),
        *varied(LOST | {"kind": "clock", "id": "pact", "role": ""}, id=("any",), kind=("staff", "link")),
        *varied(
            LOST | {"suspended": False}, **ways, role=("navigator",), suspended=(True,),
            line=("expiry", None), line_of=("other",), line_open=(False,),
        ),
    ]  # fmt: skip
    for said in scenes:
        scene = Told(place)
        paused = {"state": "suspended", "suspended_at": NOW} if said["suspended"] else {}
        pact = agreement_(place, "participation", **paused)
        join(pact, scene.ours)
        other = agency_()
        join(agreement_(place, "participation", **paused), other)
        if said["beside"]:
            join(agreement_(place, "participation"), scene.ours, live=WHEN[said["beside"]])
        receiver = scene.ours if said["receiver"] == "party" else other
        where = place if said["community"] == "here" else beyond
        row = referral_(where, scene.home, service, receiver=receiver, **times(said))
        beside = referral_(place, scene.home, service, receiver=other)
        if said["line"]:
            WorkItem.objects.create(
                community=place, agency=scene.theirs, kind=said["line"], opened_at=NOW - DAY,
                target=row.pk if said["line_of"] == "this" else beside.pk,
                closed_at=None if said["line_open"] else NOW,
            )  # fmt: skip
        key = pact.pk if said["id"] == "pact" else new_id()
        actor = Actor(said["kind"], key, scene.ours.pk, said["role"], place.pk)
        lost = listed(said) and not bound(said)
        lies = said["line"] == "re-route" and said["line_of"] == "this" and said["line_open"]
        again = listed(said) and bound(said) and lies
        yield actor, "SELECT %s IN (SELECT kw_stranded(%s))", (row.pk, pact.pk), lost
        yield actor, "SELECT %s IN (SELECT kw_regained(%s))", (row.pk, pact.pk), again


LEAVES = OPEN | {"works": True, "kind": "participation", "receiver": "ours", "community": "here"}
LEAVES |= {"beside": None, "pact": {}, "party": "live"}


def strands(said: dict) -> bool:
    """It would have to go another way, if its receiver left: nothing else binds it."""
    counts = said["works"] and said["kind"] == "participation" and said["receiver"] == "ours"
    counts = counts and said["community"] == "here" and said["sent"] and not said["ended"]
    return counts and not (
        said["beside"] == "participation" and not said["pact"] and said["party"] in HOLD
    )


def _would(place):
    service = service_()
    flaws = [{"state": "draft"}, {"suspended_at": NOW}, WHEN["over"], WHEN["later"]]
    beyond = Community.objects.create(slug=f"w-{new_id().hex[:8]}", name="W", state="AZ")
    for said in (
        *varied(
            LEAVES, ended=(True,), sent=(False,), works=(False,), kind=("mou",),
            receiver=("theirs",), community=("beyond",), beside=("participation", "mou", "theirs"),
        ),
        *varied(LEAVES | {"beside": "participation"}, pact=flaws, party=tuple(WHEN)),
    ):  # fmt: skip
        scene = Told(place)
        pact = agreement_(place, said["kind"])
        join(pact, scene.ours)
        if said["beside"]:
            kind = "mou" if said["beside"] == "mou" else "participation"
            agency = scene.theirs if said["beside"] == "theirs" else scene.ours
            join(agreement_(place, kind, **said["pact"]), agency, live=WHEN[said["party"]])
        receiver = scene.ours if said["receiver"] == "ours" else scene.theirs
        where = place if said["community"] == "here" else beyond
        referral_(where, scene.home, service, receiver=receiver, **times(said))
        actor = scene.worker if said["works"] else worker(place, scene.theirs, "supervisor")
        ask = "SELECT kw_would_strand(%s, %s) = 1"
        yield actor, ask, (pact.pk, scene.ours.pk), strands(said)


def _shut(place):
    """When and where the family will be is nothing for whom it has shut out, or for their agency."""
    base = {"of": "worker", "home": "this", "when": "live"}
    for said in (
        *varied(base, of=("agency", "another worker", "another agency"), when=tuple(WHEN)),
        base | {"home": "other"},
        *varied(base | {"of": "agency"}, home=("other",), when=tuple(WHEN)),
    ):
        scene = Told(place)
        named = {
            "worker": {"user_id": scene.worker.id},
            "agency": {"agency": scene.ours},
            "another worker": {"user_id": worker(place, scene.ours, "caseworker").id},
            "another agency": {"agency": scene.theirs},
        }[said["of"]]
        home = scene.home if said["home"] == "this" else scene.beyond
        Block.objects.create(household=home, **named, **WHEN[said["when"]])
        meant = said["of"] in ("worker", "agency") and said["home"] == "this"
        wanted = meant and said["when"] in HOLD
        yield scene.worker, "SELECT kw_shut_from(%s)", (scene.home.pk,), wanted


OF_SENT = (_siblings, _ended_siblings, _left_open, _towards, _lost, _would, _shut)
