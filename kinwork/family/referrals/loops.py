"""Has this need been through this door before, or did it come from there? Said before sending, with
what happened there; kept on the referral (`Referral.loop`) and in its trail afterwards.

Row-level security keeps to what the actor may see: their own agency's referrals, a coordinator's
envelopes, a family's own. What another agency sent is never told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kinwork.directory.models import Organization
from kinwork.family.referrals import words
from kinwork.family.referrals.codes import LOOPS
from kinwork.family.referrals.models import Referral

SAME_DOOR, BACK = LOOPS
# What went well, was a mistake, or ended for another place is no loop.
NO_LOOP = ("recalled", "entered in error", "served", "obsolete", "consent ended")


@dataclass(frozen=True)
class Before:
    """An earlier referral of this need: `kind` is one of LOOPS."""

    kind: str
    row: Referral

    @property
    def state(self) -> tuple[str, object]:
        """Tone and words of how it stands, or how it ended."""
        return words.STATE_WORDS[self.row.state]

    @property
    def reason(self) -> object:
        event = self.row.events.exclude(reason="").exclude(verb__in=("send", "end_search")).last()
        return words.REASON_WORDS.get(event.reason, "") if event else ""

    @property
    def at(self) -> datetime:
        return self.row.ended_at or self.row.state_since

    @property
    def says(self) -> object:
        return words.REASON_WORDS[self.kind]


def been_before(
    household: UUID,
    organization: Organization | UUID,
    code: str,
    *,
    sender: UUID | None = None,
    subjects: Iterable[UUID] = (),
    but: UUID | None = None,
) -> list[Before]:
    """The newest first; two reads. sender: the agency that would send it now; but: not this one."""
    door = getattr(organization, "pk", organization)
    found = _earlier(household, code, subjects).exclude(pk=but)
    same = Q(organization=door)
    back = Q(receiver=sender, sender__organization=door) if sender else Q(pk=None)
    rows = found.filter(same | back).order_by("-sent_at")[:10]
    return [Before(SAME_DOOR if row.organization_id == door else BACK, row) for row in rows]


def doors_before(row: Referral) -> dict[UUID, Before]:
    """Where the need of `row` has been already, its own door too: organization -> the newest; two
    reads, however many doors are offered."""
    whom = row.subjects.values_list("person_id", flat=True)
    found: dict[UUID, Before] = {}
    for one in _earlier(row.household_id, row.need_code, whom).order_by("-sent_at")[:50]:
        found.setdefault(one.organization_id, Before(SAME_DOOR, one))
        if row.sender_id and one.sender and one.receiver_id == row.sender_id:
            found.setdefault(one.sender.organization_id, Before(BACK, one))
    return found


def _earlier(household: UUID, code: str, subjects: Iterable[UUID]) -> QuerySet[Referral]:
    """What was sent for this need of these people, and is no mistake and no success."""
    found = (
        Referral.objects.filter(household=household, need_code=code, sent_at__isnull=False)
        .exclude(state__in=NO_LOOP)
        .select_related("organization", "sender")
    )
    if whom := list(subjects):
        about = Q(subjects__person__in=whom) | Q(subjects=None)
        found = found.filter(about).distinct()
    return found


def flag(row: Referral) -> str:
    """Which loop `row` closes when it is sent now; "" for none."""
    whom = row.subjects.values_list("person_id", flat=True)
    found = been_before(
        row.household_id,
        row.organization_id,
        row.need_code,
        sender=row.sender_id,
        subjects=whom,
        but=row.pk,
    )
    return found[0].kind if found else ""
