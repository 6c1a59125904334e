"""The hub of meetings: the next one, what was held, what is open; and how the charter is kept."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinwork.system.meetings import queries, words
from kinwork.system.meetings.views.shared import SEE, leads, meeting_line, to
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import Part, day_of, found, page_of
from kinwork.web.pages import page


@page(**SEE)
def hub(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    told = page_of(request, queries.past(row), 20)
    told["lines"] = [meeting_line(one) | {"minutes": _minutes(one)} for one in told.pop("rows")]
    told |= {
        "row": row,
        "ahead": [meeting_line(one) for one in queries.ahead(row)[:12]],
        "parts": _parts(row),
        "leads": leads(request, row),
    }
    return render(request, "meetings/list.html", told)


@page(**SEE)
def compliance(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """Each rule of the charter that counts itself, and what members made of their promises."""
    row = found(partnership)
    kept = queries.compliance(row, timezone.now())
    seats = {
        one.pk: queries.whose(one)
        for one in row.seats.filter(pk__in=kept.absent).select_related("member")
    }
    members = {one.pk: one for one in row.members.filter(pk__in=kept.kept)}
    told = {
        "row": row,
        "kept": kept,
        "said": queries.said_by_charter(row),
        "lines": _rules(kept),
        "absent": sorted((seats[seat], n) for seat, n in kept.absent.items()),
        "members": sorted(
            ({"one": members[pk], "kept": one} for pk, one in kept.kept.items()),
            key=lambda line: line["one"].name,
        ),
    }
    return render(request, "meetings/compliance.html", told)


def _minutes(one: Any) -> Any:
    written = getattr(one, "written", None)
    if written is None:
        return None
    return {
        "url": to(one.partnership, "minutes", written.pk),
        "state": words.MINUTES_STATE_WORDS[written.state],
    }


def _rules(kept: queries.Compliance) -> list[dict[str, Any]]:
    """What the charter asks for, how it stands, and whether that is as it asks."""
    decided = ngettext(
        "%(bad)s of %(n)s decision was tried with too few seats",
        "%(bad)s of %(n)s decisions were tried with too few seats",
        kept.decided,
    )
    late = ngettext(
        "%(n)s meeting was told of late, or not yet",
        "%(n)s meetings were told of late, or not yet",
        kept.told_late,
    )
    agendas = ngettext(
        "%(n)s agenda was sent late, or not at all",
        "%(n)s agendas were sent late, or not at all",
        kept.agendas_late,
    )
    return [
        {
            "rule": _("How often it meets"),
            "stands": _("%(held)s meetings held of %(due)s that the charter asks for")
            % {"held": kept.held, "due": kept.due},
            "good": kept.held >= kept.due,
        },
        {
            "rule": _("Agendas"),
            "stands": agendas % {"n": kept.agendas_late},
            "good": not kept.agendas_late,
        },
        {
            "rule": _("Quorum"),
            "stands": decided % {"bad": kept.without_quorum, "n": kept.decided},
            "good": not kept.without_quorum,
        },
        {
            "rule": _("Attendance"),
            "stands": ngettext(
                "%(n)s seat missed more meetings than the charter allows",
                "%(n)s seats missed more meetings than the charter allows",
                len(kept.absent),
            )
            % {"n": len(kept.absent)},
            "good": not kept.absent,
        },
        {
            "rule": _("Telling what was decided"),
            "stands": late % {"n": kept.told_late},
            "good": not kept.told_late,
        },
    ]


def _parts(row: Partnership) -> list[Part]:
    """What else there is, and where it stands, in one line each."""
    day = day_of(row)
    promises = queries.promises(row).filter(state="open")
    late = promises.filter(due_on__lt=day).count()
    votes = queries.decisions(row).filter(outcome="").count()
    waiting = queries.proposals(row).filter(taken=None).count()
    open_ones = promises.count()
    stands = ngettext("%(n)s is open", "%(n)s are open", open_ones) % {"n": open_ones}
    if late:
        stands += ", " + ngettext("%(n)s is overdue", "%(n)s are overdue", late) % {"n": late}
    return [
        Part(
            url=to(row, "promises"),
            title=_("Promises"),
            text=_("Who does what, by when, and what became of it."),
            stands=stands,
            late=bool(late),
        ),
        Part(
            url=to(row, "decisions"),
            title=_("Decisions"),
            text=_("What the seats decided, how they voted, and what it changed."),
            stands=ngettext("%(n)s written vote is open", "%(n)s written votes are open", votes)
            % {"n": votes}
            if votes
            else _("No vote is open"),
        ),
        Part(
            url=to(row, "proposals"),
            title=_("Proposals"),
            text=_("What members and families want to talk about."),
            stands=ngettext("%(n)s waits", "%(n)s wait", waiting) % {"n": waiting}
            if waiting
            else _("None is waiting"),
        ),
        Part(
            url=to(row, "compliance"),
            title=_("How we keep our charter"),
            text=_("Meetings, quorum, absences, minutes and promises, counted."),
            stands=_("Counted for the last year"),
        ),
    ]
