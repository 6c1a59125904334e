"""Two people at one intake: who is here, what is new, letting somebody in, and which answer stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from kinwork.accounts.models import User
from kinwork.common.ids import spaced
from kinwork.common.rights import may
from kinwork.family.intake import actions, alike, queries, saying
from kinwork.family.intake import answers as said
from kinwork.family.intake.models import Draft, Seat

SAW = "saw"  # in the session: [draft, version] that this browser has been shown
SALT = "intake.both"
MOST_NEW = 5
NEVER_TOLD = ("skip", "seen", "everyone", "joint", "apart")


@dataclass(frozen=True)
class Change:
    """One answer that was saved lately: what it is about, who said it, when."""

    label: str
    by: str
    at: datetime | None
    version: int


@dataclass(frozen=True)
class Strip:
    """What a page of the intake says about the other one: who is here, what they changed."""

    here: list[str]
    new: list[Change]
    version: int


def strip(flow: Any) -> Strip | None:
    """None where nobody else was ever at this intake."""
    here, others = _here(flow), _others(flow)
    last = _saw(flow)
    flow.request.session[SAW] = [str(flow.draft.pk), flow.draft.version]
    if not here and not others:
        return None
    since = flow.draft.version if last is None else last
    new = [one for one in newest(flow, others_only=True) if one.version > since]
    return Strip(here, new[:MOST_NEW], flow.draft.version)


def newest(flow: Any, *, others_only: bool = False) -> list[Change]:
    """What was saved last, newest first; one line for each answer."""
    names = _names(flow)
    found = [
        Change(
            saying.label(key, flow.answers, flow.language),
            _by(flow, entry["by"], names),
            parse_datetime(entry["at"]),
            entry["version"],
        )
        for key, entry in flow.draft.trail.items()
        if key.partition(":")[0] not in NEVER_TOLD
        and not (others_only and entry["by"] == _me(flow))
    ]
    return sorted(found, key=lambda one: -one.version)


def _me(flow: Any) -> str:
    return str(flow.by.id) if flow.by.is_staff else f"family {flow.browser}"


def _others(flow: Any) -> bool:
    return any(entry["by"] != _me(flow) for entry in flow.draft.trail.values())


def _saw(flow: Any) -> int | None:
    draft, version = flow.request.session.get(SAW, ("", 0))
    return version if draft == str(flow.draft.pk) else None


def _here(flow: Any) -> list[str]:
    """Whoever is let in at this intake beside the one who reads, in words."""
    found = [_seat_words(flow, one) for one in _seats(flow) if not _is_mine(flow, one)]
    if flow.is_guest:
        return [_desk_words(flow.draft), *found]
    if flow.desk and flow.draft.agency_id is None:
        return [_("The family"), *found]
    return found


def _seats(flow: Any) -> list[Seat]:
    if "seats" not in flow.__dict__:
        flow.seats = queries.seats(flow.draft)
    return flow.seats


def _is_mine(flow: Any, seat: Seat) -> bool:
    if flow.by.is_staff:
        return seat.side == "desk" and seat.user_id == flow.by.id
    return seat.pk == flow.by.id or (seat.side == "family" and seat.agency_id is None)


def _seat_words(flow: Any, seat: Seat) -> str:
    if seat.side == "desk":
        return f"{seat.user}, {seat.agency.name}"
    return _("The family, on its own phone")


def _desk_words(draft: Draft) -> str:
    return f"{draft.user}, {draft.agency.name}"


def _names(flow: Any) -> dict[str, str]:
    """Workers who changed something, by id: for the family their name and office."""
    found = {str(one.user_id): _seat_words(flow, one) for one in _seats(flow) if one.user_id}
    if flow.draft.user_id and flow.draft.agency:
        found[str(flow.draft.user_id)] = _desk_words(flow.draft)
    missing = {entry["by"] for entry in flow.draft.trail.values()} - found.keys()
    ids = [id for id in missing if "-" in id and not id.startswith("family")]
    if ids and flow.desk:
        found |= {str(one.pk): str(one) for one in User.objects.filter(pk__in=ids)}
    return found


def _by(flow: Any, who: str, names: dict[str, str]) -> str:
    if who == _me(flow):
        return _("You, here")
    if who.startswith("family"):
        return _("The family") if flow.desk else _("Your family, on another phone")
    return names.get(who) or _("A helper")


def added_by(flow: Any, id: str) -> str:
    """Who wrote this person down, in words; "" for somebody of the record."""
    who = alike.first_by(flow.draft.trail, id)
    return _by(flow, who, _names(flow)) if who else ""


def has_changed(flow: Any, key: str) -> bool:
    """Did anybody else change this answer after the page was drawn?"""
    entry = flow.draft.trail.get(key)
    return bool(entry and entry["version"] > flow.version_of_form and entry["by"] != _me(flow))


# Pages -----------------------------------------------------------------------------------------


def together(flow: Any) -> HttpResponse:
    """Who is here, a code to let somebody in, and what was answered last."""
    code, may_let_in = "", _may_let_in(flow)
    if flow.request.method == "POST" and may_let_in:
        with flow.hand():
            code = spaced(actions.make_seat(flow.draft, by=flow.by_hand, at=flow.at))
    return flow.page(
        said.reached(flow.answers),
        "together",
        code=code,
        may_let_in=may_let_in,
        here=_here(flow),
        seats=[(flow.url("seat", one.pk), _seat_words(flow, one)) for one in _seats(flow)],
        newest=newest(flow)[:10],
        back=flow.url(said.reached(flow.answers)),
        join_url=flow.join_url,
        hide_stop=True,
    )


def _may_let_in(flow: Any) -> bool:
    return not flow.draft.is_of_a_known_family and may(flow.by_hand, "intake.make_seat", flow.draft)


def end(flow: Any, seat: UUID) -> HttpResponse:
    """Somebody leaves, or is asked to: they see this intake no more."""
    found = next((one for one in _seats(flow) if one.pk == seat), None)
    if found is None:
        raise Http404
    if flow.request.method != "POST":
        return flow.go("together")
    with flow.hand():
        actions.end_seat(found, by=flow.by_hand, at=flow.at)
    if _is_mine(flow, found) and flow.desk:
        return HttpResponseRedirect(flow.desk_home)
    return flow.go("together")


def news(flow: Any) -> HttpResponse:
    """For the script of an open page: is there anything newer than what it shows?"""
    typed = flow.request.GET.get("since", "")
    since = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
    new = [one for one in newest(flow, others_only=True) if one.version > since]
    lines = [_("%(what)s (%(who)s)") % {"what": one.label, "who": one.by} for one in new[:MOST_NEW]]
    return JsonResponse({"version": flow.draft.version, "new": list(dict.fromkeys(lines))})


# Which of two answers stands -------------------------------------------------------------------


def ask(flow: Any, stale: actions.Stale) -> HttpResponse:
    """Both answers, side by side: nothing was saved yet, and nothing typed is lost."""
    kept = {
        "draft": _which(flow),
        "version": stale.draft.version,
        "changes": stale.changes,
        "clashes": [[one.key, one.saved, one.typed] for one in stale.clashes],
        "then": flow.request.path,
    }
    flow.draft = stale.draft
    return _both(flow, kept, at=parse_datetime(stale.clashes[0].at), by=stale.clashes[0].by)


def choose(flow: Any, changes: dict[str, Any], differ: list[tuple[str, Any, Any]]) -> HttpResponse:
    """Two lines are one person, and not all that was said of them is alike."""
    kept = {
        "draft": _which(flow),
        "version": flow.version_of_form,
        "changes": changes,
        "clashes": differ,
        "then": flow.request.path,
        "one": True,
    }
    return _both(flow, kept)


def settle(flow: Any) -> HttpResponse:
    """The family, or the worker, says which one stands; then all of it is saved."""
    request = flow.request
    try:
        kept = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=24 * 60 * 60)
    except signing.BadSignature:
        kept = None
    if not kept or kept["draft"] != _which(flow):
        return flow.go(said.reached(flow.answers))
    changes = dict(kept["changes"])
    for number, (key, saved, typed) in enumerate(kept["clashes"]):
        stands = request.POST.get(f"stands-{number}")
        if stands not in ("saved", "typed"):
            return _both(flow, kept, missing=True)
        changes[key] = saved if stands == "saved" else typed
    stale = flow.keep(changes, version=kept["version"])
    return stale or flow.go(said.reached(flow.answers))


def _which(flow: Any) -> str:
    """This draft, without its id: whoever reads that could open it."""
    return uuid5(flow.draft.pk, SALT).hex


def _both(
    flow: Any, kept: dict[str, Any], *, at: Any = None, by: str = "", missing: bool = False
) -> HttpResponse:
    texts = [
        (
            number,
            saying.label(key, flow.answers, flow.language),
            saying.words(key, one, flow.language),
            saying.words(key, other, flow.language),
            flow.request.POST.get(f"stands-{number}", ""),
        )
        for number, (key, one, other) in enumerate(kept["clashes"])
    ]
    return flow.page(
        said.reached(flow.answers),
        "stale",
        status=200 if "one" in kept else 409,
        texts=texts,
        kept=signing.dumps(kept, salt=SALT, compress=True),
        settle_url=flow.url("both"),
        saved_by=_by(flow, by, _names(flow)) if by else "",
        saved_at=at,
        missing=missing,
        one_person="one" in kept,
        hide_stop=True,
    )
