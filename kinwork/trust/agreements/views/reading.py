"""The list of agreements, and one of them with its two sides: what is signed, what is enforced."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from kinwork.common.actor import Actor
from kinwork.common.rights import may
from kinwork.trust.agreements import enforced, queries, rules
from kinwork.trust.agreements.forms import Filter
from kinwork.trust.agreements.models import Agreement, Party, Remark, Scan
from kinwork.trust.agreements.relying import relying
from kinwork.trust.agreements.rights import SIGNERS
from kinwork.trust.agreements.words import (
    KIND_WORDS,
    ROLE_WORDS,
    SCAN_WORDS,
    STATE_WORDS,
    TONES,
    VERB_WORDS,
    WAY_WORDS,
)
from kinwork.web.pages import page, right

PAGE = 25
# Moves with no more words than a button: verb -> what it does to others, said before it is done.
PLAIN_MOVES = ("submit", "withdraw", "suspend", "resume", "end", "make_version")


@page(action="agreements.list", purpose="oversight", who=right("agreements.list"))
def listing(request: HttpRequest) -> HttpResponse:
    """All that one may read, by kind and state; the filter stands in the address."""
    form = Filter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    now = timezone.now()
    rows = queries.listed(request.actor, kind=said.get("kind", ""), state=said.get("state", ""))
    if after := _uuid(request.GET.get("after", "")):
        rows = rows.filter(pk__lt=after)
    rows = list(rows[: PAGE + 1])
    told = {
        "form": form,
        "lines": [_line(row, now) for row in rows[:PAGE]],
        "next_key": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "first": not after,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "may_make": may(request.actor, "agreements.make_agreement"),
        "to_join": queries.to_join(request.actor, now) if signs(request.actor) else None,
    }
    return render(request, "agreements/list.html", told)


@page(action="agreements.see", purpose="oversight", who=right("agreements.see"))
def see(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """What was signed on the left, what the database enforces on the right: from one record."""
    row = found(request, agreement)
    language = request.GET.get("words", "")
    parties, said, scans = queries.parties(row), queries.remarks(row), queries.scans(row)
    with translation.override(language if language in ("en", "es") else translation.get_language()):
        clauses = _with_remarks(enforced.lines(row, parties), said)
        worded = translation.get_language()
    now = timezone.now()
    drafted = row.state == "draft" and may(request.actor, "agreements.change")
    told = {
        **_line(row, now),
        "clauses": clauses,
        "gone": sorted(
            {one.clause for one in said if one.settled_at is None} - {one.key for one in clauses}
        ),
        "negotiates": row.state in rules.UNSIGNED and negotiates(row, request.actor, now),
        "worded": worded,
        "parties": [_party(one, row, request, now, scans.get(one.pk)) for one in parties],
        "versions": queries.versions(row),
        "moves": _moves(row, request),
        "relying": relying(row, request.actor, now),
        "may_change": drafted,
        "may_renew": row.state in rules.LIVE and _may_renew(row, request, now),
    }
    return render(request, "agreements/see.html", told)


def _with_remarks(lines: list[enforced.Line], said: list[Remark]) -> list[enforced.Line]:
    return [
        replace(
            one,
            remarks=sum(each.clause == one.key for each in said),
            open=sum(each.clause == one.key and each.settled_at is None for each in said),
        )
        for one in lines
    ]


def negotiates(row: Agreement, actor: Actor, now: datetime) -> bool:
    """Whoever convenes, and who answers for an agency that the text names."""
    party = queries.own_party(row, actor, now)
    return may(actor, "agreements.remark", party or Party(agreement=row))


def found(request: HttpRequest, agreement: UUID) -> Agreement:
    """The agreement, if it is one that this actor reads; else 404, whatever the reason."""
    row = queries.readable(request.actor).filter(pk=agreement).select_related("community").first()
    if row is None:
        raise Http404
    return row


def signs(actor: Actor) -> bool:
    """Somebody who answers for an agency."""
    return actor.is_staff and actor.role in SIGNERS and actor.agency is not None


def _line(row: Agreement, now) -> dict[str, Any]:
    return {
        "row": row,
        "kind": KIND_WORDS[row.kind],
        "state": STATE_WORDS[row.state],
        "tone": TONES[row.state],
        "due": rules.renewal_due(row.state, row.ends, now),
        "names": [one.agency.name for one in row.parties.all() if one.ends is None],
    }


def _party(
    one: Party, row: Agreement, request: HttpRequest, now: datetime, scan: Scan | None
) -> dict[str, Any]:
    actor, left = request.actor, one.has_left(now)
    unsigned = row.state in ("in review", "partly signed") and one.signed_at is None
    bound = row.state in rules.LIVE and not left
    opens = scan is not None and may(actor, "agreements.open_scan", scan)
    brought = scan is not None and scan.state == "being checked" and scan.added_by_id == actor.id
    return {
        "one": one,
        "role": ROLE_WORDS[one.role],
        "left": left,
        "leaves": one.ends if one.ends and not left else None,
        "way": WAY_WORDS.get(one.way, ""),
        "scan": scan if opens and (scan.state == "clean" or brought) else None,
        "scan_words": SCAN_WORDS[scan.state] if opens and one.way == "paper" else None,
        "may_add_scan": lacks_scan(one, row, scan, actor),
        "may_sign": unsigned and may(actor, "agreements.sign", one),
        "may_leave": bound and one.ends is None and may(actor, "agreements.leave", one),
        "may_drop": row.state == "draft" and may(actor, "agreements.drop_party", one),
    }


def lacks_scan(one: Party, row: Agreement, scan: Scan | None, actor: Actor) -> bool:
    """Signed on paper, no file of it is here, and this actor may bring it."""
    missing = one.way == "paper" and (scan is None or scan.state in rules.GONE)
    return missing and row.state not in rules.LIFE.ends and may(actor, "agreements.add_scan", one)


def _may_renew(row: Agreement, request: HttpRequest, now: datetime) -> bool:
    """Whoever convenes writes the new version; a party says whether it wants one."""
    if may(request.actor, "agreements.make_version", row):
        return row.ends is not None
    party = queries.own_party(row, request.actor, now) if signs(request.actor) else None
    return party is not None and row.ends is not None


def _moves(row: Agreement, request: HttpRequest) -> list[tuple[str, Any]]:
    verbs = [verb for verb in rules.LIFE.verbs(row.state, rules.CONVENER) if verb in PLAIN_MOVES]
    verbs += ["make_version"] if row.state in rules.LIVE else []
    return [
        (verb, VERB_WORDS[verb]) for verb in verbs if may(request.actor, f"agreements.{verb}", row)
    ]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
