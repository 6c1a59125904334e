"""A community's own program: written, tried on cases, published from a day, withdrawn from a day."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from kinwork.accounts.rules import Impossible
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.models import Community
from kinwork.common.rights import check
from kinwork.family.programs import queries, rules, words
from kinwork.family.programs.models import OwnProgram
from kinwork.family.programs.rights import WRITERS  # noqa: F401  (declares the table)
from kinwork.library import programs

ONE_DAY = timedelta(days=1)


def write(
    *,
    community: Community,
    written: Mapping[str, Any],
    by: Actor,
    at: datetime,
    own: OwnProgram | None = None,
) -> OwnProgram:
    """Keep a draft: a new program, or (`own`) the next version of one. Nobody is screened by it."""
    require(by)
    check(by, "programs.write", own)
    row = _draft(community, written, own, by, at)
    row.written = dict(written)
    row.save()
    audit.record("programs.write", row, by=by, at=at, code=row.code, version=row.version)
    return row


def _draft(community, written, own, by: Actor, at: datetime) -> OwnProgram:
    """The one draft of this program, begun where there is none."""
    Community.objects.select_for_update().get(pk=community.pk)
    rows = OwnProgram.objects.filter(community=community)
    if own is not None:
        same = rows.filter(code=own.code).order_by("-version")
        if draft := same.filter(state="draft").first():
            return draft
        code, version, cases = own.code, same.first().version + 1, own.cases
    else:
        taken = set(rows.values_list("code", flat=True)) | set(programs.registry())
        code, version, cases = rules.code_of(written["name"]["en"], taken), 1, []
    return OwnProgram(
        community=community,
        agency_id=own.agency_id if own else by.agency,
        written_by_id=by.id,
        code=code,
        version=version,
        state="draft",
        cases=cases,
        made_at=at,
    )


def set_cases(*, own: OwnProgram, cases: list[Mapping[str, Any]], by: Actor, at: datetime) -> None:
    """The worked cases of a draft."""
    require(by)
    check(by, "programs.write", own)
    row = _locked(own)
    if row.state != "draft":
        raise Impossible(words.ONLY_A_DRAFT)
    row.cases = list(cases)
    row.save(update_fields=["cases"])
    audit.record("programs.write", row, by=by, at=at, cases=len(row.cases))


def discard(*, own: OwnProgram, by: Actor, at: datetime) -> None:
    """Throw a draft away. Raises Impossible for what was published: that stays."""
    require(by)
    check(by, "programs.discard", own)
    row = _locked(own)
    if row.state != "draft":
        raise Impossible(words.ONLY_A_DRAFT)
    audit.record("programs.discard", row, by=by, at=at, code=row.code, version=row.version)
    row.delete()


def publish(*, own: OwnProgram, since: date, by: Actor, at: datetime) -> OwnProgram:
    """From the day `since` families of the community are screened by these rules.

    The version before it holds until the day before. Raises Impossible for a day in the past, for
    rules that are not whole, for words too hard to read, for cases that are missing or disagree.
    """
    require(by)
    check(by, "programs.publish", own)
    row = _locked(own)
    if row.state != "draft":
        raise Impossible(words.ONLY_A_DRAFT)
    if since < today(row.community, at):
        raise Impossible(words.NOT_IN_THE_PAST)
    lacking = lacks(row, since)
    if lacking:
        raise Impossible(" ".join(str(words.lack(code)) for code in lacking))
    others = OwnProgram.objects.filter(community=row.community_id, code=row.code, state="published")
    if others.filter(effective_from__gte=since).exists():
        raise Impossible(words.LATER_STANDS)
    others.filter(effective_to=None).update(effective_to=since - ONE_DAY)
    row.state, row.published_at, row.effective_from = "published", at, since
    row.save(update_fields=["state", "published_at", "effective_from"])
    audit.record("programs.publish", row, by=by, at=at, code=row.code, version=row.version)
    queries.forget()
    return row


def withdraw(*, own: OwnProgram, since: date, by: Actor, at: datetime) -> OwnProgram:
    """From the day `since` nobody is screened for it any more. Answers given before keep their rules."""
    require(by)
    check(by, "programs.withdraw", own)
    row = _locked(own)
    if row.state != "published" or row.effective_to is not None:
        raise Impossible(words.NOT_IN_FORCE)
    if since < today(row.community, at):
        raise Impossible(words.NOT_IN_THE_PAST)
    row.state, row.effective_to = "withdrawn", since - ONE_DAY
    row.save(update_fields=["state", "effective_to"])
    audit.record("programs.withdraw", row, by=by, at=at, code=row.code, version=row.version)
    queries.forget()
    return row


def lacks(row: OwnProgram, on: date) -> list[str]:
    """Codes of all that keeps a draft from being published."""
    place = queries.place_of(row.community)
    made = rules.program(row.written, row.code, row.version, place, on)
    worked = [rules.work_out(made, case, place, on) for case in row.cases]
    return [*rules.troubles(row.written, made), *rules.cases_short(worked)]


def _locked(own: OwnProgram) -> OwnProgram:
    rows = OwnProgram.objects.select_for_update(of=("self",)).select_related("community")
    row = rows.filter(pk=own.pk).first()
    if row is None:
        raise Impossible(words.GONE)
    return row
