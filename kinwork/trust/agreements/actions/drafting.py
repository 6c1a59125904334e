"""Writing an agreement: a draft, its words and dates, its parties, a new version of it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.models import Community
from kinwork.common.rights import Refused, check
from kinwork.trust.agreements import rules
from kinwork.trust.agreements.actions.moving import (
    TEXTS,
    locked,
    no_victim_services,
    stripped,
    whole,
    wrong,
)
from kinwork.trust.agreements.models import Agreement, Party


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
    terms: Mapping[str, str] | None = None,
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
        terms=stripped(terms or {}),
    )
    whole(agreement, "make_agreement", parties=None, at=at)
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
    whole(new, "make_version", parties=None, at=at)
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
    row = locked(agreement)
    if row.state != "draft":
        raise wrong("change", row)
    for name, value in changed.items():
        value = stripped(value) if name == "terms" else value
        setattr(row, name, value.strip() if name in TEXTS else value)
    whole(row, "change", parties=None, at=at)
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
    row = locked(agreement)
    if row.state != "draft":
        raise wrong("name_party", row)
    no_victim_services(agency, "name_party")
    party, made = Party.objects.get_or_create(
        agreement=row, agency=agency, ends=None, defaults={"role": role}
    )
    if not made and party.role != role:
        party.role = role
        party.save(update_fields=["role"])
    audit.record("agreements.name_party", row, by=by, at=at, agency=str(agency.pk), role=role)
    return party


@transaction.atomic
def drop_party(*, party: Party, by: Actor, at: datetime) -> None:
    """Take an agency out of a draft. Who is bound already leaves instead."""
    require(by)
    check(by, "agreements.drop_party", party)
    row = locked(party.agreement)
    if row.state != "draft" or party.starts is not None:
        raise wrong("drop_party", row)
    agency = party.agency_id
    Party.objects.filter(pk=party.pk, starts=None).delete()
    audit.record("agreements.drop_party", row, by=by, at=at, agency=str(agency))
