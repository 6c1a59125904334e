"""Counting a half year once, and what a partner says about its numbers before others read them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.models import Community
from kinwork.common.rights import Refused, check
from kinwork.measure.loop import Passage, split
from kinwork.system.loop import queries, rights, rules, telling  # noqa: F401  (declares the table)
from kinwork.system.loop.models import PartnerComment, PartnerPage, Release, ReleaseTables

MOST_WORDS = 2000


@transaction.atomic
def release(*, community: Community, by: Actor, at: datetime) -> Release | None:
    """Count the newest half year that is ready, if nobody has and if there is something to count.

    `by`: the report of this community. Partners see their page at once, everybody else later.
    """
    require(by)
    check(by, "loop.release")
    period = rules.settled(today(community, at))
    if queries.releases(community).filter(starts=period.starts).exists():
        return None
    found = queries.passages(by, community, period, agency=None, now=at)
    if not found:
        return None
    least = rules.least_cell(queries.least_cells())
    made = Release.objects.create(
        community=community,
        starts=period.starts,
        ends=period.ends,
        made_at=at,
        opens_at=at + timedelta(days=rules.COMMENT_DAYS),
        least=least,
    )
    needs = queries.needs(by, community, period, agency=None, now=at)
    ReleaseTables.objects.create(release=made, body=telling.safe(found, least, needs))
    _partner_pages(made, community, found, at)
    audit.record("loop.release", made, by=by, at=at, referrals=len(found))
    return made


def _partner_pages(made: Release, community: Community, found: list[Passage], at: datetime) -> None:
    parts = split(found, "partner")
    own = {partner: telling.told(part) for partner, part in parts.items()}
    known = {str(one.pk): one for one in queries.agencies(community)}
    for partner, numbers in own.items():
        if partner in known:
            body = {
                "own": numbers,
                "beside": _beside(own, made.least),
                "circumstances": _circumstances(known[partner], numbers, at),
            }
            PartnerPage.objects.create(release=made, agency=known[partner], body=body)


def _beside(own: dict[str, Any], least: int) -> dict[str, Any]:
    """The middle of the partners that had enough referrals, for each number of the page."""
    enough = {name: one for name, one in own.items() if one["steps"]["sent"] >= least}
    told = {}
    for step, of in rules.steps_in_order():
        if of:
            shares = {
                n: rules.share(one["steps"][step], one["steps"][of]) for n, one in enough.items()
            }
            told[step] = rules.middle(shares)
    for name in ("first answer", "first contact", "service"):
        told[name] = rules.middle({n: one["times"][name]["median"] for n, one in enough.items()})
    return told


def _circumstances(agency: Agency, numbers: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What stood behind the numbers: how much came, how much room was said, what came unfinished."""
    return {
        "volume": numbers["steps"]["sent"],
        "asked_back": numbers["aside"]["asked back"],
        **queries.openings(agency, at),
    }


@transaction.atomic
def comment(
    *, page: PartnerPage, words: str, contests: bool, by: Actor, at: datetime
) -> PartnerComment:
    """A partner's word about its numbers. A newer one stands in place of an older.

    Raises Refused when the release is open already, or when it contests without saying why.
    """
    require(by)
    check(by, "loop.comment", page)
    if page.release.opens_at <= at:
        raise Refused(
            "loop.comment", _("Others read these numbers already. Write to who convenes.")
        )
    words = words.strip()
    if contests and not words:
        raise Refused("loop.comment", _("Please say what is wrong with these numbers."))
    if len(words) > MOST_WORDS:
        raise Refused("loop.comment", _("This is too long. Please keep it under 2,000 letters."))
    said = PartnerComment.objects.create(
        release=page.release,
        agency=page.agency,
        contests=contests,
        words=words,
        said_at=at,
        said_by_id=by.id,
    )
    audit.record("loop.comment", said, by=by, at=at, contests=contests)
    return said
