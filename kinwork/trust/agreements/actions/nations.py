"""A sovereign nation's say: marked by its own officer, and what may be counted of its people."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.trust.agreements.models import Nation, NationOffice
from kinwork.trust.agreements.rules import LEAST_CELL


@transaction.atomic
def mark_nation(
    *, agency: Agency, evidence: str, nation: Nation | None = None, by: Actor, at: datetime
) -> NationOffice:
    """An officer says that their agency is a sovereign nation, or (`nation`) an office of one. From
    then on the nation is the steward of what it records. Refused without evidence, or a second time."""
    require(by)
    check(by, "agreements.mark_nation", agency)
    verb, evidence = "agreements.mark_nation", evidence.strip()
    if not evidence:
        raise Refused(verb, _("Say what shows it."))
    if NationOffice.objects.filter(agency=agency).exists():
        raise Refused(verb, _("This is marked already."))
    said = {"agency": agency, "evidence": evidence, "marked_by_id": by.id, "marked_at": at}
    if nation is None:
        nation = Nation.objects.create(**said)
    made = NationOffice.objects.create(nation=nation, **said)
    audit.record(verb, by=by, at=at, agency=str(agency.pk), nation=str(nation.pk))
    return made


def say_figures(
    *, nation: Nation, least_cell: int, shown_apart: bool, by: Actor, at: datetime
) -> Nation:
    """The smallest number of its people that may be shown, and whether they stand apart."""
    if least_cell < LEAST_CELL:
        words = _("A number below %(least)d is never shown of anybody.") % {"least": LEAST_CELL}
        raise Refused("agreements.say_figures", words)
    told = {"least_cell": least_cell, "shown_apart": shown_apart}
    return _say("say_figures", nation, told, by=by, at=at, **told)


def withhold_figures(*, nation: Nation, since: datetime, by: Actor, at: datetime) -> Nation:
    """Nothing of its people is counted from then on, until it allows it again."""
    return _say("withhold_figures", nation, {"withheld_from": since}, by=by, at=at, on=_day(since))


def allow_figures(*, nation: Nation, by: Actor, at: datetime) -> Nation:
    """What it withheld may be counted again, under what it has signed."""
    return _say("allow_figures", nation, {"withheld_from": None}, by=by, at=at)


def withdraw_figures(*, nation: Nation, since: datetime, by: Actor, at: datetime) -> Nation:
    """What it signed until then counts for figures no more. Only what it signs afterwards does."""
    return _say("withdraw_figures", nation, {"withdrawn_from": since}, by=by, at=at, on=_day(since))


@transaction.atomic
def _say(verb: str, nation: Nation, told: dict, *, by: Actor, at: datetime, **details) -> Nation:
    require(by)
    check(by, f"agreements.{verb}", nation)
    for name, value in told.items():
        setattr(nation, name, value)
    nation.save(update_fields=list(told))
    audit.record(f"agreements.{verb}", nation, by=by, at=at, **details)
    return nation


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
