"""What every deed on an agreement shares: its lock, its moves, its clocks, what it must hold."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.consequences import follow
from kinwork.common.moves import Move, WrongState
from kinwork.common.rights import Refused, check
from kinwork.trust.access.actions import clear_due, close_work_items, no_later_than_now, set_due
from kinwork.trust.agreements import rights, rules  # noqa: F401  (rights declares the table)
from kinwork.trust.agreements.models import Agreement, Scan
from kinwork.trust.agreements.words import MISSING, STATE_WORDS

ENDS, NOTICE, LEAVES = "agreement ends", "agreement renewal", "party leaves"
BEGINS, SCANS_GO = "agreement begins", "scans of an agreement go"
SIGN, RENEW, ASKED = "sign agreement", "renew agreement", "renewal asked"
REMARKED = "remark on agreement"
TEXTS = ("title", "goal", "storage", "recipient", "permitted_use")


@transaction.atomic
def make_move(
    verb: str,
    agreement: Agreement,
    *,
    by: Actor,
    at: datetime,
    is_whole: bool = False,
    **set_to: Any,
) -> Agreement:
    """One move of the table: right, state, what it must hold, the columns, the trail, what follows."""
    require(by)
    check(by, f"agreements.{verb}", agreement)
    row = locked(agreement)
    found = step(verb, row)
    if is_whole:
        parties = list(row.parties.filter(ends=None).values_list("agency_id", "role"))
        whole(row, verb, parties=parties, at=at)
    for name, value in set_to.items():
        if name == "ends":
            value = max(no_later_than_now(value), row.starts)
        setattr(row, name, value)
    row.state = found.lands(row.state)
    row.save(update_fields=["state", *set_to])
    if row.state in rules.LIFE.ends:
        clear_all(row, at)
    audit.record(f"agreements.{verb}", row, by=by, at=at, state=row.state)
    follow(f"agreements.{verb}", row, by=by, at=at)
    agreement.__dict__.update(
        {name: value for name, value in row.__dict__.items() if not name.startswith("_")}
    )
    return row


def set_state(row: Agreement, state: str) -> None:
    row.state = state
    row.save(update_fields=["state"])


def wind_clocks(row: Agreement, at: datetime) -> None:
    """Its end, and the next notice before it."""
    if row.ends is not None and row.ends > at:
        set_due(target=row.pk, clock=ENDS, at=row.ends)
    if notice := rules.next_notice(row.ends, at):
        set_due(target=row.pk, clock=NOTICE, at=notice)


def clear_all(row: Agreement, at: datetime) -> None:
    """It is over: no clock runs for it but the one of its papers, and no line about it lies on a
    desk."""
    clear_due(target=row.pk)
    with acting_as(clock(row.pk, row.community_id)):
        close_work_items(target=row.pk, at=at)
        if Scan.objects.filter(party__agreement=row).exclude(state__in=rules.GONE).exists():
            set_due(target=row.pk, clock=SCANS_GO, at=at + timedelta(days=rules.SCAN_DAYS))


def locked(agreement: Agreement) -> Agreement:
    """As the agreement itself: a party that signs may not write the envelope, but waits for it."""
    with acting_as(clock(agreement.pk, agreement.community_id)):
        return Agreement.objects.select_for_update().get(pk=agreement.pk)


def step(verb: str, row: Agreement) -> Move:
    try:
        return rules.LIFE.find(verb, row.state)
    except WrongState:
        raise wrong(verb, row) from None


def wrong(verb: str, row: Agreement) -> Refused:
    state = STATE_WORDS[row.state]
    return Refused(
        f"agreements.{verb}",
        _("This cannot be done now. The agreement is: %(state)s.") % {"state": state},
    )


def whole(row: Agreement, verb: str, *, parties, at: datetime) -> None:
    """Refused with all that is missing. parties None: they are named later."""
    said = {name: getattr(row, name) for name in (*TEXTS, "kind", "starts", "ends", "classes")}
    said["terms"] = row.terms
    said |= {name: getattr(row, name) for name in ("purposes", "emergency_clause", "destroy_by")}
    lacks = rules.missing(said, parties or [], at.date())
    if parties is None:
        lacks = [name for name in lacks if name not in ("two parties", "one provider")]
        lacks = [name for name in lacks if name != "recipient party"]
        lacks = [name for name in lacks if name not in rules.TERMS.get(row.kind, ())]
        if row.kind == "data-sharing":
            lacks = [name for name in lacks if name not in ("classes", "storage")]
    if lacks:
        listed = ", ".join(str(MISSING[name]) for name in lacks)
        raise Refused(f"agreements.{verb}", _("This is missing: %(list)s.") % {"list": listed})


def stripped(terms: Mapping[str, str]) -> dict[str, str]:
    """Only what is said."""
    return {name: said.strip() for name, said in terms.items() if said.strip()}


def no_victim_services(agency: Agency, verb: str) -> None:
    if agency.is_victim_service_provider:
        raise Refused(
            f"agreements.{verb}",
            _("A victim service provider holds no families here; it needs no agreement."),
        )
