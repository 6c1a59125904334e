"""One human being under two rows: who may never be matched, who may say so, and what a clock finds."""

from datetime import timedelta

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.people.models import HouseholdMember, IdentityLink, Match, Person
from kinwork.trust.access.models import Block, Tie, Withholding
from tests.access.deeds.grounds import LABELLED, Told
from tests.access.deeds.telling import HOLD, WHEN, Deed, acting, referral_, service_, varied
from tests.access.dice import DAY, MINUTE, NOW
from tests.access.right import ANYBODY, LIVE, agency_, agreement_, home_, join, worker

# May it still be told? --------------------------------------------------------------------------

HEARS = {"active": True, "party": True, "permit": True, "refusal": False, "block": None}


def hears(said: dict) -> bool:
    """It takes part, the family's consent stands, and nobody has refused or shut it out."""
    out = said["block"] and said["block"][0] != "other" and said["block"][1] in HOLD
    stands = said["party"] and said["permit"] and not said["refusal"]
    return bool(said["active"] and stands and not out)


def _hears(place):
    blocks = [("user", when) for when in WHEN] + [("agency", "live"), ("other", "live")]
    blocks += [("elsewhere", "live")]
    for said in varied(
        HEARS, active=(False,), party=(False,), permit=(False,), refusal=(True,), block=blocks
    ):
        scene = Told(place)
        if said["party"]:
            join(agreement_(place, "participation"), scene.ours)
        if said["permit"]:
            scene.consent(classes=["identity"])
        if said["refusal"]:
            scene.consent(classes=["identity"], deny=True)
        actor = scene.worker
        if not said["active"]:
            actor = worker(place, scene.ours, "caseworker", ends=NOW)
        if said["block"]:
            whom, when = said["block"]
            named = {"agency": scene.theirs if whom == "other" else scene.ours}
            named = {"user_id": actor.id} if whom == "user" else named
            home = scene.beyond if whom == "elsewhere" else scene.home
            Block.objects.create(household=home, **named, **WHEN[when])
        wanted = hears(
            said if said["block"] and said["block"][0] != "elsewhere" else said | {"block": None}
        )
        yield actor, "SELECT kw_hears(%s)", (scene.home.pk,), wanted


# Whom nobody may be matched with ----------------------------------------------------------------

BAR = {"what": "nothing", "about": "this", "when": "live", "lives": "live"}


def barred(said: dict) -> bool:
    """Of themselves or another row of theirs, or of a home that they live in now."""
    if said["what"] in ("sealed", "unknown"):
        return said["about"] == "this"
    if said["what"] not in BARS or said["about"] == "somebody else":
        return False
    window = said["when"] in HOLD or said["what"] not in ("kept", "home kept", "minor")
    home = said["what"] in ("home kept", "housemate", *OF_HOME)
    return window and (not home or said["lives"] in HOLD)


OF_HOME = ("referral sud", "referral safety", "referral to part 2", "referral to victims")
OF_HOME += ("consent part 2", "consent sud", "consent safety")
LABELS = ("part 2", "safety", "address confidentiality")
BARS = (*OF_HOME, *LABELS, "victims", "part 2 office", "kept", "home kept", "minor", "housemate")
HARMLESS = ("ferpa", "referral plan", "consent health", "office", "family's own")


def _barred(place):
    service = service_()
    scenes = [
        *(BAR | {"what": what} for what in (*BARS, *HARMLESS, "nothing", "sealed", "unknown")),
        *(BAR | {"what": what, "about": "linked"} for what in (*BARS, "sealed")),
        *(BAR | {"what": what, "about": "somebody else"} for what in BARS),
        *(BAR | {"what": what, "when": when} for what in ("kept", "home kept", "minor") for when in WHEN),
        *(BAR | {"what": what, "lives": when} for what in (*OF_HOME, "home kept") for when in WHEN),
    ]  # fmt: skip
    for said in scenes:
        home, person, child = home_(place, lives=(WHEN[said["lives"]], LIVE))
        there, twin, _small = home_(place, lives=(WHEN[said["lives"]], LIVE))
        if said["about"] == "linked":
            one, other = sorted((person, twin), key=lambda row: row.pk)
            IdentityLink.objects.create(one=one, other=other, linked_by=agency_(), why="-", **LIVE)
        whose = (home, person) if said["about"] == "this" else (there, twin)
        _bars(place, said, *whose, child if said["about"] == "this" else _small, service)
        key = new_id() if said["what"] == "unknown" else person.pk
        yield ANYBODY, "SELECT kw_unlinkable(%s)", (key,), barred(said)


def _bars(place, said: dict, home, person, housemate, service) -> None:
    what = said["what"]
    if what == "sealed":
        Person.objects.filter(pk=person.pk).update(sealed_at=NOW)
    elif what in (*LABELS, "ferpa"):
        Person.objects.filter(pk=person.pk).update(labels=[what])
    elif what == "housemate":
        Person.objects.filter(pk=housemate.pk).update(labels=["safety"])
    elif what in ("victims", "part 2 office", "office"):
        kind = {
            "is_victim_service_provider": what == "victims",
            "is_part_2": what == "part 2 office",
        }
        office = Agency.objects.create(name=f"A {new_id().hex[:6]}", **kind)
        Person.objects.filter(pk=person.pk).update(recorded_by=office)
    elif what in ("kept", "home kept", "minor"):
        # a minor's own service protects no home, and bars a match all the same
        kind = "minor's own service" if what != "kept" else "protected branch"
        whom = {"household": home} if what == "home kept" else {"person": person}
        Withholding.objects.create(
            community=place, kind=kind, recorded_by=agency_(), **whom, **WHEN[said["when"]]
        )
    elif what.startswith("referral"):
        kind = {"is_victim_service_provider": what.endswith("victims")}
        kind |= {"is_part_2": what.endswith("part 2")}
        receiver = Agency.objects.create(name=f"R {new_id().hex[:6]}", **kind)
        sort = what.split()[1]
        sensitivity = sort if sort in ("sud", "safety") else "plan"
        referral_(place, home, service, receiver=receiver, sensitivity=sensitivity)
    elif what.startswith("consent"):
        sort = what.removeprefix("consent ")
        told = {"classes": [sort]} if sort != "part 2" else {"classes": ["sud"], **LABELLED["sud"]}
        Told(place).consent(household=home, given_by=person, **told)


# Who may say that two are one --------------------------------------------------------------------

MAY = {"kind": "staff", "purpose": "care", "role": "supervisor", "active": True, "two": True}
MAY |= {"ties": "both", "match": None, "barred": None}
MATCHED = {"agency": "ours", "answer": "yes", "settled": False, "one": "one", "other": "other"}


def may_link(said: dict) -> bool:
    """A supervisor whose agency works with both, or whom the family's own yes has reached."""
    may = said["kind"] == "staff" and said["purpose"] == "care" and said["active"]
    may = may and said["role"] == "supervisor" and said["two"] and said["barred"] is None
    match = said["match"]
    told = match and match["agency"] == "ours" and match["answer"] == "yes" and not match["settled"]
    told = told and {match["one"], match["other"]} == {"one", "other"}
    return bool(may and (said["ties"] == "both" or told))


def matched(**said) -> dict:
    return MATCHED | said


def _may_link(place):
    flaws = [
        *(matched(), matched(agency="theirs"), matched(answer="no"), matched(answer="")),
        *(matched(settled=True), matched(one="other", other="one"), matched(one="third")),
        *(matched(other="third"), matched(one="third", other="one"), matched(one="other", other="third")),
    ]  # fmt: skip
    whole = {
        "kind": ("machine", "family"), "purpose": ("audit",), "active": (False,), "two": (False,),
        "role": ("caseworker", "navigator", "privacy officer"), "barred": ("one", "other"),
    }  # fmt: skip
    for said in (
        *varied(MAY, **whole, ties=("one", "other", "none", "other classes")),
        *varied(MAY | {"ties": "none", "match": MATCHED}, **whole, match=flaws),
    ):
        scene = Told(place)
        rows = {"one": scene.adult, "other": scene.twin, "third": home_(place)[1]}
        ended = {} if said["active"] else {"ends": NOW}
        who = worker(place, scene.ours, said["role"], **ended)
        for name in ("one", "other"):
            if said["ties"] in ("both", name, "other classes"):
                classes = ["means"] if said["ties"] == "other classes" else []
                tie = {"agency": scene.ours, "person": rows[name], "classes": classes, **LIVE}
                Tie.objects.create(community=place, kind="assignment", **tie)
        if match := said["match"]:
            agency = scene.ours if match["agency"] == "ours" else scene.theirs
            match_(
                place, rows[match["one"]], rows[match["other"]], scene.home, agency,
                answer=match["answer"], settled_at=NOW if match["settled"] else None,
            )  # fmt: skip
        if said["barred"]:
            Person.objects.filter(pk=rows[said["barred"]].pk).update(labels=["safety"])
        values = (rows["one"].pk, rows["other"].pk if said["two"] else rows["one"].pk)
        yield acting(said, who), "SELECT kw_may_link(%s, %s)", values, may_link(said)


def match_(place, one, other, home, agency, **said) -> Match:
    right = {"community": place, "found_at": NOW - DAY, "household": home, "agency": agency}
    if said.get("answer"):
        right["answered_at"] = NOW - MINUTE
    return Match.objects.create(one=one, other=other, **right | said)


# What a clock finds, and how it is answered ------------------------------------------------------

FINDS = {"kind": "clock", "itself": True, "born": "same", "names": "same", "few": False}
FINDS |= {"community": "here", "first": True, "office": "theirs", "lives": "live", "linked": False}
FINDS |= {"before": False, "barred": None}


def finds(said: dict) -> bool:
    """Another office knew somebody, earlier, here, by exactly these names and this birth date."""
    itself = said["kind"] == "clock" and said["itself"] and not said["few"]
    exact = said["born"] == "same" and said["names"] == "same" and said["community"] == "here"
    earlier = said["first"] and said["office"] == "theirs" and said["lives"] in HOLD
    return itself and exact and earlier and not (said["linked"] or said["before"] or said["barred"])


def _finds(place):
    after = """SELECT count(*) FROM people_match m WHERE m.id = %s AND m.one_id = %s
        AND m.other_id = %s AND m.household_id = %s AND m.agency_id = %s AND m.answer = ''"""
    beyond = Community.objects.create(slug=f"f-{new_id().hex[:8]}", name="F", state="AZ")
    for said in varied(
        FINDS, kind=("staff", "link"), itself=(False,), born=("other", "none"), few=(True,),
        names=("more", "fewer", "others"), community=("beyond",), first=(False, None),
        office=("ours", "nobody"), lives=tuple(WHEN), linked=(True,), before=(True,),
        barred=("fresh", "known"),
    ):  # fmt: skip
        said = said | {"first": True} if said["first"] is None else said
        scene = Told(place)
        known, fresh = scene.adult, home_(place)[1]
        mark = new_id().hex[:8]
        keys = [f"{mark}a", f"{mark}b"][: 1 if said["few"] else 2]
        other = {"more": [*keys, f"{mark}c"], "fewer": keys[:1], "others": [f"{mark}d", keys[0]]}
        born = NOW.date()
        date = {"same": born, "other": born - timedelta(days=1), "none": None}[said["born"]]
        office = {"theirs": scene.theirs, "ours": scene.ours, "nobody": None}[said["office"]]
        Person.objects.filter(pk=fresh.pk).update(
            name_keys=keys, birth_date=born, recorded_by=scene.ours, recorded_at=NOW
        )
        Person.objects.filter(pk=known.pk).update(
            name_keys=other.get(said["names"], keys), birth_date=date, recorded_by=office,
            recorded_at=NOW if said["first"] else NOW + MINUTE,
            community=place if said["community"] == "here" else beyond,
        )  # fmt: skip
        HouseholdMember.objects.filter(person=known).update(**WHEN[said["lives"]])
        if said["linked"]:
            one, two = sorted((known, fresh), key=lambda row: row.pk)
            IdentityLink.objects.create(one=one, other=two, linked_by=scene.ours, why="-", **LIVE)
        if said["before"]:
            match_(place, scene.twin, fresh, scene.beyond, scene.theirs)
        if said["barred"]:
            row = fresh if said["barred"] == "fresh" else known
            Person.objects.filter(pk=row.pk).update(labels=["part 2"])
        found, match = finds(said), new_id()
        actor = Actor(said["kind"], fresh.pk if said["itself"] else scene.child.pk)
        yield Deed(
            actor, "SELECT kw_note_match(%s)", (match,), after,
            (match, known.pk, fresh.pk, scene.home.pk, scene.theirs.pk),
            (match if found else None, int(found)),
        )  # fmt: skip


def _answers(place):
    """Once, yes or no, by whoever shares the whole home."""
    after = "SELECT answer, settled_at FROM people_match WHERE id = ANY (%s) ORDER BY found_at"
    both = f"SELECT array_agg(answer), array_agg(settled_at) FROM ({after}) m"
    for said, was, who, wanted in (
        *(("yes", "", "family", True), ("no", "", "family", True), ("si", "", "family", False)),
        *(("yes", "no", "family", False), ("no", "yes", "family", False), ("", "", "family", False)),
        *(("yes", "", "another family", False), ("yes", "", "staff", False), ("yes", "", "kept", False)),
    ):  # fmt: skip
        scene = Told(place)
        if who == "kept":
            Withholding.objects.create(
                community=place, kind="court order", person=scene.child, from_person=scene.adult,
                recorded_by=scene.theirs, **LIVE,
            )  # fmt: skip
        stranger = home_(place)[1]
        asked = match_(place, scene.adult, scene.twin, scene.home, scene.theirs, answer=was)
        beside = match_(
            place, scene.adult, stranger, scene.home, scene.theirs, found_at=NOW - MINUTE
        )
        home = scene.beyond if who == "another family" else scene.home
        person = scene.twin if who == "another family" else scene.adult
        actor = scene.worker if who == "staff" else Actor("family", person.pk, home.pk)
        settled = NOW if wanted and said == "no" else None
        answer = said if wanted else was
        yield Deed(
            actor, "SELECT kw_answer_match(%s, %s)", (asked.pk, said), both,
            ([asked.pk, beside.pk],), (wanted, [answer, ""], [settled, None]),
        )  # fmt: skip


def _settles(place):
    """A supervisor of the agency that answers for it, after a yes, once."""
    after = "SELECT array_agg(settled_at ORDER BY found_at) FROM people_match WHERE id = ANY (%s)"
    for role, agency, answer, was, wanted in (
        ("supervisor", "ours", "yes", None, True),
        *(("caseworker", "ours", "yes", None, False), ("supervisor", "theirs", "yes", None, False)),
        *(("supervisor", "ours", "no", None, False), ("supervisor", "ours", "", None, False)),
        ("supervisor", "ours", "yes", NOW - DAY, False),
    ):
        scene = Told(place)
        named = scene.ours if agency == "ours" else scene.theirs
        stranger = home_(place)[1]
        asked = match_(
            place, scene.adult, scene.twin, scene.home, named, answer=answer, settled_at=was
        )
        beside = match_(
            place, scene.adult, stranger, scene.home, named, answer="yes", found_at=NOW - MINUTE
        )
        actor = worker(place, scene.ours, role)
        yield Deed(
            actor, "SELECT kw_settle_match(%s)", (asked.pk,), after, ([asked.pk, beside.pk],),
            (wanted, [NOW if wanted else was, None]),
        )  # fmt: skip


def _private(place):
    """Of a minor's own service: the work, and the tie it opened; for caregivers, while it holds."""
    ask = "SELECT kw_private_deed(%s, %s)"
    for kind, when, whose, wanted in (
        *(("family", when, "caregiver", when in HOLD) for when in WHEN),
        *(("staff", "live", "caregiver", False), ("clock", "live", "caregiver", False)),
        ("family", "live", "minor", False),
    ):
        scene = Told(place)
        work = new_id()
        Withholding.objects.create(
            community=place, kind="minor's own service", person=scene.child, work=work,
            recorded_by=scene.theirs, **WHEN[when],
        )  # fmt: skip
        ties = [
            Tie.objects.create(
                community=place,
                kind="referral",
                agency=scene.theirs,
                household=scene.home,
                work=one,
                **LIVE,
            )  # fmt: skip
            for one in (work, new_id())
        ]
        who = scene.adult if whose == "caregiver" else scene.child
        actor = Actor(kind, who.pk, scene.home.pk)
        for target, hidden in (
            (work, True),
            (ties[0].pk, True),
            (ties[1].pk, False),
            (new_id(), False),
        ):
            yield actor, ask, (target, scene.home.pk), wanted and hidden
        yield actor, "SELECT coalesce(kw_private_deed(NULL, %s), true)", (scene.home.pk,), False


OF_SAME = (_private, _hears, _barred, _may_link)
DEEDS_OF_SAME = (_finds, _answers, _settles)
