"""The hub: the six parts, what each is for, and what is due."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinwork.system.common_work import queries, rules, telling
from kinwork.system.common_work.views.shared import SEE, day_of, found, leads, to
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import Part
from kinwork.web.pages import page

MOST = 12  # lines of what is due; each part has all of its own


@page(**SEE)
def hub(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    waits = telling.due(row, day_of(row))
    told = {
        "row": row,
        "due": [{"one": one, "url": _where(row, one)} for one in waits[:MOST]],
        "more": max(0, len(waits) - MOST),
        "parts": _parts(row),
        "leads": leads(request, row),
    }
    return render(request, "common_work/hub.html", told)


def _where(row: Partnership, one: telling.Due) -> str:
    if one.row is None:
        return to(row, one.part)
    if one.part == "strategies":
        return to(row, "strategy", one.row)
    if one.part in ("support", "funding"):
        return to(row, f"one_{one.part}", one.row.pk)
    if one.part == "events" and hasattr(one.row, "topics"):
        return to(row, "event", one.row.pk)
    return to(row, one.part) + f"#{one.row.pk}"


def _parts(row: Partnership) -> list[Part]:
    """Title, what it is for, and where it stands, in one line each."""
    stands = queries.strategies(row)
    adopted = sum(one.is_adopted for one in stands)
    holds = queries.changes(row).filter(ends=None).count()
    asked = queries.supports(row).filter(state=rules.ASKED).count()
    open_ones = queries.fundings(row).exclude(state__in=rules.FUNDING_LIFE.ends).count()
    last = queries.last_check(row)
    waiting = queries.requests(row).filter(answered_on=None).count()
    events = queries.events(row).count()
    return [
        Part(
            url=to(row, "strategies"),
            title=_("Strategies"),
            text=_("Which of the seven ways of coordinating we have adopted, and how firmly."),
            stands=_("%(n)s of %(all)s adopted") % {"n": adopted, "all": len(stands)},
        ),
        Part(
            url=to(row, "changes"),
            title=_("Changes"),
            text=_("What is other than it was in policy, program and practice, because of us."),
            stands=ngettext("%(n)s change holds", "%(n)s changes hold", holds) % {"n": holds}
            if holds
            else _("None yet"),
        ),
        Part(
            url=to(row, "support"),
            title=_("Support from above"),
            text=_("What we ask of state, tribal and federal members, and what they gave."),
            stands=ngettext(
                "%(n)s request waits for an answer", "%(n)s requests wait for an answer", asked
            )
            % {"n": asked}
            if asked
            else _("No request is waiting"),
        ),
        Part(
            url=to(row, "funding"),
            title=_("Joint funding"),
            text=_("Money that we pursue together: who applies, with whom, until when."),
            stands=ngettext("%(n)s is open", "%(n)s are open", open_ones) % {"n": open_ones}
            if open_ones
            else _("None is open"),
        ),
        Part(
            url=to(row, "check"),
            title=_("Self-check and help"),
            text=_("What we can do already, what we cannot yet, and who helps us learn it."),
            stands=_("Last on %(day)s") % {"day": telling.words.day(last.on)}
            if last
            else _("No self-check yet"),
        ),
        Part(
            url=to(row, "events"),
            title=_("Meeting and training"),
            text=_("Days on which members meet and train, and questions that they ask."),
            stands=ngettext("%(n)s open question", "%(n)s open questions", waiting) % {"n": waiting}
            if waiting
            else ngettext("%(n)s day", "%(n)s days", events) % {"n": events}
            if events
            else _("None yet"),
        ),
    ]
