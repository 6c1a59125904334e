"""What whoever works for a member reads: the list, a partnership, a result, a member, a charter."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinwork.common.community import today
from kinwork.common.rights import may
from kinwork.system.partnerships import queries, rules, words
from kinwork.system.partnerships.models import Charter, Goal, Member, Partnership
from kinwork.system.results.queries import measures
from kinwork.web.pages import page, right

SEE = {"action": "partnerships.see", "purpose": "oversight", "who": right("partnerships.see")}


@page(action="partnerships.list", purpose="oversight", who=right("partnerships.list"))
def listing(request: HttpRequest) -> HttpResponse:
    """All that one leads, or that one's agency is a member of."""
    rows = [
        {"row": one, "level": words.LEVEL_WORDS[one.level], "charter": queries.in_force(one)}
        for one in queries.listed()[:200]
    ]
    told = {"rows": rows, "may_start": may(request.actor, "partnerships.start")}
    return render(request, "partnerships/list.html", told)


@page(**SEE)
def see(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """The whole of it: questions, results, members, seats, charter; whoever leads, what is missing."""
    row = found(partnership)
    day = today(row.community, timezone.now())
    leads = may(request.actor, "partnerships.answer_questions", row)
    draft, in_force = queries.draft(row), queries.in_force(row)
    ready = queries.prepared(row, draft or in_force, day)
    told = {
        "row": row,
        "level": words.LEVEL_WORDS[row.level],
        "parent": _parent(row),
        "children": list(row.children.order_by("name")),
        "answers": [(words.QUESTION_WORDS[name], getattr(row, name)) for name in rules.QUESTIONS],
        "goals": queries.goals(row),
        "members": [_member_line(one, row) for one in queries.members(row, day)],
        "seats": [_seat_line(one) for one in queries.seats(row, day)],
        "share": _share(ready),
        "draft": draft,
        "in_force": in_force,
        "older": [one for one in queries.charters(row) if one.state == "replaced"],
        "leads": leads,
        "may_agreements": may(request.actor, "partnerships.agreements"),
        "missing": words.told(rules.missing(ready)) if leads and _prepares(draft, in_force) else [],
        "prepares": leads and _prepares(draft, in_force),
    }
    return render(request, "partnerships/see.html", told)


@page(**SEE)
def goal(request: HttpRequest, partnership: UUID, goal: UUID) -> HttpResponse:
    """One result: how one would know, where it began, and the numbers since."""
    row = goal_of(found(partnership), goal)
    lines = [
        {
            "one": one,
            "kind": words.KIND_WORDS[one.row.kind],
            "better": words.BETTER_WORDS[one.row.better],
        }
        for one in measures(row.result)
    ]
    told = {"row": row, "partnership": row.partnership, "measures": lines}
    told["leads"] = may(request.actor, "partnerships.agree", row)
    return render(request, "partnerships/goal.html", told)


@page(**SEE)
def member(request: HttpRequest, partnership: UUID, member: UUID) -> HttpResponse:
    """One member: its seats, and what it promised under the charter in force and the draft."""
    row = found(partnership)
    one = member_of(row, member)
    day = today(row.community, timezone.now())
    seats = [_seat_line(seat) for seat in queries.seats(row, day) if seat.row.member_id == one.pk]
    told = {
        **_member_line(one, row),
        "partnership": row,
        "seats": seats,
        "promises": [_promised(made, one) for made in _living(row)],
        "leads": may(request.actor, "partnerships.admit", row),
        "draft": queries.draft(row),
    }
    return render(request, "partnerships/member.html", told)


@page(**SEE)
def charter(request: HttpRequest, partnership: UUID, charter: UUID) -> HttpResponse:
    """A charter item by item, what each member promises, and every vote on it."""
    row = found(partnership)
    made = charter_of(row, charter)
    leads = may(request.actor, "partnerships.change_charter", made)
    drafted = made.state == "draft"
    day = today(row.community, timezone.now())
    lacks = rules.missing(queries.prepared(row, made, day)) if drafted and leads else []
    said = queries.commitments(made)
    told = {
        "row": made,
        "partnership": row,
        "state": words.STATE_WORDS[made.state],
        "items": items(made),
        "promises": [_promised(made, one.member) for one in said.values()],
        "votes": [_vote(one) for one in made.votes.order_by("-recorded_at")],
        "missing": words.told(lacks),
        "may_change": drafted and leads,
        "may_decide": drafted and leads and not lacks,
    }
    return render(request, "partnerships/charter.html", told)


def items(row: Charter) -> list[tuple[Any, str]]:
    """What a charter says, in the order of the standard of practice, as people read it."""
    text = {name: (head, getattr(row, name)) for name, (head, _help) in words.TEXT_WORDS.items()}
    said = words.sentences(row)
    return [
        *(text[name] for name in ("vision", "goals", "structure")),
        said["meets"],
        text["agendas"],
        text["attendance"],
        said["attendance"],
        said["seats"],
        text["stipends"],
        said["deciding"],
        text["impasse"],
        text["communicating"],
        said["results"],
        text["accountability"],
        text["assessing"],
    ]


def found(partnership: UUID) -> Partnership:
    row = queries.listed().filter(pk=partnership).first()
    if row is None:
        raise Http404
    return row


def goal_of(row: Partnership, goal: UUID) -> Goal:
    return _of(row.goals.select_related("result__community", "partnership__community"), goal)


def member_of(row: Partnership, member: UUID) -> Member:
    return _of(row.members.select_related("partnership__community", "agency"), member)


def charter_of(row: Partnership, charter: UUID) -> Charter:
    return _of(row.charters.select_related("partnership__community"), charter)


def _of(rows: Any, key: UUID) -> Any:
    one = rows.filter(pk=key).first()
    if one is None:
        raise Http404
    return one


def _prepares(draft: Charter | None, in_force: Charter | None) -> bool:
    return draft is not None or in_force is None


def _parent(row: Partnership) -> Partnership | None:
    """Only where the reader may see it, too."""
    return Partnership.objects.filter(pk=row.parent_id).first() if row.parent_id else None


def _living(row: Partnership) -> list[Charter]:
    return [one for one in queries.charters(row) if one.state != "replaced"]


def _member_line(one: Member, row: Partnership) -> dict[str, Any]:
    return {
        "row": one,
        "kind": words.MEMBER_WORDS[one.kind],
        "level": words.LEVEL_WORDS[one.level],
        "vertical": rules.is_vertical(one.level, row.level),
    }


def _seat_line(one: queries.Taken) -> dict[str, Any]:
    return {"one": one, "row": one.row, "kind": words.SEAT_WORDS[one.row.kind]}


def _share(ready: rules.Prepared) -> dict[str, int] | None:
    """How many filled seats are of residents and caregivers, beside what the charter asks."""
    if ready.said is None or not ready.filled:
        return None
    asked = ready.said["family_share"]
    return {
        "filled": ready.filled,
        "families": ready.of_families,
        "asked": asked,
        "short": rules.seats_short(ready.filled, ready.of_families, asked),
    }


def _promised(made: Charter, one: Member) -> dict[str, Any]:
    row = made.commitments.filter(member=one).first()
    texts = [
        (words.COMMITMENT_WORDS[name], getattr(row, name) if row else "")
        for name in rules.COMMITMENTS
    ]
    return {"member": one, "charter": made, "state": words.STATE_WORDS[made.state], "texts": texts}


def _vote(row: Any) -> dict[str, Any]:
    voices = row.voices.select_related("seat__member").order_by("by_name", "pk")
    return {
        "row": row,
        "outcome": words.OUTCOME_WORDS[row.outcome],
        "rule": words.RULE_WORDS[row.rule],
        "base": words.BASE_WORDS[row.base] if row.counts["needed"] is not None else "",
        "voices": [
            {
                "row": one,
                "whose": one.seat.member.name if one.seat.member else one.seat.role,
                "way": words.WAY_WORDS[one.way],
                "said": words.VOICE_WORDS.get(one.said, ""),
            }
            for one in voices
        ],
    }
