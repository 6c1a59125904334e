"""The life of an agreement, and what each kind must hold before anybody signs it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from kinwork.common.moves import Life, move

KINDS = ("participation", "mou", "data-sharing", "data use licence")
PARTY_ROLES = ("party", "provider", "recipient")
PURPOSES = ("care", "statistics", "evaluation", "audit", "oversight")
# Days before its end on which everybody who must act hears of it.
NOTICE_DAYS = (90, 30, 7)
RENEWAL_DAYS = NOTICE_DAYS[0]
# Roles that convene: they write agreements, and read all of their community.
CONVENERS = ("backbone lead", "operator")
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
    if kind == "mou" and len(parties) < 2:
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
    if kind != "participation" and not said.get("purposes"):
        lacks.append("purposes")
    if said.get("emergency_clause") and kind not in EMERGENCY_KINDS:
        lacks.append("emergency")
    return lacks


def next_notice(ends: datetime | None, now: datetime) -> datetime | None:
    """When the next renewal notice is due, or None when there is none to come."""
    if ends is None:
        return None
    coming = (ends - timedelta(days=days) for days in NOTICE_DAYS)
    return next((at for at in coming if at > now), None)


def renewal_due(state: str, ends: datetime | None, now: datetime) -> bool:
    """In force, and its end is near: the list shows it, whoever convenes is told."""
    return state == "in force" and ends is not None and ends - now <= timedelta(days=RENEWAL_DAYS)
