"""A family's keys and cards: who hands them out, what they open, how often, and how they end."""

from datetime import timedelta

from kinwork.accounts.models import Agency, User
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.family.intake.models import Draft
from kinwork.people.models import Household, HouseholdMember
from kinwork.trust.access.models import FamilyClaim, FamilyDoor, FamilyKey, Tie, Withholding
from tests.access.deeds.glass import SHUT, Breaker, shut
from tests.access.deeds.telling import HOLD, WHEN, Deed, varied
from tests.access.dice import DAY, MINUTE, NOW
from tests.access.right import ANYBODY, LIVE, home_

HANDS = {"kind": "staff", "purpose": "care", "active": True, "role": "navigator", "tied": True}
HANDS |= {"recorded": "ours", "block": None}
HANDERS = ("intake worker", "navigator", "caseworker", "supervisor")


def hands(said: dict) -> bool:
    """The agency that the story was told to, while it works with the family."""
    may = said["kind"] == "staff" and said["purpose"] == "care" and said["active"]
    may = may and said["role"] in HANDERS and said["tied"] and said["recorded"] == "ours"
    return may and not shut(said["block"])


def handing(place, said: dict) -> Breaker:
    scene = Breaker(place, {"clause": False} | said)
    owner = {"ours": scene.ours, "theirs": scene.theirs, "nobody": None}[said["recorded"]]
    Household.objects.filter(pk=scene.home.pk).update(recorded_by=owner)
    Household.objects.filter(pk=scene.beyond.pk).update(recorded_by=scene.ours)
    where = scene.home if said["tied"] else scene.beyond
    Tie.objects.create(
        community=place, kind="assignment", agency=scene.ours, household=where, **LIVE
    )
    return scene


def _hands(place):
    roles = (*HANDERS, "provider staff", "privacy officer", "coordinator")
    for said in varied(
        HANDS, kind=("machine", "family"), purpose=("audit",), active=(False,), role=roles,
        tied=(False,), recorded=("theirs", "nobody"), block=SHUT,
    ):  # fmt: skip
        scene = handing(place, said)
        yield scene.actor, "SELECT kw_hands_claims(%s)", (scene.home.pk,), hands(said)


def _belongs(place):
    """To this home, in this role, now."""
    ask = "SELECT kw_belongs(%s, %s, %s)"
    for when, window in WHEN.items():
        home, adult, child = home_(place, lives=(window, LIVE))
        beyond = home_(place)[0]
        here = when in HOLD
        yield ANYBODY, ask, (home.pk, adult.pk, "caregiver"), here
        yield ANYBODY, ask, (home.pk, adult.pk, None), here
        yield ANYBODY, ask, (home.pk, adult.pk, "child"), False
        yield ANYBODY, ask, (home.pk, child.pk, "caregiver"), False
        yield ANYBODY, ask, (home.pk, child.pk, None), True
        yield ANYBODY, ask, (beyond.pk, adult.pk, None), False


def _shut_out(place):
    """Whoever came before the page was shut is out; not of another home."""
    ask = "SELECT kw_shut_out(%s, %s)"
    home, beyond = home_(place)[0], home_(place)[0]
    FamilyDoor.objects.create(household=home, shut_at=NOW)
    for since, out in ((NOW - MINUTE, True), (NOW, False), (NOW + MINUTE, False)):
        yield ANYBODY, ask, (home.pk, since), out
        yield ANYBODY, ask, (beyond.pk, since), False


# Cards -------------------------------------------------------------------------------------------

CARD = HANDS | {"who": "adult", "by_me": 1, "for_home": 1, "edge": DAY}


def card_of(scene, **said) -> FamilyClaim:
    right = {
        "code_hash": new_id().bytes, "household": scene.home, "person": scene.adult,
        "community": scene.place, "agency": scene.ours, "made_by_id": scene.worker.id,
        "made_at": NOW - 2 * DAY, "expires_at": NOW + DAY,
    }  # fmt: skip
    return FamilyClaim.objects.create(**right | said)


def stranger() -> User:
    return User.objects.create(email=f"{new_id().hex}@example.org")


def makes(said: dict) -> str:
    """Three a day by one worker, three a day for one home; a caregiver of it."""
    if not hands(said) or said["who"] != "adult":
        return "refused"
    at_the_edge = said["edge"] < DAY
    if said["by_me"] + at_the_edge >= 3:
        return "worker"
    return "household" if said["for_home"] + at_the_edge >= 3 else "done"


def _makes(place):
    after = """SELECT (SELECT array_agg(ended_at IS NOT NULL AND ended_at = kw_now() ORDER BY made_at)
            FROM access_familyclaim WHERE id = ANY (%s)),
        (SELECT count(*) FROM access_familyclaim c WHERE c.id = %s AND c.person_id = %s
         AND c.household_id = %s AND c.agency_id = %s AND c.made_by_id = %s
         AND c.expires_at = c.made_at + interval '1 day')"""
    both = {"by_me": 0, "for_home": 2}
    for said in (
        *varied(
            CARD, role=("privacy officer",), tied=(False,), who=("child", "stranger"),
            by_me=(2, 3), for_home=(2, 3), block=SHUT[:1],
        ),
        *varied(CARD | {"by_me": 2, "for_home": 0}, edge=(DAY - MINUTE,)),
        *varied(CARD | both, edge=(DAY - MINUTE,)),
    ):  # fmt: skip
        scene = handing(place, said)
        who = {"adult": scene.adult, "child": scene.child, "stranger": home_(place)[1]}[said["who"]]
        # earlier ones: at the edge of a day by this worker for this home, and today by either
        card_of(scene, made_at=NOW - said["edge"], ended_at=NOW - MINUTE)
        for number in range(said["by_me"]):
            card_of(scene, made_at=NOW - (number + 1) * MINUTE, household=scene.beyond)
        for number in range(said["for_home"]):
            card_of(
                scene,
                made_at=NOW - (number + 1) * MINUTE,
                made_by_id=stranger().pk,
                ended_at=NOW - MINUTE,
            )
        whom = {"made_by_id": stranger().pk, "person": who, "made_at": NOW - 9 * DAY}
        flaws = ({}, {"person": home_(place)[1]}, {"household": scene.beyond})
        flaws += ({"used_at": NOW - DAY}, {"ended_at": NOW - DAY})
        old = [
            card_of(scene, **whom | {"made_at": NOW - (9 - number) * DAY} | flaw)
            for number, flaw in enumerate(flaws)
        ]
        wanted, claim = makes(said), new_id()
        done = wanted == "done"
        values = (claim, claim.bytes, scene.home.pk, who.pk)
        told = ([one.pk for one in old], claim, who.pk, scene.home.pk, scene.ours.pk)
        yield Deed(
            scene.actor, "SELECT kw_make_claim(%s, %s, %s, %s, interval '1 day', 3, 3)", values,
            after, (*told, scene.worker.id), (wanted, [done, False, False, False, False], int(done)),
        )  # fmt: skip


USED = {"kind": "visitor", "code": "right", "ended": False, "expires": NOW + MINUTE, "used": None}
USED |= {"page": "same", "lives": "live", "relation": "caregiver", "maker": True, "agency": True}


def uses(said: dict) -> bool:
    """A card that stands, once; the same page may press again for half an hour."""
    stands = said["code"] == "right" and not said["ended"] and said["expires"] > NOW
    half = timedelta(minutes=30)
    again = said["used"] is None or (said["page"] == "same" and said["used"] > NOW - half)
    theirs = said["lives"] in HOLD and said["relation"] == "caregiver"
    comes = said["kind"] in ("visitor", "draft", "family", "link")
    return comes and stands and again and theirs and said["maker"] and said["agency"]


def _uses(place):
    after = """SELECT (SELECT array_agg(ended_at IS NOT NULL AND ended_at = kw_now() ORDER BY expires_at)
            FROM access_familykey WHERE id = ANY (%s)),
        (SELECT count(*) FROM access_familykey k WHERE k.id = %s AND k.household_id = %s
         AND k.person_id = %s AND k.expires_at = kw_now() + interval '9 days'),
        (SELECT array_agg(used_at ORDER BY made_at) FROM access_familyclaim WHERE id = ANY (%s))"""
    half = timedelta(minutes=30)
    for said in varied(
        USED, kind=("draft", "family", "link", "staff", "clock", "machine"), code=("wrong",),
        ended=(True,), expires=(NOW, NOW - MINUTE), lives=tuple(WHEN), relation=("other adult",),
        maker=(False,), agency=(False,), used=(NOW - half, NOW - half + MINUTE, NOW - DAY),
    ):  # fmt: skip
        yield _use(place, said, after)
    for page in ("same", "other"):
        yield _use(place, USED | {"used": NOW - MINUTE, "page": page}, after)


def _use(place, said: dict, after: str) -> Deed:
    scene = Breaker(place, {})
    HouseholdMember.objects.filter(person=scene.adult).update(
        relation=said["relation"], **WHEN[said["lives"]]
    )
    User.objects.filter(pk=scene.worker.id).update(is_active=said["maker"])
    Agency.objects.filter(pk=scene.ours.pk).update(active=said["agency"])
    page, other, key = new_id().bytes, new_id().bytes, new_id()
    card = card_of(
        scene, ended_at=NOW - MINUTE if said["ended"] else None, expires_at=said["expires"],
        used_at=said["used"], used_with=None if said["used"] is None else page,
    )  # fmt: skip
    second = card_of(scene, made_at=NOW - DAY, expires_at=NOW + DAY)
    keys = [
        key_of(scene, expires_at=NOW + DAY),
        key_of(scene, expires_at=NOW + 2 * DAY, person=scene.child),
        key_of(scene, expires_at=NOW + 3 * DAY, household=scene.beyond),
        key_of(scene, expires_at=NOW + 4 * DAY, ended_at=NOW - DAY),
    ]
    stories = [(scene.adult, None), (scene.child, None), (scene.adult, scene.beyond)]
    keys += [
        key_of(scene, expires_at=NOW + (5 + number) * DAY, **story_of(scene, *one))
        for number, one in enumerate(stories)
    ]
    old = story_of(scene, scene.adult)
    keys.append(key_of(scene, expires_at=NOW + 8 * DAY, ended_at=NOW - DAY, **old))
    done = uses(said)
    code = bytes(card.code_hash) if said["code"] == "right" else new_id().bytes
    values = (code, page if said["page"] == "same" else other, key, key.bytes, key.bytes)
    used = said["used"] or (NOW if done else None)
    return Deed(
        Actor(said["kind"], new_id(), scene.home.pk),
        "SELECT count(*) FROM kw_claim_key(%s, %s, %s, %s, %s, interval '9 days')", values, after,
        ([one.pk for one in keys], key, scene.home.pk, scene.adult.pk, [card.pk, second.pk]),
        (int(done), 2 * [done, False, False, False], int(done), [used, None]),
    )  # fmt: skip


# Keys --------------------------------------------------------------------------------------------


def key_of(scene, **said) -> FamilyKey:
    right = {
        "code_hash": new_id().bytes, "word_hash": b"word", "household": scene.home,
        "person": scene.adult, "community": scene.place, "expires_at": NOW + DAY,
    }  # fmt: skip
    return FamilyKey.objects.create(**right | said)


def story_of(scene, person, home=None) -> dict:
    """A key to the story that became this home's page holds the story's number alone."""
    draft = Draft.objects.create(
        community=scene.place, door="web", began_at=NOW - DAY, changed_at=NOW, finished_at=NOW,
        household=(home or scene.home).pk, answers={"person": str(person.pk)},
    )  # fmt: skip
    return {"household": None, "person": None, "draft_id": draft.pk}


ENDED = """SELECT array_agg(ended_at IS NOT NULL AND ended_at = kw_now() ORDER BY expires_at)
    FROM access_familykey WHERE id = ANY (%s)"""


def _ends(place):
    """A caregiver's own keys of this home; or those of the unfinished intake that acts."""
    for kind, who, unfinished in (
        ("family", "me", None),
        *(("staff", "me", None), ("family", "of another home", None), ("draft", "me", None)),
        *(("draft", "me", "mine"), ("draft", "another", "mine"), ("draft", "me", "another's")),
        *(("family", "me", "mine"), ("staff", "me", "mine")),
    ):
        scene = Breaker(place, {})
        me, other = scene.adult.pk, new_id()  # as if an intake had the same id
        draft = {"household": None, "person": None, "draft_id": me}
        keys = [
            key_of(scene, expires_at=NOW + DAY),
            key_of(scene, expires_at=NOW + 2 * DAY, ended_at=NOW - DAY),
            key_of(scene, expires_at=NOW + 3 * DAY, person=scene.child),
            key_of(scene, expires_at=NOW + 4 * DAY, household=scene.beyond),
            key_of(scene, **draft | {"expires_at": NOW + 5 * DAY}),
            key_of(scene, **draft | {"expires_at": NOW + 6 * DAY, "draft_id": other}),
            key_of(scene, **draft | {"expires_at": NOW + 7 * DAY, "ended_at": NOW - DAY}),
            key_of(scene, expires_at=NOW + 8 * DAY, **story_of(scene, scene.adult)),
            key_of(scene, expires_at=NOW + 9 * DAY, **story_of(scene, scene.child)),
            key_of(scene, expires_at=NOW + 10 * DAY, **story_of(scene, scene.adult, scene.beyond)),
        ]
        hat = scene.beyond.pk if who == "of another home" else scene.home.pk
        actor = Actor(kind, new_id() if who == "another" else me, hat)
        own = (kind, who, unfinished) == ("family", "me", None)
        drafts = (kind, who, unfinished) == ("draft", "me", "mine")
        ended = [own, False, False, False, drafts, False, False, own, False, False]
        key = {None: None, "mine": me, "another's": other}[unfinished]
        sql = "SELECT kw_end_keys(%s, %s, %s)::text"
        told = ([one.pk for one in keys],)
        yield Deed(actor, sql, (scene.home.pk, key, NOW), ENDED, told, (None, ended))


def _shuts(place):
    """Every key and card of the home; who something is kept from shuts their own ways in alone."""
    after = f"""SELECT ({ENDED}),
        (SELECT array_agg(ended_at IS NOT NULL AND ended_at = kw_now() ORDER BY made_at)
         FROM access_familyclaim WHERE id = ANY (%s)),
        (SELECT count(*) FROM access_familydoor WHERE household_id = %s AND shut_at = kw_now())"""
    for kind, mine, kept in (
        *(("family", True, False), ("family", True, True)),
        *(("family", False, False), ("staff", True, False)),
    ):
        scene = Breaker(place, {})
        if kept:
            Withholding.objects.create(
                community=place, kind="court order", person=scene.child, from_person=scene.adult,
                recorded_by=scene.theirs, **LIVE,
            )  # fmt: skip
        told = [
            {},
            {"person": scene.child},
            {"household": scene.beyond},
            {"ended_at": NOW - DAY},
            {"ended_at": NOW - DAY, "person": scene.child},
        ]
        keys = [key_of(scene, expires_at=NOW + (n + 1) * DAY, **one) for n, one in enumerate(told)]
        cards = [card_of(scene, made_at=NOW - (9 - n) * DAY, **one) for n, one in enumerate(told)]
        stories = [(scene.adult, None), (scene.child, None), (scene.adult, scene.beyond)]
        keys += [
            key_of(scene, expires_at=NOW + (6 + n) * DAY, **story_of(scene, *one))
            for n, one in enumerate(stories)
        ]
        done = kind == "family" and mine
        ended = [done, done and not kept, False, False, False]
        hat = scene.home.pk if mine else scene.beyond.pk
        ids = ([one.pk for one in keys], [one.pk for one in cards], scene.home.pk)
        yield Deed(
            Actor(kind, scene.adult.pk, hat), "SELECT kw_shut_page(%s)", (scene.home.pk,), after, ids,
            (done, [*ended, done, done and not kept, False], ended, int(done and not kept)),
        )  # fmt: skip


TURNED = {"code": "right", "word": "right", "ended": False, "expires": NOW + MINUTE, "tries": 0}
TURNED |= {"wrong_at": None, "lives": "live", "where": "home", "draft": False}


def turns(said: dict) -> bool:
    """Code and word fit; five wrong words, and it rests for a quarter of an hour."""
    return rings(said) and said["word"] == "right"


def rings(said: dict) -> bool:
    """The key is there, not resting, and of who lives there now."""
    stands = said["code"] == "right" and not said["ended"] and said["expires"] > NOW
    quarter = timedelta(minutes=15)
    rests = said["tries"] >= 5 and said["wrong_at"] > NOW - quarter
    here = said["draft"] or (said["lives"] in HOLD and said["where"] == "home")
    return stands and not rests and here


def _turns(place):
    after = "SELECT wrong_tries, last_wrong_at FROM access_familykey WHERE id = ANY (%s) ORDER BY expires_at"
    quarter = timedelta(minutes=15)
    wrong = {"tries": 5, "wrong_at": NOW - MINUTE}
    for said in (
        *varied(
            TURNED, code=("wrong",), word=("wrong",), ended=(True,), expires=(NOW, NOW - MINUTE),
            lives=tuple(WHEN), where=("elsewhere", "gone"), draft=(True,),
        ),
        *varied(
            TURNED | wrong, tries=(4, 6), wrong_at=(NOW - quarter, NOW - quarter + MINUTE, NOW - DAY),
            word=("wrong",),
        ),
        TURNED | {"draft": True, "word": "wrong"},
    ):  # fmt: skip
        scene = Breaker(place, {})
        member = HouseholdMember.objects.filter(person=scene.adult)
        member.update(**WHEN[said["lives"]])
        if said["where"] == "elsewhere":
            member.update(household=scene.beyond)
        elif said["where"] == "gone":
            member.delete()
        draft = {"household": None, "person": None, "draft_id": new_id()} if said["draft"] else {}
        key = key_of(
            scene, ended_at=NOW - MINUTE if said["ended"] else None, expires_at=said["expires"],
            wrong_tries=said["tries"], last_wrong_at=said["wrong_at"], **draft,
        )  # fmt: skip
        beside = key_of(scene, expires_at=NOW + 9 * DAY, wrong_tries=2)
        code = bytes(key.code_hash) if said["code"] == "right" else new_id().bytes
        word = b"word" if said["word"] == "right" else b"other"
        tries, at = said["tries"], said["wrong_at"]
        if turns(said):
            tries = 0
        elif rings(said):
            tries, at = tries + 1, NOW
        both = f"SELECT array_agg(wrong_tries), max(last_wrong_at) FROM ({after}) k"
        yield Deed(
            Actor("visitor", new_id()), "SELECT count(*) FROM kw_turn_key(%s, %s)", (code, word),
            both, ([key.pk, beside.pk],), (int(turns(said)), [tries, 2], at),
        )  # fmt: skip


OF_KEYS = (_hands, _belongs, _shut_out)
DEEDS_OF_KEYS = (_makes, _uses, _ends, _shuts, _turns)
