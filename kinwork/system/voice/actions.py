"""The report counts a half year once; whoever leads puts a topic forward, and tells what was done."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.models import Community
from kinwork.common.rights import Refused, check
from kinwork.system.loop.queries import least_cells
from kinwork.system.loop.rules import least_cell, settled
from kinwork.system.meetings import actions as meetings
from kinwork.system.partnerships.models import Partnership
from kinwork.system.voice import queries, rights, rules, telling  # noqa: F401  (declares the table)
from kinwork.system.voice.models import Topic, VoiceRelease

LONGEST = 500


@transaction.atomic
def release(*, community: Community, by: Actor, at: datetime) -> VoiceRelease | None:
    """Count the newest half year that is ready, once; None when it was, or when nobody said anything.
    `by`: the report of the community."""
    require(by)
    check(by, "voice.release")
    period = settled(today(community, at))
    if queries.releases(community).filter(starts=period.starts).exists():
        return None
    found = queries.words(by, community, period, agency=None, now=at)
    complained = queries.complaints(by, community, period, at)
    if not found and not complained:
        return None
    least = least_cell(least_cells())
    body = telling.released(found, least) | {"complaints": rules.told(complained, least)}
    made = VoiceRelease.objects.create(
        community=community,
        starts=period.starts,
        ends=period.ends,
        made_at=at,
        least=least,
        body=body,
    )
    audit.record("voice.release", made, by=by, at=at, referrals=len(found))
    return made


@transaction.atomic
def raise_topic(
    *, partnership: Partnership, key: str, form_id: UUID | None = None, by: Actor, at: datetime
) -> Topic:
    """What enough families said becomes a proposal for the partners' agenda, with its number and days.
    key: of queries.said; its number is read again here. Twice is once."""
    verb = "voice.raise_topic"
    require(by)
    check(by, verb, partnership)
    one = queries.said(partnership.community).get(key)
    if one is None:
        raise Refused(verb, _("These numbers cannot be read. Choose again."))
    known = Topic.objects.filter(
        partnership=partnership, source=one.source, code=one.code, starts=one.starts
    ).first()
    if known:
        return known
    proposal = meetings.propose(
        partnership=partnership,
        title=telling.title(one)[:200],
        why=telling.why(one),
        from_family=True,
        by=by,
        at=at,
    )
    made = Topic.objects.create(
        community_id=partnership.community_id,
        source=one.source,
        code=one.code,
        starts=one.starts,
        ends=one.ends,
        n=one.n,
        partnership=partnership,
        proposal=proposal,
        raised_at=at,
    )
    audit.record(verb, made, by=by, at=at, source=one.source, code=one.code)
    return made


@transaction.atomic
def tell(*, topic: Topic, english: str, spanish: str, by: Actor, at: datetime) -> Topic:
    """What was done about it, for families, in both languages: everybody reads it from now on."""
    verb = "voice.tell"
    require(by)
    check(by, verb)
    row = Topic.objects.select_for_update(of=("self",)).filter(pk=topic.pk).first()
    if row is None:
        raise Refused(verb, _("This is another community's."))
    english, spanish = english.strip(), spanish.strip()
    if not english or not spanish or max(len(english), len(spanish)) > LONGEST:
        raise Refused(verb, _("Write it in both languages, in under 500 letters each."))
    row.did_en, row.did_es, row.told_at = english, spanish, row.told_at or at
    row.save(update_fields=["did_en", "did_es", "told_at"])
    audit.record(verb, row, by=by, at=at)
    return row
