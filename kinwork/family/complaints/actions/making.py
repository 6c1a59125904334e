"""A complaint comes in: from a family's page, from anybody, or written down by a worker."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.rights import NOT_YOURS, Refused, check
from kinwork.family.complaints import queries, rules
from kinwork.family.complaints.actions.moving import due_at, settle_desks, stepped
from kinwork.family.complaints.models import Complainant, Complaint, ComplaintWords
from kinwork.people.models import Household, HouseholdMember, Person
from kinwork.trust.access.queries import visible

VERB = "complaints.make"
TWICE = timedelta(hours=1)  # so long the same form again is the same complaint


class NobodyHears(Refused):
    """Nobody outside the agency complained of hears complaints here: nothing was kept."""


@dataclass(frozen=True)
class Said:
    """What happened (words), what would make it right, whom at the agency it is about, as one of
    rules.SUBJECTS; whether it speaks of violence or of a child's safety."""

    happened: str
    subject: str
    wanted: str = ""
    worker: str = ""
    is_about_safety: bool = False


@dataclass(frozen=True)
class Who:
    """Who complains. household, person: of a family that a worker writes it down for. hidden: not even
    the office is told; name, reach: of whoever has no page here."""

    household: Household | None = None
    person: UUID | None = None
    name: str = ""
    reach: str = ""
    hidden: bool = False
    allows_name: bool = False
    allows_words: bool = False


@transaction.atomic
def make(
    *,
    community: Community,
    about: str,
    agency: Agency | None = None,
    said: Said,
    who: Who | None = None,
    language: str = "en",
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Complaint:
    """It goes to an office outside the agency complained of. The same form twice is one complaint.

    A family on its own page complains for itself. Raises NobodyHears where there is no such office.
    """
    require(by)
    check(by, VERB)
    who = who or Who()
    _can_be_made(community, about, agency, said)
    home, person = _from(who, by)
    if person is not None:  # whoever hears it does not see the family's own rows
        known = Person.objects.filter(pk=person).first()
        who = replace(who, name=known.full_name if known else "")
    handler = queries.office_for(community, agency.pk if agency else None, at)
    if handler is None:
        raise NobodyHears(VERB, _("Nobody here can hear this complaint."))
    id = form_id or new_id()
    if known := _known(id, community, agency, said, home, person, by, at):
        if known.is_theirs:
            return known.row
        id = new_id()
    # As itself: whoever makes it does not see the office's desk, and no trail says who it was.
    with acting_as(clock(id, community.pk)) as itself:
        row = Complaint(
            id=id,
            community=community,
            about=about,
            about_agency=agency,
            handler_id=handler,
            subject=said.subject,
            sensitivity=rules.sensitivity(
                is_about_safety=said.is_about_safety,
                is_part_2=bool(agency and agency.is_part_2),
            ),
            door=_door(by),
            language=language if language in ("en", "es") else "en",
            state_since=at,
            made_at=at,
        )
        row.due_at = due_at(row, at)
        row.save(force_insert=True)
        _kept(row, said, who, home, person, by)
        stepped(row, "receive", rules.FAMILY, "", by, at)
        settle_desks(row, at)
        audit.record(VERB, row, by=itself, at=at, door=row.door, classes=[row.sensitivity])
    return row


@dataclass(frozen=True)
class _Known:
    row: Complaint
    is_theirs: bool


def _known(id: UUID, community, agency, said: Said, home, person, by: Actor, at) -> _Known | None:
    """A complaint that has this number already; and whether it is this very form, sent again. Its number
    stands on desks: to know it is not to have made it, and the answer to a form is a way to read on."""
    with acting_as(clock(id, community.pk)):
        row = Complaint.objects.filter(pk=id).first()
        if row is None:
            return None
        door, who, told = _door(by), row.complainant, row.words
        theirs = row.door == door and (who.household_id, who.person_id) == (home, person)
        if by.is_staff:
            theirs = theirs and who.written_by_id == by.id
        elif not by.is_family:
            same = (row.about_agency_id, told.happened) == (
                agency.pk if agency else None,
                said.happened.strip(),
            )
            theirs = theirs and same and row.made_at > at - TWICE
        return _Known(row, theirs)


def _door(by: Actor) -> str:
    return "desk" if by.is_staff else "page" if by.is_family else "visitor"


def _kept(row: Complaint, said: Said, who: Who, home, person, by: Actor) -> None:
    Complainant.objects.create(
        complaint=row,
        household_id=home,
        person_id=person,
        name="" if who.hidden else who.name.strip()[:200],
        reach="" if who.hidden else who.reach.strip()[:200],
        hidden=who.hidden,
        allows_name=who.allows_name and not who.hidden,
        allows_words=who.allows_words,
        written_by_id=by.id if by.is_staff else None,
    )
    ComplaintWords.objects.create(
        complaint=row,
        happened=said.happened.strip(),
        wanted=said.wanted.strip()[:2000],
        worker=said.worker.strip()[:200],
    )


def _can_be_made(community: Community, about: str, agency: Agency | None, said: Said) -> None:
    if about not in rules.ABOUT or (agency is None) != (about == "site"):
        raise Refused(VERB, _("Say which place it is about."))
    if agency and not queries.agencies(community).filter(pk=agency.pk).exists():
        raise Refused(VERB, _("Say which place it is about."))
    if said.subject not in rules.SUBJECTS:
        raise Refused(VERB, _("Please choose an answer from the list."))
    if not said.happened.strip():
        raise Refused(VERB, _("Say what happened, in your own words."))
    if len(said.happened) > rules.LONGEST:
        raise Refused(VERB, _("This is too long. Please keep it under 6,000 letters."))


def _from(who: Who, by: Actor) -> tuple[UUID | None, UUID | None]:
    """Whose page it stands on: the caregiver's own, or that of a family which this worker sees."""
    if by.is_family:
        return by.household, by.id
    if not by.is_staff or who.household is None:
        return None, None
    if not visible(by, [who.household]):
        raise Refused(VERB, NOT_YOURS)
    told = HouseholdMember.objects.filter(
        household=who.household, person=who.person, relation="caregiver", ends=None
    )
    if who.person is None or not told.exists():
        raise Refused(VERB, _("Say who in the family told you."))
    return who.household.pk, who.person
