"""After a backup was put back: what the journal knows and the database does not is done again.

Each deed by its own action, as whoever did it, at its own time, so that everything follows from it that
followed then. Permits that were given meanwhile are not in the journal: the restored site lets in fewer,
never more.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Agency, Membership, User
from kinwork.common import audit, journal
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR, Actor
from kinwork.people.models import Household, Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Authority, Block, Withholding
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement, Party
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Closing, Consent

AGAIN = "replayed from the journal"
UNKNOWN = """SELECT e FROM unnest(%s::uuid[]) WITH ORDINALITY AS lines(e, n)
             WHERE NOT kw_knows_deed(e) ORDER BY n"""
Line = dict[str, Any]


@dataclass
class Deed:
    """One line, with its values as what they are; `made`: records of this run by their old ids."""

    line: Line
    made: dict[str, UUID] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        kind, who, hat, role, community, purpose = self.line["actor"]
        return Actor(kind, _id(who), _id(hat), role, _id(community), purpose)

    @property
    def said(self) -> dict[str, Any]:
        return {"by": self.by, "at": datetime.fromisoformat(self.line["at"])}

    @property
    def target(self) -> UUID | None:
        return self.made.get(self.line["target"]) or _id(self.line["target"])

    def row(self, name: str) -> Any:
        value = self.line["row"].get(name)
        if value is None:
            return None
        if name in ("starts", "ends"):
            return datetime.fromisoformat(value)
        if name == "signed_on":
            return date.fromisoformat(value)
        return _id(value) if name.endswith("_id") or name == "work" else value


def _id(value: str | None) -> UUID | None:
    return UUID(value) if value else None


def waiting() -> list[Line]:
    """Lines of the journal whose deeds this database does not know, the oldest first."""
    path = journal.kept()
    if path is None or not path.exists():
        return []
    lines = {line["entry"]: line for line in journal.read(path)}
    with acting_as(VISITOR), connection.cursor() as cursor:
        cursor.execute(UNKNOWN, [list(lines)])
        return [lines[str(entry)] for (entry,) in cursor.fetchall()]


def holes() -> list[str]:
    """One sentence where the database is older than the journal."""
    lines = waiting()
    if not lines:
        return []
    return [
        f"The database does not know {len(lines)} deeds that took access away, the first of"
        f" {lines[0]['at'][:16]}: a backup was put back. Run `kinwork database replay`."
    ]


def replay(line: Line, made: dict[str, UUID]) -> str:
    """Do it again: "done", or "gone" where what it was about is not in this database either."""
    deed, found = Deed(line, made), "gone"
    with acting_as(deed.by), suppress(ObjectDoesNotExist):
        new = DEEDS[line["verb"]](deed)
        found = "done"
        if new is not None and line["target"]:
            made[line["target"]] = new.pk
    note(line, found)
    return found


def note(line: Line, found: str) -> None:
    """The trail says that this line was gone through; it is never done twice."""
    with acting_as(OPERATOR):
        entry = audit.entry("disclosures.replay", by=OPERATOR, what=line["verb"], found=found)
        entry.target_id = UUID(line["entry"])
        audit.record_all([entry])


def _how(deed: Deed) -> dict[str, Any]:
    way = deed.row("way")
    how = {"way": way, "signed_on": deed.row("signed_on"), "language": deed.row("language")}
    how["witness"] = AGAIN if way == "by phone with a witness" else ""
    how["paper_at"] = AGAIN if way == "on paper" else ""
    return how | {"given_by": Person.objects.get(pk=deed.row("given_by_id"))}


def _end(deed: Deed) -> None:
    consents.end(consent=Consent.objects.get(pk=deed.target), **deed.said)


def _deny(deed: Deed) -> Consent:
    return consents.deny(
        household=Household.objects.get(pk=deed.row("household_id")),
        agency=Agency.objects.get(pk=deed.row("agency_id")),
        classes=deed.row("classes"),
        starts=deed.row("starts"),
        ends=deed.row("ends"),
        recorded_by=Agency.objects.get(pk=deed.by.agency) if deed.by.agency else None,
        **_how(deed),
        **deed.said,
    )


def _narrow(deed: Deed) -> Consent:
    before = Consent.objects.get(pk=deed.row("narrows_id"))
    kept = {"classes": deed.row("classes"), "ends": deed.row("ends")}
    return consents.narrow(consent=before, **kept, **_how(deed), **deed.said)


def _leave(deed: Deed) -> Closing:
    return consents.leave(household=UUID(deed.line["actor"][2]), **deed.said)


def _stay(deed: Deed) -> None:
    consents.stay(closing=Closing.objects.get(pk=deed.target), **deed.said)


def _block(deed: Deed) -> Block:
    agency, user = deed.row("agency_id"), deed.row("user_id")
    return access.block(
        household=Household.objects.get(pk=deed.row("household_id")),
        agency=Agency.objects.get(pk=agency) if agency else None,
        user=User.objects.get(pk=user) if user else None,
        **deed.said,
    )


def _unblock(deed: Deed) -> None:
    access.unblock(block=Block.objects.get(pk=deed.target), **deed.said)


def _withhold(deed: Deed) -> Withholding:
    named = ("community_id", "person_id", "household_id", "from_person_id", "from_agency_id")
    plain = ("kind", "branch", "classes", "work", "starts", "ends")
    if person := deed.row("person_id"):
        Person.objects.get(pk=person)
    return access.withhold(
        **{name.removesuffix("_id"): deed.row(name) for name in named},
        **{name: deed.row(name) for name in plain},
        evidence=AGAIN,
        **deed.said,
    )


def _release(deed: Deed) -> None:
    access.release(protection=Withholding.objects.get(pk=deed.target), **deed.said)


def _end_authority(deed: Deed) -> None:
    found = Authority.objects.get(pk=deed.target)
    access.end_authority(authority=found, because=AGAIN, **deed.said)


def _end_keys(deed: Deed) -> None:
    access.end_keys(household=UUID(deed.line["household"]), **deed.said)


def _agreement(verb: str) -> Callable[[Deed], None]:
    def again(deed: Deed) -> None:
        getattr(agreements, verb)(agreement=Agreement.objects.get(pk=deed.target), **deed.said)

    return again


def _party_leaves(deed: Deed) -> None:
    party = Party.objects.get(agreement=deed.target, agency=deed.line["said"]["agency"], ends=None)
    day = datetime.combine(date.fromisoformat(deed.line["said"]["on"]), time(), UTC)
    agreements.leave(party=party, on=day, **deed.said)


def _account(verb: str) -> Callable[[Deed], None]:
    def again(deed: Deed) -> None:
        getattr(accounts, verb)(user=User.objects.get(pk=deed.target), **deed.said)

    return again


def _end_hat(deed: Deed) -> None:
    accounts.end_membership(membership=Membership.objects.get(pk=deed.target), **deed.said)


def _change_role(deed: Deed) -> None:
    """The role from before ends; the new one is given again by a colleague."""
    names = ("user_id", "agency_id", "community_id")
    worn = {name: deed.row(name) for name in names} | {"role": deed.line["said"]["was"]}
    accounts.end_membership(membership=Membership.objects.get(ends=None, **worn), **deed.said)


def _keep_records(deed: Deed) -> None:
    agency = Agency.objects.get(pk=deed.target)
    accounts.keep_records(agency=agency, records=deed.row("records"), **deed.said)


def _victim_services(deed: Deed) -> None:
    accounts.mark_victim_services(agency=Agency.objects.get(pk=deed.target), **deed.said)


DEEDS: dict[str, Callable[[Deed], Any]] = {
    "consent.end": _end,
    "consent.deny": _deny,
    "consent.narrow": _narrow,
    "consent.leave": _leave,
    "consent.stay": _stay,
    "access.block": _block,
    "access.unblock": _unblock,
    "access.withhold": _withhold,
    "access.release": _release,
    "access.end_authority": _end_authority,
    "access.end_keys": _end_keys,
    "agreements.suspend": _agreement("suspend"),
    "agreements.resume": _agreement("resume"),
    "agreements.end": _agreement("end"),
    "agreements.leave": _party_leaves,
    "accounts.disable_account": _account("disable_account"),
    "accounts.enable_account": _account("enable_account"),
    "accounts.end_membership": _end_hat,
    "accounts.change_role": _change_role,
    "accounts.keep_records": _keep_records,
    "accounts.mark_victim_services": _victim_services,
}
