"""The profile: a field drafted, the draft ready, sent to its contact, come back or not."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common.community import today
from kinwork.library.approaches import codebook
from kinwork.library.approaches.codebook import NUMBER
from kinwork.system.approaches import actions, queries, rules, words
from kinwork.system.approaches.forms.registry import (
    DraftForm,
    HandForm,
    SendForm,
    SureForm,
    WhyForm,
)
from kinwork.system.approaches.models import Approach
from kinwork.system.approaches.views.shared import (
    by,
    declared,
    done,
    fixed,
    found,
    kept,
    see,
    sent,
    stepped,
)
from kinwork.web.pages import page


@page(**declared("draft"))
def draft(request: HttpRequest, approach: UUID, key: str) -> HttpResponse:
    row, told = found(approach), codebook().get(key)
    if told is None:
        raise Http404
    stood = queries.newest(row.profilefields.filter(key=key)).get(key)
    first: dict[str, Any] = {"source_on": today(row.community, timezone.now())}
    if stood:
        names = ("words", "source", "source_on")
        first |= {name: getattr(stood, name) for name in names}
        first["codes"] = (stood.codes or [""])[0] if told.kind == NUMBER else stood.codes
    form = DraftForm(sent(request), told=told, initial=first)

    def deed(said: dict[str, Any]) -> Any:
        return actions.draft(approach=row, key=key, **said, **by(request))

    offered = "draft" in rules.deeds(row.state, row.coded)
    return stepped(request, row, offered, form, words.dimension(key), deed, words.own(told.means))


@page(**declared("profile"))
def profile(request: HttpRequest, approach: UUID) -> HttpResponse:
    row = found(approach)
    deed = lambda _said: actions.profile(approach=row, **by(request))  # noqa: E731
    intro = _("Gaps may stay: its contact can fill them.")
    return _step(request, row, "profile", SureForm(sent(request)), deed, intro)


@page(**declared("send"))
def send(request: HttpRequest, approach: UUID) -> HttpResponse:
    row = found(approach)
    before = queries.waits(row)
    first = {"email": before.email, "language": before.language} if before else {}
    form = SendForm(sent(request), initial=first)
    deed = lambda said: actions.send(approach=row, **said, **by(request))  # noqa: E731
    intro = _(
        "The contact gets a link that is good for %(days)s days, and answers without an account."
        " A link that was sent before is over then."
    ) % {"days": rules.LINK_DAYS}
    return _step(request, row, "send", form, deed, intro)


@page(**declared("return_by_hand"))
def return_by_hand(request: HttpRequest, approach: UUID) -> HttpResponse:
    row = found(approach)
    up = see(row)
    if "return_by_hand" not in rules.deeds(row.state, row.coded):
        return fixed(request, up, row.name, row.name)
    form = HandForm(sent(request), stands=queries.newest(row.profilefields.all()))

    def deed(said: dict[str, Any]) -> Approach:
        told = {"entries": form.entries(), "how": said["how"]}
        return actions.return_by_hand(approach=row, **told, **by(request))

    if done(form, deed):
        return kept(request, up)
    told = {"row": row, "form": form, "up": up, "title": words.DEED_WORDS["return_by_hand"]}
    return render(request, "approaches/entries.html", told)


@page(**declared("stop_waiting"))
def stop_waiting(request: HttpRequest, approach: UUID) -> HttpResponse:
    row = found(approach)
    deed = lambda said: actions.stop_waiting(approach=row, **said, **by(request))  # noqa: E731
    intro = _("Its link is over then. The draft can be coded as it is.")
    return _step(request, row, "stop_waiting", WhyForm(sent(request)), deed, intro)


@page(**declared("leave_out"))
def leave_out(request: HttpRequest, approach: UUID) -> HttpResponse:
    row = found(approach)
    deed = lambda said: actions.leave_out(approach=row, **said, **by(request))  # noqa: E731
    intro = _("What came back shows that it does not meet the criteria of the study.")
    return _step(request, row, "leave_out", WhyForm(sent(request)), deed, intro)


def _step(
    request: HttpRequest, row: Approach, verb: str, form: Any, deed: Any, intro: Any
) -> HttpResponse:
    offered = verb in rules.deeds(row.state, row.coded)
    return stepped(request, row, offered, form, words.DEED_WORDS[verb], deed, intro)
