"""The report counts; whoever leads asks for a new count, or says how much of an act is enough."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.jobs import later
from kinwork.common.rights import Refused, check
from kinwork.library import evidence as library
from kinwork.library.evidence import Act
from kinwork.system.evidence import queries, rights, rules  # noqa: F401  (declares the table)
from kinwork.system.evidence.counting import Kept
from kinwork.system.evidence.models import Count, Threshold
from kinwork.system.partnerships.deeds import Deeds
from kinwork.system.partnerships.models import Partnership

MOST_WORDS = 500
_deeds = Deeds("evidence")


@transaction.atomic
def count(*, partnership: Partnership, kept: Kept, by: Actor, at: datetime) -> Count:
    """What is kept of the partnership (`counting.kept`), with what the report may count of referrals
    and case conferences.

    `by`: the report of the partnership's community. A second count of a month stands for the first.
    """
    require(by)
    check(by, "evidence.count", partnership)
    community, period = partnership.community, kept.period
    sent, shared = queries.sent(community, period, at), queries.shared(community, period, at)
    planned = queries.plans(community, period, at)
    met, least = queries.conferences(community, period, at), queries.least_cell()
    pairs = []
    for pair, acts in kept.pairs.items():
        two = sorted({kept.agencies[one] for one in pair if one in kept.agencies})
        band = ""
        if len(two) == 2:
            one, other = two
            there, back = (sent.get(way, rules.NOTHING) for way in ((one, other), (other, one)))
            acts = acts | rules.from_referrals(there, back)
            acts = acts | {"conferences": Act(met.get(frozenset(two), 0))}
            band = shared.get(frozenset(two), rules.band(0, least))
            acts = acts | rules.of_plans(planned.get(frozenset(two), 0), band)
        pairs.append(rules.PairActs(pair, acts, band))
    agencies = set(kept.agencies)
    system = kept.system | rules.of_all_pairs(pairs)
    common = queries.plans_common(community, period, at, agencies)
    system["plans_common"] = rules.of_common_plans(*common, least)
    system["money_shared"] = Act(len(agencies & rules.sharing(pairs)), len(agencies))
    made = _kept(partnership, period, at, _body(pairs, system))
    audit.record("evidence.count", made, by=by, at=at, pairs=len(pairs))
    return made


def _kept(partnership: Partnership, period: rules.Period, at: datetime, body: dict) -> Count:
    told = {"ends": period.ends, "referrals_until": period.referrals_until}
    told |= {"made_at": at, "body": body}
    key = {"partnership_id": partnership.pk, "starts": period.starts}
    before = Count.objects.select_for_update(of=("self",)).filter(**key).first()
    if before is None:
        return Count.objects.create(community_id=partnership.community_id, **key, **told)
    Count.objects.filter(pk=before.pk).update(**told)
    return Count.objects.get(pk=before.pk)


def _body(pairs: list[rules.PairActs], system: dict[str, Act]) -> dict:
    return {
        "pairs": [
            {
                "pair": sorted(str(id) for id in one.pair),
                "acts": {name: [act.count, act.of] for name, act in one.acts.items()},
                "shared": one.shared,
            }
            for one in pairs
        ],
        "system": {name: [act.count, act.of] for name, act in system.items()},
    }


@transaction.atomic
def ask_count(*, partnership: Partnership, by: Actor, at: datetime) -> None:
    """The worker counts as soon as it can."""
    row = _deeds.begun("ask_count", partnership, by)
    later("evidence.count_one", row.pk)
    _deeds.kept("ask_count", row, by, at)


@transaction.atomic
def set_threshold(
    *,
    partnership: Partnership,
    rule: str,
    value: Decimal,
    reason: str,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Threshold:
    """From now on this much is asked for, in all partnerships of the community. reason: for everybody
    who reads what is shown."""
    verb = "set_threshold"
    row = _deeds.begun(verb, partnership, by)
    if before := Threshold.objects.filter(pk=form_id, community=row.community_id).first():
        return before
    known = library.rule(rule)
    if known is None or not known.measured or known.unit == "yes":
        raise _deeds.refused(verb, _("Nothing can be asked for here."))
    if not value.is_finite() or not library.fits(known, float(value)):
        raise _deeds.refused(
            verb,
            _("Ask for more than 0 and at most 100 percent.")
            if known.unit == "share"
            else _("Ask for a whole number from 1 to 1,000."),
        )
    reason = _deeds.said(verb, reason)
    if len(reason) > MOST_WORDS:
        raise Refused(f"evidence.{verb}", _("This is too long. Please keep it under 500 letters."))
    made = Threshold.objects.create(
        id=form_id or new_id(),
        community_id=row.community_id,
        rule=rule,
        value=value,
        reason=reason,
        set_at=at,
        set_by_id=by.id,
    )
    _deeds.kept(verb, row, by, at, rule=rule, value=str(value))
    return made
