"""Who depends on an agreement, and what would stop the same minute: in sentences, counted, no family
named. What has no other ground stops; what another agreement in force carries too goes on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinwork.common.actor import Actor
from kinwork.common.rights import may
from kinwork.trust.agreements import dependants, queries, rules
from kinwork.trust.agreements.enforced import listed
from kinwork.trust.agreements.models import Agreement, Party
from kinwork.trust.agreements.rights import SIGNERS
from kinwork.trust.agreements.words import CLASS_WORDS, STATE_WORDS

# What leaves an agency is never counted below this: a small number may name a family.
LEAST = rules.LEAST_CELL
COUNTS_ALL = (*rules.CONVENERS, "coordinator")


@dataclass(frozen=True)
class Relying:
    """stops: a sentence for each; stays: what goes on; rerouted: referrals wait to be sent another
    way, and this reader may open their list."""

    stops: list[str]
    stays: list[str]
    rerouted: bool = False


def relying(row: Agreement, actor: Actor, now: datetime) -> Relying:
    """Of one that is in force or suspended; of one that is over, what waits to be sent another way."""
    waits = list(_waiting(row, actor))
    worklist = bool(waits) and may(actor, "referrals.worklist")
    if row.state not in rules.LIVE:
        return Relying(waits, [], worklist)
    bound = dependants.bound(row, now)
    stops = [*KINDS[row.kind](row, bound, now), *_emergencies(row, bound, now)]
    stops += _figures(row, bound, now)
    if row.state == "suspended":
        stops += waits
    elif row.kind == "participation":
        stops += _referrals(row, actor, bound, now)
    return Relying(stops, [*_elsewhere(row, bound, now), *_always(row), *_next(row)], worklist)


def _participation(row: Agreement, bound: list[Party], now: datetime) -> Iterator[str]:
    alone = _alone(row, bound, now, kind="participation")
    if alone:
        names = {"names": listed([one.agency.name for one in alone]), "n": len(alone)}
        yield (
            ngettext(
                "%(n)d organization takes part by this agreement alone: %(names)s.",
                "%(n)d organizations take part by this agreement alone: %(names)s.",
                len(alone),
            )
            % names
        )
        yield _people(row, [one.agency_id for one in alone], now)


def _people(row: Agreement, agencies: Iterable[UUID], now: datetime) -> str:
    many = dependants.readers(agencies, row.community_id, now)
    return ngettext(
        "%(n)d person who works with families there sees nothing of others' records by it any more.",
        "%(n)d people who work with families there see nothing of others' records by it any more.",
        many,
    ) % {"n": many}


def _mou(row: Agreement, bound: list[Party], now: datetime) -> Iterator[str]:
    """A data-sharing agreement opens nothing but between parties of one and the same memorandum."""
    here = {one.agency_id for one in bound}
    others, found = dependants.memoranda(row, now), False
    for shared in dependants.sharing(here, now):
        providers, named = dependants.sides(shared, now)
        for one in providers:
            reached = (named or here) & here if one.agency_id in here else set()
            lost = reached - _with(one.agency_id, others) - {one.agency_id}
            if lost:
                found = True
                told = {"title": shared.title, "one": one.agency.name}
                told["names"] = listed(dependants.names(lost))
                yield (
                    _(
                        "“%(title)s” opens nothing of %(one)s for %(names)s any more: they share no"
                        " other memorandum."
                    )
                    % told
                )
    if not found:
        yield _("Nothing that is shared today stops: no data-sharing agreement rests on it alone.")


def _with(agency: UUID, memoranda: list[set[UUID]]) -> set[UUID]:
    """Whoever shares a memorandum with it."""
    return {one for together in memoranda if agency in together for one in together}


def _sharing(row: Agreement, bound: list[Party], now: datetime) -> Iterator[str]:
    providers, named = dependants.sides(row, now)
    memoranda = dependants.memoranda(None, now)
    for one in providers:
        still = dependants.shared_otherwise(one.agency_id, row, now)
        lost = [str(CLASS_WORDS.get(name, name)) for name in row.classes if name not in still]
        known = _with(one.agency_id, memoranda) - {one.agency_id}
        reached = named & known if named else known
        told = {"one": one.agency.name, "classes": listed(lost)}
        told["names"] = listed(dependants.names(reached))
        if not reached:
            yield (
                _(
                    "It opens nothing today: %(one)s and whoever receives share no memorandum that is"
                    " in force."
                )
                % told
            )
        elif lost:
            yield _("%(names)s see nothing more of what %(one)s owns: %(classes)s.") % told
            yield _people(row, reached, now)


def _licence(row: Agreement, bound: list[Party], now: datetime) -> Iterator[str]:
    yield _(
        "%(who)s may not use the extract any more. Nobody here can take it back: ask for the proof"
        " that it is destroyed."
    ) % {"who": row.recipient}


def _working(row: Agreement, bound: list[Party], now: datetime) -> Iterator[str]:
    yield _(
        "Nothing in the database rests on it: no record of a family closes. What the parties"
        " promised each other ends by its own words."
    )


KINDS = {
    "participation": _participation,
    "mou": _mou,
    "data-sharing": _sharing,
    "data use licence": _licence,
    **dict.fromkeys(rules.WORKING_KINDS, _working),
}


def _emergencies(row: Agreement, bound: list[Party], now: datetime) -> Iterator[str]:
    alone = _alone(row, bound, now, emergency_clause=True) if row.emergency_clause else []
    if alone:
        yield _(
            "Nobody at %(names)s opens a record in an emergency any more; one that is open closes."
        ) % {"names": listed([one.agency.name for one in alone])}


def _figures(row: Agreement, bound: list[Party], now: datetime) -> Iterator[str]:
    if "statistics" not in row.purposes:
        return
    nations = dependants.nations_among([one.agency_id for one in bound])
    for one in _alone(row, bound, now, purposes__contains=["statistics"]):
        if one.agency_id in nations:
            yield _("Nobody of %(name)s is counted in a figure that is made from then on.") % {
                "name": one.agency.name
            }


def _referrals(row: Agreement, actor: Actor, bound: list[Party], now: datetime) -> Iterator[str]:
    """Its own people read their own number; whoever convenes or coordinates that of all parties, which
    the database does not tell apart: it is the most, where some take part by another one too."""
    if actor.role in COUNTS_ALL:
        kept, _lost = dependants.sent_to_parties(row)
        exact = len(_alone(row, bound, now, kind="participation")) == len(bound)
        yield _many(kept, exact=exact)
    elif actor.role in SIGNERS and actor.agency:
        yield _own(queries.would_strand(row, actor.agency))


def _own(many: int) -> str:
    if not many:
        return _("No open referral has to go another way.")
    return ngettext(
        "%(n)d open referral to your organization goes onto its sender's desk, and onto the"
        " coordinator's worklist, to be sent another way.",
        "%(n)d open referrals to your organization go onto their senders' desks, and onto the"
        " coordinator's worklist, to be sent another way.",
        many,
    ) % {"n": many}


def _many(many: int, *, exact: bool) -> str:
    if not many:
        return _("No open referral has to go another way.")
    return _(
        "%(many)s open referrals to its parties go onto their senders' desks, and onto the"
        " coordinator's worklist, to be sent another way."
    ) % {"many": _about(many, exact=exact)}


def _about(many: int, *, exact: bool = True) -> str:
    if many < LEAST:
        return _("Fewer than %(least)d") % {"least": LEAST}
    return str(many) if exact else _("Up to %(n)d") % {"n": many}


def _waiting(row: Agreement, actor: Actor) -> Iterator[str]:
    """What has lost its receiver, and nobody has sent another way yet."""
    if row.kind != "participation" or row.state in rules.UNSIGNED or actor.role not in COUNTS_ALL:
        return
    _bound, lost = dependants.sent_to_parties(row)
    if lost:
        yield _("%(many)s open referrals to its parties wait to be sent another way.") % {
            "many": _about(lost)
        }


def _elsewhere(row: Agreement, bound: list[Party], now: datetime) -> Iterator[str]:
    if row.kind != "participation":
        return
    alone = {one.pk for one in _alone(row, bound, now, kind="participation")}
    if others := [one.agency.name for one in bound if one.pk not in alone]:
        yield _("Another agreement in force lets these take part, too: %(names)s.") % {
            "names": listed(others)
        }


def _always(row: Agreement) -> Iterator[str]:
    if row.kind in ("participation", "mou", "data-sharing"):
        yield _(
            "What families allowed stays written; it opens nothing by this until it is in force"
            " again. Each organization keeps what it recorded itself."
        )


def _next(row: Agreement) -> Iterator[str]:
    after = dependants.next_version(row)
    if after is not None:
        told = {"number": after.version, "state": STATE_WORDS[after.state]}
        yield (
            _(
                "Version %(number)d (%(state)s) takes its place when all have signed; then nothing stops."
            )
            % told
        )


def _alone(row: Agreement, bound: list[Party], now: datetime, **kind) -> list[Party]:
    """Those whom no other agreement of this kind binds now."""
    carried: set[UUID] = dependants.bound_by_others(
        row, [one.agency_id for one in bound], now, **kind
    )
    return [one for one in bound if one.agency_id not in carried]
