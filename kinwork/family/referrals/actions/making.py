"""A need, and a referral that answers it, before anybody else knows of it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused, check
from kinwork.directory.models import Location, Service
from kinwork.family.referrals import queries
from kinwork.family.referrals.actions.agreeing import wait_for_yes
from kinwork.family.referrals.actions.laying import has_sender
from kinwork.family.referrals.actions.moving import as_itself, one_family_at_a_time
from kinwork.family.referrals.codes import PACKET, class_of_need
from kinwork.family.referrals.models import Need, Referral, ReferralEvent, ReferralSubject
from kinwork.people.models import Household, Person


@transaction.atomic
def make_need(
    *,
    household: Household,
    code: str,
    urgency: str = "routine",
    person: Person | None = None,
    since: datetime | None = None,
    need_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Need:
    """What the household (or one `person` of it) needs. The same `need_id` twice makes one need."""
    require(by)
    check(by, "referrals.make_need")
    need_id = need_id or new_id()
    if known := Need.objects.filter(pk=need_id).first():
        return known
    need = Need.objects.create(
        id=need_id,
        community_id=household.community_id,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        sensitivity=class_of_need(code),
        person=person,
        household=None if person else household,
        said_in=household.pk,
        code=code,
        urgency=urgency,
        since=since or at,
    )
    audit.record("referrals.make_need", need, by=by, at=at, household=household.pk)
    return need


@transaction.atomic
def make_referral(
    *,
    need: Need,
    service: Service,
    location: Location | None = None,
    subjects: Iterable[Person | UUID] = (),
    classes: Iterable[str] = PACKET,
    sender: Agency | UUID | None = None,
    urgency: str | None = None,
    form_id: UUID | None = None,
    previous: Referral | None = None,
    by: Actor,
    at: datetime,
) -> Referral:
    """A draft. The family's own has no sender; staff send as the agency they work for now.

    classes: what the receiver will see, if the family agrees; an organization that has signed
    nothing here gets the minimum packet. `previous` ended without help: its first clock runs on.
    The same `form_id` twice makes one referral; and while the same sender's referral of this need to
    this service for these people is open, that one is returned (`sent_at` says whether it was sent).
    Raises Refused where this service is reached by phone alone.
    """
    require(by)
    household = need.household_id or need.said_in
    one_family_at_a_time(household)
    agency = getattr(sender, "pk", sender) or by.agency
    subjects = list(subjects)
    if known := _made_before(household, form_id) or _open_already(need, service, agency, subjects):
        return known
    _takes_referrals(need.code, service)
    community = need.community
    receiver = queries.receiver_of(service.organization, community)
    row = Referral(
        community=community,
        household_id=household,
        need=need,
        need_code=need.code,
        sender_id=agency,
        sent_by_id=by.id if by.is_staff else None,
        organization=service.organization,
        service=service,
        location=location,
        receiver=receiver,
        sensitivity=class_towards(need.code, receiver),
        classes=sorted(set(classes)) if receiver else list(PACKET),
        urgency=urgency or need.urgency,
        state_since=at,
        made_at=at,
        previous=previous,
        first_clock_at=previous.first_clock_at if previous else None,
        form_id=form_id,
    )
    check(by, "referrals.make_referral", row)
    row.save(force_insert=True)
    name_subjects(row, subjects)
    write_first_event(row, by=by, at=at)
    return row


def make_linked(
    old: Referral, service: Service, location: Location | None = None, *, at: datetime
) -> Referral:
    """A draft after `old`, for the same people and the same need: nothing is typed again, and the
    first clock keeps running. It waits for the family's yes where that is missing, and lies on the
    desk of whoever sent `old`; where they work here no more, it is the family's own."""
    receiver, followed = queries.receiver_of(service.organization, old.community), has_sender(old)
    new = Referral(
        community_id=old.community_id,
        household_id=old.household_id,
        need_id=old.need_id,
        need_code=old.need_code,
        sender_id=old.sender_id if followed else None,
        sent_by_id=old.sent_by_id if followed else None,
        followed_by_id=old.followed_by_id if followed else None,
        organization=service.organization,
        service=service,
        location=location,
        receiver=receiver,
        sensitivity=class_towards(old.need_code, receiver),
        classes=old.classes if receiver else list(PACKET),
        urgency=old.urgency,
        state_since=at,
        made_at=at,
        first_clock_at=old.first_clock_at,
        previous=old,
    )
    with as_itself(old.pk, old.community_id):
        people = list(old.subjects.values_list("person_id", flat=True))
        new.save(force_insert=True)
    with as_itself(new.pk, old.community_id) as itself:
        name_subjects(new, people)
        write_first_event(new, by=itself, at=at)
        return wait_for_yes(new, by=itself, at=at)


def goes_on(row: Referral) -> Referral | None:
    """The linked referral after this one that has not ended, if there is one; whoever asks."""
    with as_itself(row.pk, row.community_id):
        found = queries.goes_on(row.pk)
    if found is None:
        return None
    with as_itself(found, row.community_id):
        return Referral.objects.get(pk=found)


def class_towards(code: str, receiver: Agency | None) -> str:
    """The class of what it is about; that somebody is sent to a Part 2 program at all is sud."""
    return "sud" if receiver and receiver.is_part_2 else class_of_need(code)


def name_subjects(row: Referral, subjects: Iterable[Person | UUID]) -> None:
    """Say which people of the household a new referral is for; somebody named twice counts once."""
    ids = dict.fromkeys(getattr(one, "pk", one) for one in subjects)
    ReferralSubject.objects.bulk_create(
        ReferralSubject(referral=row, person_id=person) for person in ids
    )


def write_first_event(row: Referral, *, by: Actor, at: datetime) -> None:
    """The beginning of the timeline, and of the trail."""
    party = "sender" if by.is_staff else by.kind
    ReferralEvent.objects.create(
        referral=row,
        verb="make_referral",
        from_state="",
        to_state=row.state,
        party=party,
        at=at,
        user_id=by.id if by.is_staff else None,
        agency_id=by.agency,
        number=0,
    )
    audit.record("referrals.make_referral", row, by=by, at=at, to=row.state)


def _made_before(household: UUID, form_id: UUID | None) -> Referral | None:
    if form_id is None:
        return None
    return Referral.objects.filter(household=household, form_id=form_id).first()


def _open_already(
    need: Need, service: Service, sender: UUID | None, subjects: list[Person | UUID]
) -> Referral | None:
    """A line that was lost, a page opened anew: what is under way is asked for once."""
    found = Referral.objects.filter(need=need, service=service, sender=sender, ended_at=None)
    whom = {getattr(one, "pk", one) for one in subjects}
    for row in found.order_by("made_at", "id"):
        if whom <= set(row.subjects.values_list("person_id", flat=True)):
            return row
    return None


def _takes_referrals(code: str, service: Service) -> None:
    """Some help is reached by phone alone: nothing about it may be written down."""
    hidden = class_of_need(code) in ("safety", "sud") or service.is_victim_service
    # The index also knows it by what the service offers, where its source does not say so.
    hidden = hidden or service.search_entries.filter(is_victim_service=True).exists()
    if hidden or service.accepts_referrals is False:
        raise Refused(
            "referrals.make_referral",
            _("This service takes no referrals. Give the family its phone number."),
        )
    if service.organization_id is None:
        raise Refused(
            "referrals.make_referral",
            _("Nobody is named who runs this service, so nothing can be sent. Please call it."),
        )
