"""Sealing and anchoring the trail; listing odd views and reviewing them."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.db import connection
from django.db.models import Q

from kinwork.accounts.actions import queue_mail
from kinwork.accounts.models import Membership
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.digests import methods
from kinwork.common.rights import check
from kinwork.trust.disclosures import anchors, mails, queries, rights  # noqa: F401  (declares)
from kinwork.trust.disclosures.models import OddView
from kinwork.trust.disclosures.rules import SECOND


def seal(*, by: Actor, at: datetime) -> int:
    """Put every row that is committed and in no seal into the next seals; how many rows."""
    require(by)
    check(by, "disclosures.seal")
    return _ask("SELECT kw_seal(%s)", methods()[0].name)


def anchor(*, by: Actor, at: datetime) -> str | None:
    """Write the chain's head into the anchor file and mail it; the line, None if it says it already.

    Mail goes to KINWORK_ANCHOR_MAIL each time; without it to the privacy officers, once a day.
    """
    require(by)
    check(by, "disclosures.anchor")
    head = queries.head()
    if head is None:
        return None
    path, micros = anchors.kept(), round(at.timestamp() * SECOND)
    first_today = anchors.day_of_last(path) != at.astimezone(UTC).date()
    told = {"seal": head.number, "rows": queries.rows_to(head.number), "head": bytes(head.chain)}
    line = anchors.append(path, at=micros, **told)
    if line is None:
        return None
    to = [(address, "en") for address in settings.ANCHOR_MAIL]
    for address, language in to or (_officers(at) if first_today else ()):
        subject, body = mails.anchor(line, head.number, language)
        queue_mail(to=address, subject=subject, body=body, by=by, at=at)
    audit.record("disclosures.anchor", by=by, at=at, seal=head.number)
    return line


def _officers(at: datetime) -> list[tuple[str, str]]:
    live = Membership.objects.filter(
        Q(ends=None) | Q(ends__gt=at), role="privacy officer", starts__lte=at, user__is_active=True
    )
    return sorted(set(live.values_list("user__email", "user__language")))


def list_odd_views(*, week: date, by: Actor, at: datetime) -> int:
    """Gather the odd views of the week that began on the Monday `week`; how many are new."""
    require(by)
    check(by, "disclosures.list_odd_views")
    found = _ask("SELECT kw_list_odd_views(%s)", week)
    audit.record("disclosures.list_odd_views", by=by, at=at, week=week.isoformat(), found=found)
    return found


def review(*, view: OddView, verdict: str, words: str, by: Actor, at: datetime) -> OddView:
    """Say what an odd view was. It may be said anew; the trail keeps each verdict, not the words."""
    require(by)
    check(by, "disclosures.review", view)
    view.verdict, view.words = verdict, words
    view.reviewed_by_id, view.reviewed_at = by.id, at
    view.save(update_fields=["verdict", "words", "reviewed_by", "reviewed_at"])
    audit.record("disclosures.review", view, by=by, at=at, verdict=verdict)
    return view


def _ask(sql: str, *values) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]
