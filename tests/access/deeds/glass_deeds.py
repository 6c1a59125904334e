"""Break-glass is done: opened within its limits, closed before its time, reviewed, told, marked."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kinwork.accounts.models import AgencyCommunity, User
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry, Community
from kinwork.people.models import Household, Person
from kinwork.trust.access.models import GlassReport, Tie
from tests.access.deeds.glass import OTHERS, ROLES, SHUT, Breaker, shut
from tests.access.deeds.telling import Deed, acting, referral_, service_, varied
from tests.access.dice import DAY, MINUTE, NOW
from tests.access.right import agency_, worker

BROKEN = """
SELECT (SELECT count(*) FROM access_tie t WHERE t.id = %s AND t.work = %s AND t.kind = 'glass'
        AND t.user_id = %s AND t.agency_id = %s AND t.ends = t.starts + interval '60 minutes'),
       (SELECT count(*) FROM access_glass g WHERE g.id = %s AND g.household_id = %s
        AND g.owner_id = %s AND g.user_id = %s AND g.ends_at = g.opened_at + interval '60 minutes'),
       (SELECT count(*) FROM access_glassreport r WHERE r.glass_id = %s AND r.words = 'why')"""
BREAKS = {"kind": "staff", "active": True, "role": "caseworker", "clause": True, "open": None}
BREAKS |= {"week": 2, "eldest": 6 * DAY, "tries": 4, "tried": DAY - MINUTE, "tried_by": "me"}
BREAKS |= {"verb": "access.try_glass", "by": "name", "envelope": "ours", "block": None}


def breaks(said: dict) -> str:
    """What stands in the way first; what depends on the family has one answer."""
    if said["kind"] != "staff" or not said["active"] or said["role"] not in ROLES:
        return "clause"
    if not said["clause"]:
        return "clause"
    if said["open"] == "mine":
        return "open"
    if said["week"] + (said["eldest"] < 7 * DAY) > 3 - 1:
        return "week"
    counted = said["tried"] < DAY and said["tried_by"] == "me" and said["verb"] == BREAKS["verb"]
    if said["tries"] + counted >= 5:
        return "tries"
    seen = said["by"] == "name" or (said["envelope"] == "ours" and said["by"] != "nothing")
    return "done" if seen and not shut(said["block"]) else "no"


# By an envelope: the home is given, no names. By both: the names alone would do, and do not count.
def _breaks(place):
    service = service_()
    base = BREAKS | {"week": 1, "eldest": 8 * DAY, "tries": 3, "tried": 2 * DAY}
    scenes = [
        *varied(
            base, kind=("machine", "family"), active=(False,), clause=(False,), role=(*ROLES, *OTHERS),
            open=("mine", "closed", "over", "another's"), week=(2, 3), tries=(4, 5), block=SHUT,
            by=("envelope", "both", "nothing"),
        ),
        *varied(base | {"week": 2, "eldest": DAY}, eldest=(7 * DAY, 7 * DAY - MINUTE)),
        *varied(
            base | {"tries": 4, "tried": MINUTE}, tried=(DAY, DAY - MINUTE), tried_by=("another",),
            verb=("access.break_glass",),
        ),
        *varied(
            base | {"by": "envelope"}, envelope=("theirs", "another home's", "not sent"), block=SHUT[:1]
        ),
        base | {"by": "both", "envelope": "theirs"},
    ]  # fmt: skip
    for said in scenes:
        scene = Breaker(place, said)
        mark = new_id().hex[:8]
        keys, born = [f"{mark}a", f"{mark}b"], NOW.date()
        Person.objects.filter(pk=scene.adult.pk).update(name_keys=keys, birth_date=born)
        _glasses(scene, said)
        _tries(scene, said)
        _envelope(scene, said, service)
        by_name = said["by"] in ("name", "both")
        given = scene.home.pk if said["by"] in ("envelope", "both") else None
        glass, tie, me = new_id(), new_id(), scene.worker
        values = (glass, tie, given, keys if by_name else None, born if by_name else None)
        wanted = breaks(said)
        made = int(wanted == "done")
        told = (tie, glass, me.id, me.hat, glass, scene.home.pk, scene.theirs.pk, me.id, glass)
        yield Deed(
            scene.actor,
            "SELECT kw_break_glass(%s, %s, %s, %s::text[], %s, 'danger', 'why', %s)",
            (*values, NOW + DAY), BROKEN, told, (wanted, made, made, made),
        )  # fmt: skip


def _glasses(scene: Breaker, said: dict) -> None:
    for days in range(1, said["week"] + 1):
        at = NOW - days * timedelta(hours=20)
        scene.glass(opened_at=at, ends_at=at + MINUTE)
        scene.glass(user_id=new_user().pk, opened_at=at, ends_at=at + MINUTE)
    at = NOW - said["eldest"]
    scene.glass(opened_at=at, ends_at=at + MINUTE)
    half = {"opened_at": NOW - 8 * DAY, "ends_at": NOW - 8 * DAY + MINUTE}
    match said["open"]:
        case "mine":
            scene.glass()
        case "closed":
            scene.glass(closed_at=NOW - MINUTE)
        case "over":
            scene.glass(ends_at=NOW)
        case "another's":
            scene.glass(user_id=new_user().pk)
        case _:
            scene.glass(**half)


def new_user(name: str = "") -> User:
    return User.objects.create(email=f"{new_id().hex}@example.org", name=name)


def _tries(scene: Breaker, said: dict) -> None:
    whose = [NOW - MINUTE] * said["tries"]
    entries = [(one, "me", BREAKS["verb"]) for one in whose]
    entries.append((NOW - said["tried"], said["tried_by"], said["verb"]))
    for at, who, verb in entries:
        AuditEntry.objects.create(
            at=at, verb=verb, actor_kind="staff", purpose="care",
            actor_id=scene.worker.id if who == "me" else new_id(),
        )  # fmt: skip


def _envelope(scene: Breaker, said: dict, service) -> None:
    home = scene.beyond if said["envelope"] == "another home's" else scene.home
    sent = {} if said["envelope"] != "not sent" else {"state": "draft", "sent_at": None}
    receiver = scene.theirs if said["envelope"] == "theirs" else scene.ours
    referral_(scene.place, home, service, sender=scene.theirs, receiver=receiver, **sent)


# Closed before its time --------------------------------------------------------------------------

CLOSES = {"kind": "staff", "whose": "mine", "which": "this", "state": "open", "tie": "glass"}
ENDS = NOW + 20 * MINUTE


def closes(said: dict) -> bool:
    """Whoever broke it, while it is open."""
    own = said["kind"] == "staff" and said["whose"] == "mine" and said["which"] == "this"
    return own and said["state"] == "open"


def _closes(place):
    after = """SELECT coalesce(closed_at = kw_now(), false),
        (SELECT array_agg(t.ends ORDER BY t.starts, t.kind) FROM access_tie t WHERE t.id = ANY (%s))
        FROM access_glass WHERE id = %s"""
    for said in varied(
        CLOSES, kind=("machine", "family"), whose=("another's",), which=("unknown",),
        state=("closed", "over", "at its end"),
    ):  # fmt: skip
        scene = Breaker(place, {})
        ended = {"closed": {"closed_at": NOW - MINUTE}, "over": {"ends_at": NOW - MINUTE}}
        ended |= {"at its end": {"ends_at": NOW}, "open": {}}
        owner = {} if said["whose"] == "mine" else {"user_id": new_user().pk}
        glass = scene.glass(**ended[said["state"]] | owner)
        ties, begins = [], NOW - 30 * MINUTE
        for number, (work, kind, ends) in enumerate(
            (
                (glass.pk, "glass", ENDS),
                (new_id(), "glass", ENDS),
                (glass.pk, "assignment", ENDS),
                (glass.pk, "glass", NOW - MINUTE),
            )
        ):
            ties.append(
                Tie.objects.create(
                    community=place,
                    kind=kind,
                    agency=scene.ours,
                    user_id=scene.worker.id,
                    household=scene.home,
                    work=work,
                    starts=begins + number * MINUTE / 9,
                    ends=ends,
                )  # fmt: skip
            )
        done = closes(said)
        left = [NOW if done else ENDS, ENDS, ENDS, NOW - MINUTE]
        key = glass.pk if said["which"] == "this" else new_id()
        yield Deed(
            acting(said, scene.worker), "SELECT kw_close_glass(%s)", (key,), after,
            ([one.pk for one in ties], glass.pk), (done, done, left),
        )  # fmt: skip


# Reviewed, told, marked --------------------------------------------------------------------------


def _reviewed(place):
    """By whoever reviews here; not by whoever broke it, in whatever hat; and that one alone."""
    after = """SELECT array_agg((g.reviewed_by_id IS NOT NULL)::text || g.verdict || r.found ORDER BY g.id)
        FROM access_glass g JOIN access_glassreport r ON r.glass_id = g.id WHERE g.id = ANY (%s)"""
    for role, who, wanted in (
        ("privacy officer", "another", True),
        ("supervisor", "another", False),
        ("privacy officer", "whoever broke it", False),
    ):
        where = Community.objects.create(slug=f"v-{new_id().hex[:8]}", name="V", state="AZ")
        scene = Breaker(where, {})
        officer = worker(where, agency_(), role)
        AgencyCommunity.objects.create(agency_id=officer.hat, community=where, convenes=True)
        broke = {"user_id": officer.id} if who != "another" else {}
        both = sorted((scene.glass(**broke), scene.glass(**broke)), key=lambda one: one.pk)
        for one in both:
            GlassReport.objects.create(glass=one, words="why", found="")
        yield Deed(
            officer, "SELECT kw_review_glass(%s, 'in order', 'fine')", (both[0].pk,), after,
            ([one.pk for one in both],),
            (wanted, ["truein orderfine" if wanted else "false", "false"]),
        )  # fmt: skip


def _told(place):
    """By its own clock alone; who was told before stays so."""
    after = """SELECT array_agg(owner_told_at ORDER BY opened_at),
        array_agg(family_told_at ORDER BY opened_at) FROM access_glass WHERE id = ANY (%s)"""
    before = NOW - 5 * MINUTE
    for kind, mine, whom, was in (
        *(("clock", True, whom, was) for whom in ("owner", "family") for was in (None, before)),
        *(("staff", True, "owner", None), ("clock", False, "owner", None)),
        *(("link", True, "family", None), ("clock", False, "family", None)),
    ):
        scene = Breaker(place, {})
        glass = scene.glass(owner_told_at=was, family_told_at=was)
        beside = scene.glass(opened_at=NOW - MINUTE)
        actor = Actor(kind, glass.pk if mine else scene.glass().pk)
        now = {name: was or NOW if name == whom else was for name in ("owner", "family")}
        if kind != "clock" or not mine:
            now = {"owner": was, "family": was}
        yield Deed(
            actor, "SELECT kw_told_of_glass(%s, %s)::text", (glass.pk, whom), after,
            ([glass.pk, beside.pk],), (None, [now["owner"], None], [now["family"], None]),
        )  # fmt: skip


MARKS = {"hour": (12, 0), "name": "Ana Ruiz", "earlier": 0, "later": 0, "kind": "clock"}
MARKS |= {"mine": True, "seven": 6 * DAY}


def marks(said: dict) -> list[str] | None:
    """At night there, from ten to six; a name of theirs is the family's; the third within a week."""
    if said["kind"] != "clock" or not said["mine"]:
        return None
    found = []
    if said["hour"][0] >= 22 or said["hour"][0] < 6:
        found.append("night")
    if said["name"].endswith("Luna"):
        found.append("same name")
    if said["earlier"] + (said["seven"] < 7 * DAY) + 1 >= 3:
        found.append("last of the week")
    return found


def _marked(place):
    after = "SELECT marks FROM access_glass WHERE id = %s"
    base = MARKS | {"seven": 8 * DAY}
    scenes = [
        *varied(
            base, hour=((21, 59), (22, 0), (22, 30), (23, 0), (5, 59), (6, 0), (0, 30)),
            name=("Ana Luna",), earlier=(1, 2, 3), later=(2,), kind=("staff", "link"), mine=(False,),
        ),
        *varied(base | {"earlier": 1}, seven=(6 * DAY, 7 * DAY, 7 * DAY - MINUTE)),
    ]  # fmt: skip
    for said in scenes:
        zone = "Pacific/Auckland"
        where = Community.objects.create(
            slug=f"m-{new_id().hex[:8]}", name="M", state="AZ", time_zone=zone
        )
        scene = Breaker(where, {})
        Person.objects.filter(pk=scene.adult.pk).update(family_name="Luna", given_name="Rosa")
        Household.objects.filter(pk=scene.home.pk).update(recorded_by=scene.theirs)
        User.objects.filter(pk=scene.worker.id).update(name=said["name"])
        at = datetime(2026, 5, 5, *said["hour"], tzinfo=ZoneInfo(zone))
        hour = {"ends_at": at + MINUTE}
        glass = scene.glass(opened_at=at, **hour)
        others = [at - (n + 1) * timedelta(hours=9) for n in range(said["earlier"])]
        others += [at + (n + 1) * MINUTE for n in range(said["later"])]
        others.append(at - said["seven"])
        for one in others:
            scene.glass(opened_at=one, ends_at=one + MINUTE)
        for _stranger in range(3):
            scene.glass(user_id=new_user().pk, opened_at=at - MINUTE, **hour)
        found = marks(said)
        actor = Actor(said["kind"], glass.pk if said["mine"] else new_id())
        yield Deed(
            actor, "SELECT kw_mark_glass(%s)", (glass.pk,), after, (glass.pk,), (found, found or []),
        )  # fmt: skip


DEEDS_OF_GLASS = (_breaks, _closes, _reviewed, _told, _marked)
