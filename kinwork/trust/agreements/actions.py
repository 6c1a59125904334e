"""Agreements: drafted, reviewed, signed, in force, suspended, resumed, replaced, ended. The database
enforces what is in force at the next statement, and nothing else."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.consequences import follow
from kinwork.common.jobs import later
from kinwork.common.models import Community
from kinwork.common.moves import WrongState
from kinwork.common.rights import Refused, check
from kinwork.trust.access.actions import clear_due, no_later_than_now, set_due
from kinwork.trust.agreements import rights, rules  # noqa: F401  (rights declares the table)
from kinwork.trust.agreements.models import Agreement, Party
from kinwork.trust.agreements.words import MISSING, STATE_WORDS

ENDS, NOTICE = "agreement ends", "agreement renewal"
TEXTS = ("title", "goal", "storage", "recipient", "permitted_use")


@transaction.atomic
def make_agreement(
    *,
    community: Community,
    kind: str,
    title: str,
    starts: datetime,
    ends: datetime | None = None,
    classes: Iterable[str] = (),
    purposes: Iterable[str] = ("care",),
    emergency_clause: bool = False,
    goal: str = "",
    storage: str = "",
    recipient: str = "",
    permitted_use: str = "",
    destroy_by: date | None = None,
    by: Actor,
    at: datetime,
) -> Agreement:
    """A draft without parties; `classes` and `purposes` say what a data-sharing one covers. Nothing
    of it counts before it is in force."""
    require(by)
    check(by, "agreements.make_agreement")
    agreement = Agreement(
        community=community,
        kind=kind,
        state=rules.LIFE.first,
        title=title.strip(),
        starts=starts,
        ends=ends,
        classes=list(classes),
        purposes=list(purposes),
        emergency_clause=emergency_clause,
        goal=goal.strip(),
        storage=storage.strip(),
        recipient=recipient.strip(),
        permitted_use=permitted_use.strip(),
        destroy_by=destroy_by,
    )
    _whole(agreement, "make_agreement", parties=None, at=at)
    agreement.save(force_insert=True)
    audit.record("agreements.make_agreement", agreement, by=by, at=at, kind=kind)
    return agreement


@transaction.atomic
def make_version(*, agreement: Agreement, by: Actor, at: datetime, **changed: Any) -> Agreement:
    """A new draft of the same agreement with the same parties, unsigned. The old one stays in force
    until the new one is; then it stays readable."""
    require(by)
    check(by, "agreements.make_version", agreement)
    if agreement.state not in rules.LIVE:
        raise Refused("agreements.make_version", _("Only what is in force gets a new version."))
    last = Agreement.objects.filter(series=agreement.series).order_by("-version").first()
    if last.state in rules.UNSIGNED:
        raise Refused("agreements.make_version", _("A new version is being written already."))
    fields = {
        field.attname: getattr(agreement, field.attname)
        for field in Agreement._meta.concrete_fields
        if field.name not in ("id", "state", "version", "suspended_at")
    }
    new = Agreement(**{**fields, **changed}, state=rules.LIFE.first, version=last.version + 1)
    _whole(new, "make_version", parties=None, at=at)
    new.save(force_insert=True)
    for party in agreement.parties.filter(ends=None):
        Party.objects.create(agreement=new, agency_id=party.agency_id, role=party.role)
    audit.record("agreements.make_version", new, by=by, at=at, version=new.version)
    return new


@transaction.atomic
def change(*, agreement: Agreement, by: Actor, at: datetime, **changed: Any) -> Agreement:
    """Change what a draft says. What others have in hand to sign is not changed under them."""
    require(by)
    check(by, "agreements.change", agreement)
    row = _locked(agreement)
    if row.state != "draft":
        raise _wrong("change", row)
    for name, value in changed.items():
        setattr(row, name, value.strip() if name in TEXTS else value)
    _whole(row, "change", parties=None, at=at)
    row.save()
    audit.record("agreements.change", row, by=by, at=at, fields=sorted(changed))
    return row


@transaction.atomic
def name_party(
    *, agreement: Agreement, agency: Agency, role: str = "party", by: Actor, at: datetime
) -> Party:
    """Name an agency in a draft, as party, provider or recipient."""
    require(by)
    check(by, "agreements.name_party", agreement)
    row = _locked(agreement)
    if row.state != "draft":
        raise _wrong("name_party", row)
    _no_victim_services(agency, "name_party")
    party, made = Party.objects.get_or_create(
        agreement=row, agency=agency, ends=None, defaults={"role": role}
    )
    if not made and party.role != role:
        party.role = role
        party.save(update_fields=["role"])
    audit.record("agreements.name_party", row, by=by, at=at, agency=str(agency.pk), role=role)
    return party


def submit(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """To review: from now on it is not changed any more. Refused while something is missing."""
    return _move("submit", agreement, by=by, at=at, whole=True)


@transaction.atomic
def withdraw(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """Back to draft; signatures that were given are void, for they were given to other words."""
    row = _move("withdraw", agreement, by=by, at=at)
    row.parties.update(signed_by="", signed_title="", authority="", signed_at=None)
    return row


@transaction.atomic
def sign(
    *, party: Party, name: str, title: str, authority: str, by: Actor, at: datetime
) -> Agreement:
    """One party signs: who, as what, and what shows that they may. With the last signature it is in
    force. Whoever convenes records so what was signed on paper."""
    require(by)
    check(by, "agreements.sign", party)
    row = _locked(party.agreement)
    rules_move = _step("sign", row)
    party = Party.objects.get(pk=party.pk)
    if party.signed_at is not None:
        raise Refused(
            "agreements.sign",
            _("%(name)s has signed for this agency already.") % {"name": party.signed_by},
        )
    if not (name.strip() and title.strip() and authority.strip()):
        raise Refused(
            "agreements.sign",
            _("Say who signs, as what, and what shows that they may sign for the agency."),
        )
    party.signed_by, party.signed_title = name.strip(), title.strip()
    party.authority, party.signed_at = authority.strip(), at
    party.save(update_fields=["signed_by", "signed_title", "authority", "signed_at"])
    audit.record("agreements.sign", row, by=by, at=at, agency=str(party.agency_id))
    with acting_as(clock(row.pk, row.community_id)) as itself:
        _set_state(row, rules_move.target)
        if not row.parties.filter(signed_at=None, ends=None).exists():
            _put_in_force(row, by=itself, at=at)
    return row


@transaction.atomic
def join(
    *,
    agreement: Agreement,
    agency: Agency,
    signed_by: str,
    signed_title: str = "",
    authority: str = "",
    by: Actor,
    at: datetime,
) -> Party:
    """Accession to the participation memorandum: `agency` is bound from `at`; `signed_by` is the name
    of who signed with authority. With the first one it is in force."""
    require(by)
    check(by, "agreements.join", agreement)
    row = _locked(agreement)
    if row.kind != "participation":
        raise Refused(
            "agreements.join", _("Only the participation memorandum is joined one by one.")
        )
    step = _step("join", row)
    _no_victim_services(agency, "join")
    signed_title = signed_title or _("Signatory")
    party, made = Party.objects.get_or_create(
        agreement=row,
        agency=agency,
        ends=None,
        defaults={
            "signed_by": signed_by,
            "signed_title": signed_title,
            "authority": authority or _("Signed on paper, kept by the convening agency"),
            "signed_at": at,
            "starts": at,
        },
    )
    if row.state != step.target:
        _set_state(row, step.target)
        _wind_clocks(row, at)
    if made:
        audit.record("agreements.join", row, by=by, at=at, agency=str(agency.pk))
    return party


@transaction.atomic
def leave(*, party: Party, by: Actor, at: datetime) -> Party:
    """A party is bound no more; its open referrals are sent another way."""
    require(by)
    check(by, "agreements.leave", party)
    row = _locked(party.agreement)
    _step("leave", row)
    moment = no_later_than_now(at)
    with acting_as(clock(row.pk, row.community_id)):
        row.parties.filter(pk=party.pk, ends=None).update(ends=moment)
    audit.record("agreements.leave", row, by=by, at=at, agency=str(party.agency_id))
    with acting_as(clock(row.pk, row.community_id)) as itself:
        follow("agreements.leave", row, by=itself, at=at)
    party.refresh_from_db()
    return party


def suspend(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """Nothing is shared under it from now on; what was shared stays in the trail. Open referrals to
    its parties come onto the lists of those who send them another way."""
    return _move("suspend", agreement, by=by, at=at, suspended_at=at)


def resume(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """It counts again from now on."""
    return _move("resume", agreement, by=by, at=at, suspended_at=None)


def end(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """Over, for all parties, from now on."""
    return _move("end", agreement, by=by, at=at, ends=at)


def note_renewal(*, agreement: Agreement, by: Actor, at: datetime) -> None:
    """Its end is near: whoever convenes and the parties' supervisors are told."""
    require(by)
    check(by, "agreements.note_renewal", agreement)
    _wind_clocks(agreement, at)
    audit.record("agreements.note_renewal", agreement, by=by, at=at)
    later("agreements.tell_renewal", agreement.pk)


@transaction.atomic
def _move(
    verb: str, agreement: Agreement, *, by: Actor, at: datetime, whole: bool = False, **set_to: Any
) -> Agreement:
    """One move of the table: right, state, what it must hold, the columns, the trail, what follows."""
    require(by)
    check(by, f"agreements.{verb}", agreement)
    row = _locked(agreement)
    step = _step(verb, row)
    if whole:
        parties = list(row.parties.filter(ends=None).values_list("agency_id", "role"))
        _whole(row, verb, parties=parties, at=at)
    for name, value in set_to.items():
        if name == "ends":
            value = max(no_later_than_now(value), row.starts)
        setattr(row, name, value)
    row.state = step.lands(row.state)
    row.save(update_fields=["state", *set_to])
    if row.state in rules.LIFE.ends:
        clear_due(target=row.pk)
    audit.record(f"agreements.{verb}", row, by=by, at=at, state=row.state)
    follow(f"agreements.{verb}", row, by=by, at=at)
    agreement.__dict__.update(
        {name: value for name, value in row.__dict__.items() if not name.startswith("_")}
    )
    return row


def _put_in_force(row: Agreement, *, by: Actor, at: datetime) -> None:
    """All have signed: they are bound from now (or from its first day), the version before is over."""
    old = Agreement.objects.filter(series=row.series, state__in=rules.LIVE).exclude(pk=row.pk)
    for pk in list(old.values_list("pk", flat=True)):
        _supersede(pk, row, at)
    row.parties.filter(starts=None).update(starts=max(at, row.starts))
    _set_state(row, "in force")
    _wind_clocks(row, at)
    audit.record("agreements.put_in_force", row, by=by, at=at, version=row.version)


def _supersede(pk: UUID, new: Agreement, at: datetime) -> None:
    """The version before is over; it stays readable."""
    with acting_as(clock(pk, new.community_id)) as itself:
        before = Agreement.objects.select_for_update().get(pk=pk)
        before.state = "superseded"
        before.ends = max(no_later_than_now(at), before.starts)
        before.save(update_fields=["state", "ends"])
        clear_due(target=pk)
        audit.record("agreements.supersede", before, by=itself, at=at, by_version=new.version)


def _set_state(row: Agreement, state: str) -> None:
    row.state = state
    row.save(update_fields=["state"])


def _wind_clocks(row: Agreement, at: datetime) -> None:
    if row.ends is not None and row.ends > at:
        set_due(target=row.pk, clock=ENDS, at=row.ends)
    if notice := rules.next_notice(row.ends, at):
        set_due(target=row.pk, clock=NOTICE, at=notice)


def _locked(agreement: Agreement) -> Agreement:
    """As the agreement itself: a party that signs may not write the envelope, but waits for it."""
    with acting_as(clock(agreement.pk, agreement.community_id)):
        return Agreement.objects.select_for_update().get(pk=agreement.pk)


def _step(verb: str, row: Agreement):
    try:
        return rules.LIFE.find(verb, row.state)
    except WrongState:
        raise _wrong(verb, row) from None


def _wrong(verb: str, row: Agreement) -> Refused:
    state = STATE_WORDS[row.state]
    return Refused(
        f"agreements.{verb}",
        _("This cannot be done now. The agreement is: %(state)s.") % {"state": state},
    )


def _whole(row: Agreement, verb: str, *, parties, at: datetime) -> None:
    """Refused with all that is missing. parties None: they are named later."""
    said = {name: getattr(row, name) for name in (*TEXTS, "kind", "starts", "ends", "classes")}
    said |= {name: getattr(row, name) for name in ("purposes", "emergency_clause", "destroy_by")}
    lacks = rules.missing(said, parties or [], at.date())
    if parties is None:
        lacks = [name for name in lacks if name not in ("two parties", "one provider")]
        lacks = [name for name in lacks if name != "recipient party"]
        if row.kind == "data-sharing":
            lacks = [name for name in lacks if name not in ("classes", "storage")]
    if lacks:
        listed = ", ".join(str(MISSING[name]) for name in lacks)
        raise Refused(f"agreements.{verb}", _("This is missing: %(list)s.") % {"list": listed})


def _no_victim_services(agency: Agency, verb: str) -> None:
    if agency.is_victim_service_provider:
        raise Refused(
            f"agreements.{verb}",
            _("A victim service provider holds no families here; it needs no agreement."),
        )
