"""One thing wrong at a time: a row that is shared, a trail, a signature, a search."""

from dataclasses import replace
from datetime import timedelta

from kinwork.accounts.models import AgencyCommunity
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import Community, Text
from kinwork.family.facts.models import Fact
from kinwork.people.models import IdentityLink, Person
from kinwork.trust.access.models import Block, RowShare, Tie, Withholding
from kinwork.trust.consent.models import Consent
from tests.access.dice import BORN, DAY, NOW
from tests.access.right import LIVE, WINDOWS, agency_, agreement_, home_, join, worker

ROW = "SELECT kw_may_see(%s, %s, NULL, %s, %s, %s, NULL, %s)"
ELSEWHERE = object()  # another agency, household, user or row of the same kind
# What may be wrong with a note that a family shows: which ground, and what in it.
FLAWS = (
    {},
    *({ground: {name: value}} for ground in ("tie", "consent", "share") for name, value in (
        ("agency", ELSEWHERE), ("household", ELSEWHERE), ("gone", True))),
    *({ground: window} for ground in ("tie", "consent", "share") for window in WINDOWS),
    {"tie": {"classes": ["means"]}},
    {"tie": {"user": ELSEWHERE}},
    {"consent": {"classes": ["means"]}},
    {"consent": {"purposes": ["statistics"]}},
    {"consent": {"deny": True}},
    {"consent": {"ended_at": NOW}},
    {"consent": {"given_by": ELSEWHERE}},
    {"consent": {"named_user": ELSEWHERE}},
    {"share": {"row": ELSEWHERE}},
    {"label": "part 2"},
    {"label": "safety"},
    {"label": "ferpa"},
    {"label": "address confidentiality"},
)  # fmt: skip
# What a label wants of the consent; with all of it, and with one thing less.
LABELLED = {
    "part 2": {
        **{"part_2": True, "records": "all", "way": "on paper"},
        "classes": ["notes", "sud"],
    },
    "safety": {"named_user": "me"},
    "ferpa": {"records": "all", "way": "on paper"},
    "head start": {"records": "all", "way": "on screen"},
}


def _shared(place):
    text = Text.objects.create(
        key=f"one-{new_id().hex[:6]}", language="en", community=place, body="-"
    )
    for flaw in FLAWS:
        yield _note(place, text, flaw, not flaw)
    for label, wants in LABELLED.items():
        yield _note(place, text, {"label": label, "consent": wants}, True)
        for name in wants if label != "part 2" else ("part_2",):
            less = {one: value for one, value in wants.items() if one != name}
            yield _note(place, text, {"label": label, "consent": less}, False)


def _beside(place):
    """What else was said, or stands, beside a note that is rightly shown."""
    text = Text.objects.create(
        key=f"two-{new_id().hex[:6]}", language="en", community=place, body="-"
    )
    yield _note(place, text, {"block": LIVE}, False)
    yield from (_note(place, text, {"block": window}, True) for window in WINDOWS)
    yield _note(place, text, {"refusal": {}}, False)
    yield _note(place, text, {"refusal": {"household": ELSEWHERE}}, True)
    yield _note(place, text, {"refusal": {"given_by": ELSEWHERE}}, True)
    yield from (_note(place, text, {"refusal": window}, True) for window in WINDOWS)
    for pacts, wanted in (
        (("mou", "data-sharing"), True),
        (("mou",), False),
        (("data-sharing",), False),
        ((), False),
    ):
        yield _note(place, text, {"pacts": pacts}, wanted)
    # a broken glass opens while the clause holds, without consent, share or tie
    alone = {"tie": {"gone": True}, "consent": {"gone": True}, "share": {"gone": True}}
    yield _note(place, text, alone | {"glass": {}}, True)
    yield _note(place, text, alone | {"glass": {"user": ELSEWHERE}}, False)
    yield _note(place, text, alone | {"glass": {"starts": NOW - DAY, "ends": NOW - DAY}}, False)
    yield _note(place, text, alone | {"glass": {}, "pacts": ()}, False)
    yield _note(place, text, alone | {"glass": {}, "refusal": {}}, False)
    # what is kept from an agency, and from when to when
    yield _note(place, text, {"kept": {}}, False)
    yield _note(place, text, {"kept": {"from_agency": ELSEWHERE}}, True)
    yield _note(place, text, {"kept": {"classes": ["means"]}}, True)
    yield from (_note(place, text, {"kept": window}, True) for window in WINDOWS)


def _note(place, text, flaw: dict, wanted: bool) -> tuple:
    """A note about an adult, by an agency that the family let in; spoilt as `flaw` says."""
    home, adult, child = home_(place)
    other_home, stranger, _child = home_(place)
    ours, theirs = agency_(), agency_()
    for kind in flaw.get("pacts", ["participation"]):
        pact = agreement_(place, kind, classes=["notes"])
        for agency in (ours, theirs) if "pacts" in flaw else (ours,):
            join(pact, agency)
    owner = theirs if "pacts" in flaw else None
    actor = worker(place, ours, "caseworker")
    colleague = worker(place, ours, "caseworker")
    label = [flaw["label"]] if "label" in flaw else []
    note = Fact.objects.create(
        community=place,
        person=adult,
        sensitivity="notes",
        key="k",
        value=1,
        said_at=NOW,
        labels=label,
        owner=owner,
    )
    other = {
        "agency": theirs, "household": other_home, "given_by": stranger, "row": new_id(),
        "user": colleague.id, "named_user": colleague.id, "from_agency": theirs,
    }  # fmt: skip

    def store(model, ground: str, **right) -> None:
        wrong = dict(flaw.get(ground, {}))
        if wrong.pop("gone", False):
            return
        put = {name: other[name] if value is ELSEWHERE else value for name, value in wrong.items()}
        put = {
            f"{name}_id" if name in ("user", "named_user") else name: actor.id if value == "me" else value
            for name, value in put.items()
        }  # fmt: skip
        model.objects.create(**LIVE | right | put)

    named = {"agency": ours, "household": home}
    store(Tie, "tie", community=place, kind="assignment", **named)
    if flaw.get("label") == "safety":
        Tie.objects.create(community=place, kind="team", user_id=actor.id, **named, **LIVE)
    said = {"community": place, "given_by": adult, "classes": ["notes"], "purposes": ["care"]}
    said |= {"language": "en", "text": text, "way": "by text", **named}
    store(Consent, "consent", **said)
    if "refusal" in flaw:
        store(Consent, "refusal", deny=True, **said)
    if "glass" in flaw:
        hour = {"starts": NOW - timedelta(minutes=9), "ends": NOW + timedelta(minutes=9)}
        store(Tie, "glass", community=place, kind="glass", user_id=actor.id, **named, **hour)
    if "kept" in flaw:
        store(
            *(Withholding, "kept"), community=place, kind="court order", person=adult,
            from_agency=ours, recorded_by=theirs,
        )  # fmt: skip
    if "block" in flaw:
        store(Block, "block", **named)
    store(RowShare, "share", row=note.pk, **named)
    return actor, ROW, (note.pk, owner and owner.pk, "notes", adult.pk, None, label), wanted


def _officer(place):
    ask = "SELECT kw_is_officer_for(%s, %s)"
    beyond = Community.objects.create(slug=f"b-{new_id().hex[:8]}", name="Beyond", state="AZ")

    def agency(here=None, there=None):
        made = agency_()
        for where, convenes in ((place, here), (beyond, there)):
            if convenes is not None:
                AgencyCommunity.objects.create(agency=made, community=where, convenes=convenes)
        return made

    lead, partner, far = agency(here=True), agency(here=False), agency(there=False)
    both, idle, nowhere = agency(here=False, there=True), agency(here=False), agency_()
    for mine, theirs, where, wanted in (
        (lead, lead, place, True),
        (lead, lead, beyond, True),  # one's own agency, wherever
        (lead, partner, place, True),
        (lead, both, place, True),
        (lead, far, place, False),
        (lead, nowhere, place, False),
        (lead, partner, beyond, False),
        (lead, both, beyond, False),
        (lead, far, beyond, False),
        (both, partner, place, False),
        (both, lead, place, False),
        (both, far, beyond, False),  # it convenes there, but this officer works here
        (idle, partner, place, False),
        (nowhere, partner, place, False),
        (idle, idle, place, True),
    ):
        officer = worker(place, mine, "privacy officer")
        yield officer, ask, (theirs.pk, where.pk), wanted
        trail = "SELECT kw_may_read_audit(%s, %s, NULL, %s)"
        yield officer, trail, (new_id(), theirs.pk, where.pk), wanted
        yield officer, trail, (officer.id, far.pk, beyond.pk), True
        for role in ("supervisor", "coordinator"):
            yield worker(place, mine, role), ask, (theirs.pk, where.pk), False
        gone = worker(place, mine, "privacy officer", ends=NOW)
        yield gone, ask, (theirs.pk, where.pk), False
    there = worker(beyond, both, "privacy officer")
    yield there, ask, (far.pk, beyond.pk), True
    yield there, ask, (partner.pk, beyond.pk), False
    yield there, ask, (lead.pk, place.pk), False


def _signs(place):
    ask = "SELECT kw_signs_for(%s)"
    ours, theirs = agency_(), agency_()
    may = ("supervisor", "account administrator", "privacy officer", "backbone lead")
    for role in (*may, "navigator", "caseworker", "coordinator", "intake worker"):
        actor = worker(place, ours, role)
        yield actor, ask, (ours.pk,), role in may
        yield actor, ask, (theirs.pk,), False
        yield replace(actor, purpose="audit"), ask, (ours.pk,), False
        yield worker(place, ours, role, ends=NOW), ask, (ours.pk,), False


def _finds(place):
    ask = "SELECT %s IN (SELECT kw_find_people(%s, %s))"
    ours, theirs = agency_(), agency_()
    told = {"community": place, "sensitivity": "identity", "given_name": "One", "recorded_by": ours}
    told |= {"name_keys": ["zq", "xn"], "birth_date": BORN[1]}
    found = Person.objects.create(**told)
    sealed = Person.objects.create(**told, sealed_at=NOW - DAY)
    tied = Person.objects.create(**told | {"recorded_by": theirs})
    strange = Person.objects.create(**told | {"recorded_by": theirs})
    unborn = Person.objects.create(**told | {"birth_date": None})
    Tie.objects.create(community=place, kind="team", agency=ours, person=tied, **LIVE)
    may = ("intake worker", "navigator", "caseworker", "provider staff", "supervisor")
    for role in (*may, "coordinator", "privacy officer"):
        actor, yes = worker(place, ours, role), role in may
        for keys, born, wanted in (
            ([], None, False),
            (["zq"], None, True),
            (["zq", "xn"], BORN[1], True),
            ([], BORN[1], True),
            (["zq"], BORN[0], False),
            ([], BORN[0], False),
            (["zq", "other"], BORN[1], False),
        ):
            for person in (found, tied):
                yield actor, ask, (person.pk, keys, born), yes and wanted
            for person in (sealed, strange):
                yield actor, ask, (person.pk, keys, born), False
            yield actor, ask, (unborn.pk, keys, born), yes and wanted and born is None
        yield replace(actor, purpose="audit"), ask, (found.pk, ["zq"], None), False
        yield worker(place, ours, role, ends=NOW), ask, (found.pk, ["zq"], None), False


def _same(place):
    """Who is one human being, by links that hold now; and nobody else."""
    ask = "SELECT %s IN (SELECT kw_cluster(%s))"
    told = {"community": place, "sensitivity": "identity", "given_name": "One"}
    chain = sorted((Person.objects.create(**told) for _ in range(3)), key=lambda one: one.pk)
    apart = sorted((Person.objects.create(**told) for _ in range(4)), key=lambda one: one.pk)
    alone = Person.objects.create(**told)
    links = [(*chain[:2], LIVE), (*chain[1:], LIVE)]
    links += [(*apart[:2], WINDOWS[0]), (*apart[2:], WINDOWS[1])]
    for one, other, window in links:
        IdentityLink.objects.create(one=one, other=other, linked_by=agency_(), why="-", **window)
    actor = worker(place, agency_(), "caseworker")
    for one in (*chain, *apart, alone):
        for other in (*chain, *apart, alone):
            together = one == other or (one in chain and other in chain)
            yield actor, ask, (one.pk, other.pk), together


def _kept(place):
    """A caregiver who is kept from somebody at home learns of nobody there how to reach them."""
    for wrong, hidden in (
        ({}, True),
        *((window, False) for window in WINDOWS),
        ({"kind": "minor's own service", "classes": ["health"]}, False),
    ):
        home, adult, child = home_(place)
        me = Actor("family", adult.pk, home.pk, "family member", place.pk)
        right = {"kind": "court order", "person": child, "from_person": adult, "classes": ["means"]}
        Withholding.objects.create(community=place, recorded_by=agency_(), **LIVE | right | wrong)
        for sort in ("contact", "location"):
            yield me, ROW, (new_id(), None, sort, child.pk, None, []), not hidden
            yield me, ROW, (new_id(), None, sort, adult.pk, None, []), True
        yield me, ROW, (new_id(), None, "identity", child.pk, None, []), True
    # nobody is named: against whoever is not of that branch, and never against whom it is about
    for branch, about, theirs in (
        ("main", "child", True),
        ("other", "child", False),
        ("", "child", False),
        ("other", "adult", True),
        ("other", "home", False),
        ("main", "home", True),
    ):
        home, adult, child = home_(place)
        me = Actor("family", adult.pk, home.pk, "family member", place.pk)
        whom = {"household": home} if about == "home" else {"person": locals()[about]}
        Withholding.objects.create(
            community=place, kind="protected branch", branch=branch, recorded_by=agency_(), **whom, **LIVE
        )  # fmt: skip
        yield me, "SELECT kw_kept_from(%s, %s)", (adult.pk, home.pk), not theirs
        if about != "adult":
            yield me, ROW, (new_id(), None, "identity", child.pk, None, []), theirs


def _odd(place):
    """Actors whose id is something else's, and an unfinished intake that reads its own deeds."""
    home, adult, _child = home_(place)
    yield Actor("link", home.pk), "SELECT kw_sees_household(%s)", (home.pk,), False
    yield Actor("link", home.pk), ROW, (new_id(), None, "contact", None, home.pk, []), False
    yield Actor("clock", home.pk), ROW, (new_id(), None, "contact", None, home.pk, []), True
    trail, draft = "SELECT coalesce(kw_may_read_audit(%s, NULL, NULL, NULL), false)", new_id()
    for kind in ("draft", "staff", "family", "link", "clock", "machine", "visitor"):
        yield Actor(kind, draft), trail, (draft,), kind in ("draft", "staff", "family")
        yield Actor(kind, draft), trail, (adult.pk,), False


OF_PARTIES = (_shared, _beside, _officer, _signs, _finds, _same, _kept, _odd)
