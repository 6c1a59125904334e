"""Ways back by a link, a code or a phone's lock; who joins a team, and who is on it alone."""

from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.family.contact.models import ContactPoint, Stop
from kinwork.family.referrals.models import Referral
from kinwork.family.teams.models import Member
from kinwork.people.models import Household, HouseholdMember
from kinwork.trust.access.models import (
    FamilyDoor,
    FamilyKey,
    FamilyPasskey,
    FamilyWay,
    Tie,
    Withholding,
)
from tests.access.deeds.telling import HOLD, WHEN, Deed, referral_, service_, varied
from tests.access.dice import DAY, MINUTE, NOW
from tests.access.right import LIVE, agency_, home_

WAY = {"kind": "visitor", "code": "right", "word": "right", "used": False, "ended": False}
WAY |= {"expires": NOW + MINUTE, "tries": 0, "safe": True, "over": None, "sealed": False}
WAY |= {"channel": "email", "lives": "live", "relation": "caregiver", "key_ended": None}
WAY |= {"key_expires": NOW + DAY, "home_sealed": None, "stop": "", "shut": None, "kept": ""}
WAY |= {"of": "home", "way": "none"}
FLAWS = {
    "safe": (False,), "over": (NOW - DAY,), "sealed": (True,), "channel": ("phone",),
    "lives": tuple(WHEN), "relation": ("other adult",), "key_ended": (NOW - MINUTE,),
    "key_expires": (NOW, NOW - DAY), "home_sealed": (NOW - DAY,), "of": ("person", "stranger"),
    "stop": ("all", "home", "another home", "taken back"),
    "shut": (NOW - DAY, NOW - 10 * MINUTE, NOW - MINUTE),
    "kept": ("home", "child", "over", "from an agency", "minor's own service"),
}  # fmt: skip


def holds(said: dict) -> bool:
    """A caregiver who lives there, with a live key and a safe address, in an open home."""
    theirs = said["lives"] in HOLD and said["relation"] == "caregiver" and said["of"] != "stranger"
    reached = (
        said["safe"] and not said["over"] and not said["sealed"] and said["channel"] == "email"
    )
    key = not said["key_ended"] and said["key_expires"] > NOW
    quiet = said["stop"] in ("", "another home", "taken back")
    open_ = not said["home_sealed"] and (said["shut"] is None or said["shut"] < NOW - 10 * MINUTE)
    return theirs and reached and key and quiet and open_ and said["kept"] not in ("home", "child")


def lives(said: dict) -> bool:
    return not said["used"] and not said["ended"] and said["expires"] > NOW


class Scene:
    """A home with a key and an address; a way was asked for ten minutes ago."""

    def __init__(self, place, said: dict):
        self.home, self.adult, self.child = home_(place)
        self.other, self.stranger, _ = home_(place)
        address = new_id().hex
        told = {"community": place, "sensitivity": "contact", "channel": "email"}
        whose = {"home": {"household": self.home}, "person": {"person": self.adult}}
        ContactPoint.objects.create(
            value="x", address_hash=address, is_safe=said["safe"], ended_at=said["over"],
            sealed_at=NOW if said["sealed"] else None,
            **told | whose.get(said["of"], {"household": self.other}),
        )  # fmt: skip
        HouseholdMember.objects.filter(person=self.adult).update(
            relation=said["relation"], **WHEN[said["lives"]]
        )
        Household.objects.filter(pk=self.home.pk).update(sealed_at=said["home_sealed"])
        self.key = FamilyKey.objects.create(
            code_hash=new_id().bytes, word_hash=b"word", household=self.home, person=self.adult,
            community=place, expires_at=said["key_expires"], ended_at=said["key_ended"],
        )  # fmt: skip
        self._kept(place, said["kept"])
        if said["stop"]:
            whose = {"home": self.home.pk, "another home": self.other.pk}.get(said["stop"])
            Stop.objects.create(
                channel="email", address_hash=address, household=whose, way="page" if whose else "link",
                stopped_at=NOW - DAY, started_at=NOW if said["stop"] == "taken back" else None,
            )  # fmt: skip
        if said["shut"]:
            FamilyDoor.objects.create(household=self.home, shut_at=said["shut"])
        used = {"used_at": NOW, "household": self.home, "person": self.adult}
        self.code = new_id().bytes
        self.way = FamilyWay.objects.create(
            channel=said["channel"], address_hash=address, community=place, code_hash=self.code,
            asked_at=NOW - 10 * MINUTE, expires_at=said["expires"], wrong_tries=said["tries"],
            ended_at=NOW - MINUTE if said["ended"] else None, **used if said["used"] else {},
        )  # fmt: skip

    def _kept(self, place, kept: str) -> None:
        if not kept:
            return
        own = kept == "minor's own service"
        subject = {"household": self.home} if kept == "home" else {"person": self.child}
        Withholding.objects.create(
            community=place, kind=kept if own else "safety flag", recorded_by=agency_(),
            from_agency=agency_() if kept == "from an agency" else None,
            from_person=None if own or kept == "from an agency" else self.stranger,
            **subject | WHEN["over" if kept == "over" else "live"],
        )  # fmt: skip


def _opens(place):
    after = "SELECT wrong_tries, ended_at, used_at, household_id, person_id FROM access_familyway WHERE id = %s"
    kinds = ("draft", "family", "link", "staff", "clock", "machine")
    more = {
        "kind": kinds,
        "code": ("wrong",),
        "word": ("wrong",),
        "used": (True,),
        "ended": (True,),
    }
    more |= {"expires": (NOW, NOW - MINUTE), "tries": (3, 4), "way": ("this", "another")}
    wrong = {"way": "this", "code": "wrong"}
    for said in (
        *varied(WAY, **FLAWS, **more),
        *varied(WAY | wrong, tries=(3, 4, 5), used=(True,), ended=(True,), kind=kinds),
        *varied(WAY | {"word": "wrong"}, tries=(3, 4)),
    ):
        scene = Scene(place, said)
        comes = said["kind"] in ("visitor", "draft", "family", "link") and lives(said)
        met = {"none": said["code"] == "right", "this": True, "another": False}[said["way"]]
        done = comes and met and holds(said) and (said["code"], said["word"]) == ("right", "right")
        tries = said["tries"] + (1 if comes and met and not done else 0)
        ended = (
            NOW - MINUTE if said["ended"] else NOW if tries > said["tries"] and tries >= 5 else None
        )
        used = NOW if done or said["used"] else None
        whose = (scene.home.pk, scene.adult.pk) if used else (None, None)
        code = scene.code if said["code"] == "right" else new_id().bytes
        word = b"word" if said["word"] == "right" else b"other"
        way = {"none": None, "this": scene.way.pk, "another": new_id()}[said["way"]]
        yield Deed(
            Actor(said["kind"], new_id()), "SELECT count(*) FROM kw_open_way(%s, %s, %s, %s)",
            (way, code, [scene.key.pk], [word]), after, (scene.way.pk,),
            (int(done), tries, ended, used, *whose),
        )  # fmt: skip


def _gives(place):
    """Its own clock alone makes a secret, while the way stands; and finds the home for it."""
    after = "SELECT code_hash = %s, expires_at FROM access_familyway WHERE id = %s"
    for said in varied(
        WAY | {"kind": "clock", "mine": True}, kind=("staff", "visitor", "link"), mine=(False,),
        used=(True,), ended=(True,), expires=(NOW, NOW - MINUTE), safe=(False,),
    ):  # fmt: skip
        scene = Scene(place, said)
        actor = Actor(said["kind"], scene.way.pk if said["mine"] else new_id())
        done = said["kind"] == "clock" and said["mine"] and lives(said)
        new = new_id().bytes
        yield Deed(
            actor, "SELECT kw_give_way(%s, %s, interval '9 minutes')", (scene.way.pk, new), after,
            (new, scene.way.pk), (done, done, NOW + 9 * MINUTE if done else said["expires"]),
        )  # fmt: skip
        yield Deed(
            actor, "SELECT count(*) FROM kw_way_home(%s)", (scene.way.pk,), "SELECT 1", (),
            (int(done and holds(said)), 1),
        )  # fmt: skip
        yield Deed(
            Actor("visitor"), "SELECT count(*) FROM kw_way_salts(%s, %s)",
            (scene.way.pk, scene.code), "SELECT 1", (), (int(lives(said) and holds(said)), 1),
        )  # fmt: skip
        for way, code in ((new_id(), scene.code), (scene.way.pk, new_id().bytes)):
            yield Deed(
                Actor("visitor"), "SELECT count(*) FROM kw_way_salts(%s, %s)", (way, code),
                "SELECT 1", (), (0, 1),
            )  # fmt: skip


def _asks(place):
    """Whoever is not at work; older lines that led nowhere go, and nothing else."""
    after = "SELECT array_agg(wrong_tries ORDER BY wrong_tries) FROM access_familyway WHERE address_hash = %s"
    for kind in ("visitor", "draft", "family", "link", "staff", "clock", "machine"):
        address, way = new_id().hex, new_id()
        home, adult, _child = home_(place)
        told = {"channel": "email", "address_hash": address, "community": place}
        for tries, age, used in ((1, 2, False), (2, 1, False), (3, 2, True)):
            whose = {"used_at": NOW, "household": home, "person": adult} if used else {}
            FamilyWay.objects.create(asked_at=NOW - age * DAY, wrong_tries=tries, **told, **whose)
        done = kind in ("visitor", "draft", "family", "link")
        yield Deed(
            Actor(kind, new_id()), "SELECT kw_ask_way(%s, 'email', %s, %s)", (way, address, place.pk),
            after, (address,), (done, [0, 2, 3] if done else [1, 2, 3]),
        )  # fmt: skip


LOCK = {"kind": "visitor", "ended": False, "lives": "live", "was": 4, "says": 5, "right": True}


def _locks(place):
    """A live lock of who lives there; a counter that does not rise ends it."""
    after = "SELECT sign_count, used_at, ended_at FROM access_familypasskey WHERE id = %s"
    for said in (
        *varied(LOCK, kind=("draft", "family", "link", "staff", "clock", "machine"), ended=(True,),
                lives=tuple(WHEN), says=(4, 3, 0), right=(False,)),
        *varied(LOCK | {"was": 0}, says=(0, 1)),
    ):  # fmt: skip
        home, adult, _child = home_(place, lives=(WHEN[said["lives"]], LIVE))
        lock = FamilyPasskey.objects.create(
            credential=new_id().bytes, public_key=b"key", sign_count=said["was"], household=home,
            person=adult, community=place, made_at=NOW - DAY,
            ended_at=NOW - MINUTE if said["ended"] else None,
        )  # fmt: skip
        comes = said["kind"] in ("visitor", "draft", "family", "link") and said["right"]
        stands = comes and not said["ended"] and said["lives"] in HOLD
        done = stands and (said["says"] > said["was"] or said["says"] == said["was"] == 0)
        ended = NOW - MINUTE if said["ended"] else NOW if stands and not done else None
        count, used = (said["says"], NOW) if done else (said["was"], None)
        this = lock.credential if said["right"] else new_id().bytes
        yield Deed(
            Actor(said["kind"], new_id()), "SELECT count(*) FROM kw_use_passkey(%s, %s)",
            (this, said["says"]), after, (lock.pk,), (int(done), count, used, ended),
        )  # fmt: skip
        known = said["right"] and not said["ended"]
        yield Deed(
            Actor("visitor"),
            "SELECT kw_passkey(%s) IS NOT NULL",
            (this,),
            "SELECT 1",
            (),
            (known, 1),
        )


JOIN = {"kind": "clock", "tie": "team", "itself": True, "member": False, "person": False}
JOIN |= {"at": "home", "side": "receiver", "class": "plan", "sent": True, "over": False}


def _joins(place):
    """A referral that is sent and open lets in its two agencies, and nobody by name."""
    ask, service = "SELECT coalesce(kw_joins_team(%s, %s, %s, %s, %s, %s), false)", service_()
    for said in varied(
        JOIN, kind=("staff", "family", "link"), tie=("referral", "intake", "assignment"),
        itself=(False,), member=(True,), person=(True,), at=("another",),
        side=("sender", "stranger"), **{"class": ("sud", "safety", "health")}, sent=(False,),
        over=(True,),
    ):  # fmt: skip
        home, adult, _child = home_(place)
        sides = {one: agency_() for one in ("sender", "receiver", "stranger")}
        row = referral_(
            place, home, service, sender=sides["sender"], receiver=sides["receiver"],
            sensitivity=said["class"], sent_at=NOW - DAY if said["sent"] else None,
            state="sent" if said["sent"] else "draft",
            ended_at=NOW if said["over"] else None,
        )  # fmt: skip
        actor = Actor(said["kind"], row.pk if said["itself"] else new_id())
        where = home if said["at"] == "home" else home_(place)[0]
        values = (
            sides[said["side"]].pk, new_id() if said["member"] else None, where.pk,
            adult.pk if said["person"] else None, said["tie"], row.pk,
        )  # fmt: skip
        right = {key: JOIN[key] for key in JOIN if key not in ("side", "class")}
        wanted = all(said[key] == value for key, value in right.items())
        wanted = wanted and said["side"] != "stranger" and said["class"] not in ("sud", "safety")
        yield actor, ask, values, wanted


ALONE = {"kind": "family", "kept": True, "other": "", "tie": "", "agency": True, "home": True}


def _alone(place):
    """On the team by nothing but what is kept from this caregiver."""
    ask, service = "SELECT kw_comes_alone(%s, %s)", service_()
    for said in varied(
        ALONE, kind=("staff", "clock", "link"), kept=(False,), other=("open", "elsewhere", "theirs"),
        tie=("intake", "assignment", "team", "elsewhere", "theirs"), agency=(False,), home=(False,),
    ):  # fmt: skip
        (home, adult, child), (beyond, _a, _c) = home_(place), home_(place)
        ours, theirs = agency_(), agency_()

        def seat(row: Referral, where, agency) -> None:
            Member.objects.create(
                community=place, sensitivity="plan", household=where, referral=row, side="receiver",
                role="serves", agency=agency, organization=row.organization, starts=NOW - DAY,
                confirmed_at=NOW - DAY,
            )  # fmt: skip

        work = referral_(place, home, service)
        seat(work, home, ours)
        if said["kept"]:
            Withholding.objects.create(
                community=place, kind="minor's own service", person=child, work=work.pk,
                recorded_by=ours, **LIVE,
            )  # fmt: skip
        if said["other"]:
            where = beyond if said["other"] == "elsewhere" else home
            seat(
                referral_(place, where, service),
                where,
                theirs if said["other"] == "theirs" else ours,
            )
        if said["tie"]:
            Tie.objects.create(
                community=place, household=beyond if said["tie"] == "elsewhere" else home,
                kind=said["tie"] if said["tie"] in ("team", "assignment") else "intake",
                agency=theirs if said["tie"] == "theirs" else ours, work=new_id(), **LIVE,
            )  # fmt: skip
        wanted = said["kind"] == "family" and said["kept"] and said["agency"] and said["home"]
        wanted = wanted and said["other"] != "open" and said["tie"] not in ("intake", "assignment")
        where = home if said["home"] else beyond
        actor = Actor(said["kind"], adult.pk, home.pk)
        yield actor, ask, (ours.pk if said["agency"] else agency_().pk, where.pk), wanted


OF_WAYS = (_joins, _alone)
DEEDS_OF_WAYS = (_opens, _gives, _asks, _locks)
