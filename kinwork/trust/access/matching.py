"""A person who was just written down: does another office know them? Looked for after the answer is
given, so that who writes one down finds the same page in the same time, whatever there is."""

from uuid import UUID

from django.utils import timezone

from kinwork.common.jobs import job
from kinwork.trust.access.actions import linking


@job("people.look_for_match")
def look(person: UUID) -> None:
    linking.look_for_match(person, timezone.now())
