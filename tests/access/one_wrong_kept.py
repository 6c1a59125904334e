"""One thing wrong at a time: what is kept from a caregiver, and whose branch somebody is of."""

from dataclasses import replace

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.people.models import HouseholdMember, IdentityLink, Person
from kinwork.trust.access.models import Authority, Withholding
from tests.access.deeds.sent import need_
from tests.access.deeds.telling import referral_, service_
from tests.access.dice import NOW
from tests.access.right import LIVE, WINDOWS, agency_, home_, trail_of, worker

KEPT = "SELECT kw_kept_from(%s, %s)"
WITHHELD = "SELECT kw_withheld(%s, %s::uuid[], %s)"
BRANCH = "SELECT kw_own_branch(%s, NULL)"
PRIVATE = "SELECT kw_private(%s, %s)"
GONE = WINDOWS[0]


def withhold(place, **said) -> None:
    right = {"kind": "protected branch", "community": place, "recorded_by": agency_(), **LIVE}
    Withholding.objects.create(**right | said)


def lives(place, home, person, branch, window=LIVE, relation="caregiver") -> None:
    HouseholdMember.objects.create(
        household=home, person=person, relation=relation, branch=branch,
        community=place, sensitivity="household", **window,
    )  # fmt: skip


def _branches(place):
    """Nobody is named: it is kept from whoever is not of that branch, of this home, now."""
    for where, kept in (("main", True), ("other", False), ("elsewhere", True), ("once", True)):
        home, adult, child = home_(
            place, branches=("other" if where == "other" else "main", "other")
        )
        beyond, _stranger, _small = home_(place)
        if where == "elsewhere":
            lives(place, beyond, adult, "other")
        if where == "once":
            lives(place, home, adult, "other", GONE)
        withhold(place, person=child, branch="other")
        me = Actor("family", adult.pk, home.pk)
        yield me, KEPT, (adult.pk, home.pk), kept
        yield me, WITHHELD, (child.pk, [home.pk], "identity"), kept
        # whoever works here is kept from nothing by it
        staff = Actor("staff", new_id(), new_id(), "caseworker", place.pk)
        yield staff, WITHHELD, (child.pk, [home.pk], "contact"), False
    home, adult, child = home_(place, lives=(LIVE, GONE))
    withhold(place, person=child, branch="other")
    yield Actor("family", adult.pk, home.pk), KEPT, (adult.pk, home.pk), False
    home, adult, child = home_(place)
    withhold(place, person=child, kind="court order", from_agency=agency_())
    me = Actor("family", adult.pk, home.pk)
    yield me, WITHHELD, (child.pk, [home.pk], "identity"), False
    yield me, WITHHELD, (child.pk, [home.pk], "contact"), False


def _written_to(place):
    """A clock that writes to a home leaves out who is kept from somebody, and who is gone anyway."""
    ask = "SELECT %s IN (SELECT kw_kept_members(%s))"
    for window in (LIVE, *WINDOWS):
        home, adult, child = home_(place, lives=(window, LIVE))
        withhold(place, person=child, from_person=adult)
        clock = Actor("clock", home.pk)
        yield clock, ask, (adult.pk, home.pk), window is LIVE
        yield clock, ask, (child.pk, home.pk), False
        yield Actor("family", adult.pk, home.pk), ask, (adult.pk, home.pk), False
        work, ended = new_id(), new_id()
        withhold(place, person=child, kind="minor's own service", work=work, **window)
        withhold(place, person=child, work=ended)
        for about, said in ((work, window is LIVE), (ended, False), (new_id(), False)):
            yield clock, "SELECT kw_is_private(%s)", (about,), said
            yield Actor("machine", home.pk), "SELECT kw_is_private(%s)", (about,), False


def _work(place):
    """A piece of work that is kept from a caregiver by name, or from all but whom it is about."""
    for wrong, adults, childs in (
        ({}, True, False),
        ({"from_person": "adult"}, True, False),
        ({"from_person": "twin"}, True, False),  # another row of the same human being
        ({"from_person": "child"}, False, True),
        ({"from_agency": agency_()}, False, False),
        *((window, False, False) for window in WINDOWS),
    ):
        home, adult, child = home_(place)
        _beyond, twin, _small = home_(place)
        one, other = sorted((adult, twin), key=lambda person: person.pk)
        IdentityLink.objects.create(one=one, other=other, linked_by=agency_(), why="-", **LIVE)
        said, work = dict(wrong), new_id()
        if "from_person" in said:
            said["from_person"] = {"adult": adult, "twin": twin, "child": child}[
                said["from_person"]
            ]
        withhold(place, **{"person": child, "work": work, "kind": "minor's own service"} | said)
        for person, hidden in ((adult, adults), (child, childs)):
            me = Actor("family", person.pk, home.pk)
            yield me, PRIVATE, (work, home.pk), hidden
            yield me, PRIVATE, (new_id(), home.pk), False


def _needs(place):
    """What answers a need that is kept is kept with it; what answers another is not."""
    home, adult, child = home_(place)
    kept, other = need_(place, home), need_(place, home)
    withhold(place, person=child, work=kept.pk, kind="minor's own service")
    service, me = service_(), Actor("family", adult.pk, home.pk)
    for need, hidden in ((kept, True), (other, False), (None, False)):
        row = referral_(place, home, service, sender=agency_(), need=need)
        yield me, PRIVATE, (row.pk, home.pk), hidden
        yield Actor("clock", row.pk), "SELECT kw_is_private(%s)", (row.pk,), hidden
    yield me, PRIVATE, (kept.pk, home.pk), True


def _yeses(place):
    """A yes to treatment, or about safety: for Part 2 staff, whom it names, who wrote it down."""
    ask = "SELECT kw_told_of_yes(%s, %s, %s::text[], %s, %s, %s)"
    plain, program = agency_(), agency_()
    Agency.objects.filter(pk=program.pk).update(is_part_2=True)
    for part_2 in (False, True):
        actor = worker(place, plain, "caseworker", is_part_2_staff=part_2)
        other = new_id()
        for towards, classes, flagged, deny, told in (
            (plain, ["health"], False, False, True),
            (plain, ["health"], True, False, part_2),
            (plain, ["sud", "health"], False, False, part_2),
            (plain, ["safety", "health"], False, False, False),
            (plain, ["sud", "safety"], False, True, True),
            (program, ["health"], False, False, part_2),
            (program, ["health"], False, True, part_2),
            (program, ["safety"], False, True, part_2),
        ):
            for named, wrote in ((None, None), (actor.id, None), (other, None), (None, actor.id)):
                consent = new_id()
                AuditEntry.objects.create(
                    at=NOW, verb="consent.give", actor_kind="staff", actor_id=wrote or other,
                    purpose="care", target_id=consent,
                )  # fmt: skip
                values = (consent, towards.pk, classes, flagged, deny, named)
                yield actor, ask, values, told or actor.id in (named, wrote)


def _envelopes(place):
    """Where something is kept from a caregiver, theirs is what they sent themselves."""
    ask = "SELECT kw_sees_envelope(%s, NULL, NULL, %s, NULL, 'sent', 'health', NULL)"
    for kept in (True, False):
        home, adult, child = home_(place)
        if kept:
            withhold(place, person=child, from_person=adult, kind="court order")
        me, mine, theirs = Actor("family", adult.pk, home.pk), new_id(), new_id()
        for work, who, outcome in trail_of(mine, theirs, adult.pk):
            AuditEntry.objects.create(
                at=NOW, verb="referrals.ask", actor_kind="family", actor_id=who, purpose="care",
                target_id=work, outcome=outcome,
            )  # fmt: skip
        yield me, ask, (mine, home.pk), True
        yield me, ask, (theirs, home.pk), not kept
        yield me, ask, (mine, home_(place)[0].pk), False
        yield replace(me, purpose="audit"), ask, (mine, home.pk), False


def _own(place):
    """Of one's own branch: in this home, now; or a child for whom one holds authority now."""
    for where, mine in (
        *(("other", True), ("elsewhere", False), ("once", False), ("holds", True)),
        *(("held", False), ("later", False), ("main", False)),
    ):
        home, adult, child = home_(
            place, branches=("other" if where == "other" else "main", "other")
        )
        beyond, _stranger, _small = home_(place)
        if where == "elsewhere":
            lives(place, beyond, adult, "other")
        if where == "once":
            lives(place, home, adult, "other", GONE)
        window = {"holds": LIVE, "held": WINDOWS[0], "later": WINDOWS[1]}.get(where)
        if window:
            Authority.objects.create(person=child, holder_person=adult, kind="parent", **window)
        me = Actor("family", adult.pk, home.pk)
        yield me, BRANCH, (child.pk,), mine
        yield me, BRANCH, (adult.pk,), True
        for nobody in (replace(me, purpose="audit"), replace(me, kind="staff")):
            yield nobody, BRANCH, (child.pk,), False
            yield nobody, BRANCH, (adult.pk,), False


def _recording(place):
    """While a home is being recorded nobody belongs to it, and whoever records it holds its page."""
    ask = "SELECT kw_is_household(%s)"
    home, adult, _child = home_(place)
    empty, mother, small = home_(place)
    HouseholdMember.objects.filter(household=empty).delete()
    told = {"community": place, "sensitivity": "identity", "given_name": "One"}
    for who in (mother, small, Person.objects.create(**told)):
        yield Actor("family", who.pk, empty.pk), ask, (empty.pk,), True
        yield Actor("family", who.pk, empty.pk), ask, (home.pk,), False
        yield Actor("family", who.pk, home.pk), ask, (home.pk,), False
    yield Actor("family", adult.pk, home.pk), ask, (home.pk,), True
    for window in WINDOWS:
        left, gone, _rest = home_(place, lives=(window, LIVE))
        yield Actor("family", gone.pk, left.pk), ask, (left.pk,), False


OF_KEPT = (_branches, _written_to, _work, _needs, _yeses, _envelopes, _own, _recording)
