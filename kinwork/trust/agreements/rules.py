"""The life of an agreement, and what each kind must hold before anybody signs it. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from kinwork.common.moves import Life, move

# What partners agree about how they work. None of these opens a row of any family.
WORKING_KINDS = ("co-location", "shared staffing", "joint funding")
KINDS = ("participation", "mou", "data-sharing", "data use licence", *WORKING_KINDS)
# What each of them must say, in the order in which it is read.
TERMS = {
    "co-location": ("place", "services", "hours", "costs"),
    "shared staffing": ("position", "employer", "supervision", "time", "costs"),
    "joint funding": ("stream", "amount", "shares", "fiscal_agent", "reporting"),
}
PARTY_ROLES = ("party", "provider", "recipient")
PURPOSES = ("care", "statistics", "evaluation", "audit", "oversight")
# Days before its end on which everybody who must act hears of it.
NOTICE_DAYS = (90, 30, 7)
RENEWAL_DAYS = NOTICE_DAYS[0]
# How long a party has to sign, where the agreement begins sooner.
SIGN_DAYS = 14
LEAST_CELL = 11
# Roles that convene: they write agreements, and read all of their community.
CONVENERS = ("backbone lead", "operator")
# How a party signed. paper: on paper; its scan is kept here, or the paper by whoever convenes.
WAYS = ("typed", "passkey", "paper")
# What became of a scan: a scanner looks at it first, where there is one.
SCAN_STATES = ("being checked", "clean", "infected", "removed")
GONE = ("infected", "removed")
# A day on paper lies this far back at most; what is older is a slip.
PAPER_YEARS = 10
# Six years after it last bound anybody, as 45 CFR 164.316(b)(2)(i) has it: the longest of the rules
# under which agreements here are kept.
SCAN_DAYS = 6 * 365 + 2
EMERGENCY_KINDS = ("participation", "mou", "data-sharing")

CONVENER, PARTY, CLOCK = "convener", "party", "clock"
LIVE = ("in force", "suspended")
UNSIGNED = ("draft", "in review", "partly signed")

LIFE = Life(
    states=("draft", "in review", "partly signed", "in force", "suspended", "ended", "superseded"),
    first="draft",
    moves=(
        move("submit", ["draft"], "in review", [CONVENER], ["kind holds what it must"]),
        move("withdraw", ["in review", "partly signed"], "draft", [CONVENER]),
        move(
            "sign",
            ["in review", "partly signed"],
            "partly signed",
            [PARTY, CONVENER],
            ["name", "title", "authority"],
        ),
        move("join", ["draft", "in review", "in force"], "in force", [PARTY, CONVENER], ["name"]),
        move("put_in_force", ["partly signed"], "in force", [CLOCK]),
        move("suspend", ["in force"], "suspended", [CONVENER]),
        move("resume", ["suspended"], "in force", [CONVENER]),
        move("leave", ["in force", "suspended"], None, [PARTY, CONVENER]),
        move("note_renewal", ["in force"], None, [CLOCK]),
        move("ask_renewal", ["in force", "suspended"], None, [PARTY], ["wanted or not"]),
        move("supersede", ["in force", "suspended"], "superseded", [CLOCK]),
        move("end", ["in force", "suspended"], "ended", [CONVENER, CLOCK]),
    ),
    ends=frozenset(["ended", "superseded"]),
)
STATES = LIFE.states


def missing(said: Mapping[str, Any], parties: Iterable[tuple[Any, str]], today: date) -> list[str]:
    """What an agreement lacks before it may be signed: keys of words.MISSING, [] when whole.

    said: its fields by name; parties: (agency, role) of each.
    """
    parties = list(parties)
    roles = [role for _agency, role in parties]
    lacks = [] if str(said.get("title", "")).strip() else ["title"]
    ends = said.get("ends")
    if ends is not None and ends <= said["starts"]:
        lacks.append("dates")
    kind = said["kind"]
    if kind in ("mou", *WORKING_KINDS) and len(parties) < 2:
        lacks.append("two parties")
    if kind == "data-sharing":
        lacks += [] if roles.count("provider") == 1 else ["one provider"]
        lacks += [] if "recipient" in roles else ["recipient party"]
        lacks += [] if said.get("classes") else ["classes"]
        lacks += [] if str(said.get("storage", "")).strip() else ["storage"]
    if kind == "data use licence":
        lacks += [] if "provider" in roles else ["one provider"]
        lacks += [name for name in ("recipient", "permitted_use") if not said.get(name)]
        destroy = said.get("destroy_by")
        lacks += [] if destroy and destroy > today else ["destroy_by"]
        lacks += ["purpose of a licence"] if "care" in (said.get("purposes") or ()) else []
    terms = said.get("terms") or {}
    lacks += [name for name in TERMS.get(kind, ()) if not str(terms.get(name, "")).strip()]
    if kind not in ("participation", *WORKING_KINDS) and not said.get("purposes"):
        lacks.append("purposes")
    if said.get("emergency_clause") and kind not in EMERGENCY_KINDS:
        lacks.append("emergency")
    return lacks


def digest(said: Mapping[str, Any], parties: Iterable[tuple[Any, str]]) -> str:
    """What is signed, as one number: every field from which the text is made, and (agency, role) of
    each party. Another version, or one word changed, is another number."""
    text = json.dumps(
        {"said": dict(said), "parties": sorted([str(one), role] for one, role in parties)},
        sort_keys=True,
        default=str,
    )
    return sha256(text.encode()).hexdigest()


def why_not_signed_on(day: date, today: date) -> str | None:
    """What is wrong with the day that stands on the paper: "future", "past", or None."""
    if day > today:
        return "future"
    return "past" if day.year < today.year - PAPER_YEARS else None


def next_notice(ends: datetime | None, now: datetime) -> datetime | None:
    """When the next renewal notice is due, or None when there is none to come."""
    if ends is None:
        return None
    coming = (ends - timedelta(days=days) for days in NOTICE_DAYS)
    return next((at for at in coming if at > now), None)


def renewal_due(state: str, ends: datetime | None, now: datetime) -> bool:
    """In force, and its end is near: the list shows it, whoever convenes is told."""
    return state == "in force" and ends is not None and ends - now <= timedelta(days=RENEWAL_DAYS)


# How one agency stands to one agreement, the best first.
STANDINGS = (
    *("in force", "expiring", "begins later", "suspended", "being signed", "drafted", "over"),
    *("missing", "none"),
)
# Without it no family can let an agency see anything: an agency that lacks it misses something.
NEEDED = ("participation",)


def standing(
    state: str, starts: datetime | None, ends: datetime | None, now: datetime, *, signed: bool
) -> str:
    """How a party stands to an agreement in `state`: one of STANDINGS, but for the
    last two: of a kind that it needs it has none, or of a kind that it may do without.

    starts, ends: the window in which both the agreement and its signature hold. signed: it bound
    itself. Expiring: its end is so near that a notice of renewal has gone out.
    """
    if state in UNSIGNED:
        return "drafted" if state == "draft" else "being signed"
    if state not in LIVE or (ends is not None and ends <= now):
        return "over"
    if not signed or starts is None:
        return "being signed"
    if state == "suspended":
        return "suspended"
    if starts > now:
        return "begins later"
    return "expiring" if renewal_due(state, ends, now) else "in force"


def sign_by(starts: datetime, at: datetime) -> datetime:
    """Until when a party should have signed: by the first day, but in two weeks at least."""
    return max(starts, at + timedelta(days=SIGN_DAYS))


@dataclass(frozen=True)
class Agreed:
    """One agreement in force that a sovereign nation has signed: what for, when signed, from, until."""

    purposes: frozenset[str]
    signed: datetime
    starts: datetime
    ends: datetime | None = None


@dataclass(frozen=True)
class NationSay:
    """What a sovereign nation says about figures that hold rows it answers for.

    withheld_from: for now nothing, whatever it signed. withdrawn_from: what it had signed until then
    counts no more; only what it signs afterwards does.
    """

    agreed: tuple[Agreed, ...] = ()
    least_cell: int = LEAST_CELL
    shown_apart: bool = False
    withheld_from: datetime | None = None
    withdrawn_from: datetime | None = None


def may_count(nation_say: NationSay | None, on: datetime, purpose: str) -> bool:
    """May rows be counted beyond their owner at `on`? None: no nation answers for them, so the rules
    of figures alone say. A nation's: only under what it signed for this purpose, in force then."""
    if nation_say is None:
        return True
    if nation_say.withheld_from is not None and nation_say.withheld_from <= on:
        return False
    over = nation_say.withdrawn_from
    return any(
        purpose in one.purposes
        and one.starts <= on
        and (one.ends is None or on < one.ends)
        and (over is None or on < over or one.signed >= over)
        for one in nation_say.agreed
    )


def may_roll_up_affiliation(nation_say: NationSay | None, on: datetime) -> bool:
    """Tribal affiliation, whoever wrote it down: only where the named nation takes part and says yes
    to statistics. None: it takes no part, so nobody here may speak for it."""
    return nation_say is not None and may_count(nation_say, on, "statistics")
