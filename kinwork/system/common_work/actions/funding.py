"""Funding is considered, applied for by one member with others, answered, or not pursued."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.moves import WrongState
from kinwork.system.common_work import rules, words
from kinwork.system.common_work.actions.shared import (
    again,
    begun,
    has_been,
    kept,
    made_before,
    make,
    refused,
    said,
    takes_part,
)
from kinwork.system.common_work.models import Funding, FundingPartner, FundingStep
from kinwork.system.partnerships.models import Member, Partnership

CENT = Decimal("0.01")
MOST = Decimal("99999999.99")


@transaction.atomic
def consider_funding(
    *,
    partnership: Partnership,
    funder: str,
    name: str,
    amount: Decimal,
    deadline: date,
    purpose: str = "",
    applicant: Member | None = None,
    partners: Iterable[Member] = (),
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Funding:
    """An opportunity, with its deadline; who applies with whom may still be open."""
    verb = "consider_funding"
    row = begun(verb, partnership, by)
    if before := made_before(Funding, row, form_id):
        return before
    if not (funder.strip() and name.strip()):
        raise refused(verb, _("Say who funds, and what the funding is called."))
    if deadline < today(row.community, at):
        raise refused(verb, _("This deadline is over."))
    if applicant is not None:
        takes_part(verb, row, applicant)
    told = {"funder": funder.strip(), "name": name.strip(), "purpose": purpose.strip()}
    made = make(
        Funding,
        row,
        by,
        at,
        form_id,
        amount=_dollars(verb, amount),
        deadline=deadline,
        applicant=applicant,
        **told,
    )
    made.partnership = row
    _join(verb, made, partners, by, at)
    return _step(verb, "consider", made, by, at, today(row.community, at))


@transaction.atomic
def prepare_funding(
    *,
    funding: Funding,
    applicant: Member,
    partners: Iterable[Member] = (),
    note: str = "",
    by: Actor,
    at: datetime,
) -> Funding:
    """One member applies, others with it."""
    verb = "prepare_funding"
    row = _moving(verb, "prepare", funding, by)
    row.applicant = takes_part(verb, row.partnership, applicant)
    if row.partners.filter(member=applicant).exists():
        raise refused(verb, _("Who applies is no partner of its own application."))
    _join(verb, row, partners, by, at)
    return _step(verb, "prepare", row, by, at, today(row.partnership.community, at), note.strip())


@transaction.atomic
def apply_funding(
    *, funding: Funding, on: date, note: str = "", by: Actor, at: datetime
) -> Funding:
    """The application was sent on a day."""
    verb = "apply_funding"
    row = _moving(verb, "apply", funding, by)
    has_been(verb, row.partnership, on, at)
    row.applied_on = on
    return _step(verb, "apply", row, by, at, on, note.strip())


@transaction.atomic
def answer_funding(
    *,
    funding: Funding,
    came: str,
    on: date,
    note: str,
    awarded: Decimal | None = None,
    by: Actor,
    at: datetime,
) -> Funding:
    """What the funder answered (one of rules.ANSWERS) on a day, in words; awarded: how many dollars."""
    verb = "answer_funding"
    if came not in rules.ANSWERS:
        raise refused(verb, _("Say what came of it."))
    row = _moving(verb, rules.ANSWERS[came], funding, by)
    has_been(verb, row.partnership, on, at)
    if row.applied_on is not None and on < row.applied_on:
        raise refused(verb, _("It was applied for later than that day."))
    told = said(verb, note)
    row.decided_on = on
    if came == rules.AWARDED:
        row.awarded = _dollars(verb, awarded)
    return _step(verb, rules.ANSWERS[came], row, by, at, on, told)


@transaction.atomic
def withdraw_funding(*, funding: Funding, note: str, by: Actor, at: datetime) -> Funding:
    """Nobody pursues it any more: why."""
    verb = "withdraw_funding"
    row = _moving(verb, "withdraw", funding, by)
    day = today(row.partnership.community, at)
    return _step(verb, "withdraw", row, by, at, day, said(verb, note))


def _moving(verb: str, step: str, funding: Funding, by: Actor) -> Funding:
    row = again(verb, funding, by)
    try:
        rules.FUNDING_LIFE.find(step, row.state)
    except WrongState as why:
        raise refused(verb, str(words.WRONG_STATE)) from why
    return row


def _step(
    verb: str, step: str, row: Funding, by: Actor, at: datetime, on: date, told: str = ""
) -> Funding:
    """The row in its new state, the step beside it, one line of the trail."""
    if step != "consider":
        row.state = rules.FUNDING_LIFE.find(step, row.state).lands(row.state)
        row.save(update_fields=["state", "applicant", "applied_on", "decided_on", "awarded"])
    number = row.steps.count() + 1
    told_of = {"number": number, "verb": step, "state": row.state, "on": on, "words": told}
    make(FundingStep, row.partnership, by, at, funding=row, **told_of)
    kept(verb, row.partnership, by, at, funding=str(row.pk), state=row.state)
    return row


def _join(verb: str, row: Funding, partners: Iterable[Member], by: Actor, at: datetime) -> None:
    """Those that are not named yet; nobody is taken out again."""
    known = set(row.partners.values_list("member_id", flat=True))
    for one in partners:
        takes_part(verb, row.partnership, one)
        if one.pk == row.applicant_id:
            raise refused(verb, _("Who applies is no partner of its own application."))
        if one.pk not in known:
            make(FundingPartner, row.partnership, by, at, funding=row, member=one)
            known.add(one.pk)


def _dollars(verb: str, amount: Decimal | None) -> Decimal:
    if amount is None or not amount.is_finite() or not CENT <= amount <= MOST:
        raise refused(verb, _("Say how many dollars: more than zero, less than a hundred million."))
    if amount != amount.quantize(CENT):
        raise refused(verb, _("An amount is in dollars and cents."))
    return amount
