"""Words as the database lets somebody count them, releases, topics and what the partners decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.models import Community
from kinwork.measure.voice import Word
from kinwork.system.barriers.queries import counts
from kinwork.system.loop.models import ReleaseTables
from kinwork.system.loop.queries import bounds, left_out
from kinwork.system.loop.rules import KNOWN, Period
from kinwork.system.meetings.models import AgendaItem, Decision
from kinwork.system.meetings.rules import PROPOSED
from kinwork.system.partnerships.models import Partnership
from kinwork.system.voice import rules
from kinwork.system.voice.models import Topic, VoiceRelease


def words(
    actor: Actor, place: Community, period: Period, *, agency: UUID | None, now: datetime
) -> list[Word]:
    """Every referral that was sent in these days and of which its provider says that it was served."""
    with acting_as(actor.for_purpose("statistics")):
        back = left_out(now) if agency is None else []
        lines = _called(
            "SELECT * FROM kw_voice(%s, %s, %s, %s, %s::uuid[])",
            [place.pk, *bounds(place, period), agency, back],
        )
    return [_word(one) for one in lines]


def complaints(actor: Actor, place: Community, period: Period, now: datetime) -> dict[str, int]:
    """How many complaints there were of each subject; the report alone."""
    with acting_as(actor.for_purpose("statistics")):
        lines = _called(
            "SELECT * FROM kw_voice_complaints(%s, %s, %s, %s::uuid[])",
            [place.pk, *bounds(place, period), left_out(now)],
        )
    return {one["subject"]: one["n"] for one in lines}


def _called(statement: str, values: list[Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [one.name for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _word(line: dict[str, Any]) -> Word:
    asked, said = line["asked_at"], line["said_at"]
    days = (said - asked).total_seconds() / 86400 if asked and said and said >= asked else None
    return Word(
        program=line["program"] or KNOWN,
        partner=str(line["receiver"] or line["organization"]),
        asked=asked is not None,
        said=said is not None,
        got_it=line["got_it"],
        helped=line["helped"],
        difference=line["difference"],
        times_told=line["times_told"],
        disputes=line["disputes"],
        days=days,
        reused=line["reused"],
        again=line["again"],
    )


def releases(place: Community) -> QuerySet[VoiceRelease]:
    return VoiceRelease.objects.filter(community=place).order_by("-starts")


def said(place: Community) -> dict[str, rules.Said]:
    """What can be put forward, by its key: from released numbers alone, the most said first."""
    found: list[rules.Said] = []
    tables = ReleaseTables.objects.filter(release__community=place).select_related("release")
    for row in tables.order_by("-release__starts")[: rules.NEWEST]:
        groups = row.body["tables"]["program"]["groups"]
        asked = {code: one["steps"]["sent"] for code, one in groups.items() if code != KNOWN}
        days = (row.release.starts, row.release.ends)
        found += rules.topics(rules.NEED, asked, *days)
        known = [one for one in counts(place).values() if (one.starts, one.ends) == days]
        found += rules.topics(rules.REASON, {one.reason: one.n for one in known}, *days)
    for row in releases(place)[: rules.NEWEST]:
        groups = row.body["complaints"]["groups"]
        found += rules.topics(rules.COMPLAINT, groups, row.starts, row.ends)
    return {one.key: one for one in found}


def topics(place: Community) -> QuerySet[Topic]:
    found = Topic.objects.filter(community=place).select_related("proposal", "partnership")
    return found.order_by("-raised_at", "pk")


def told_to_everybody() -> QuerySet[Topic]:
    found = Topic.objects.exclude(told_at=None).select_related("community")
    return found.order_by("-told_at", "pk")


def partnerships(place: Community) -> QuerySet[Partnership]:
    return Partnership.objects.filter(community=place).order_by("name", "pk")


def decided(found: list[Topic]) -> dict[UUID, list[Decision]]:
    """topic -> what the partners decided on the point of an agenda that it became."""
    proposals = {one.proposal_id: one.pk for one in found}
    items = AgendaItem.objects.filter(source=PROPOSED, source_id__in=list(proposals))
    by_item = {one.pk: proposals[one.source_id] for one in items}
    made: dict[UUID, list[Decision]] = {}
    for one in Decision.objects.filter(item__in=list(by_item)).order_by("put_at"):
        made.setdefault(by_item[one.item_id], []).append(one)
    return made
