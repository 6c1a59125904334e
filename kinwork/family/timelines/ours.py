"""A child's dates on the family's own page, in plain words."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.common.rights import Refused
from kinwork.family.timelines import actions, queries, rules, showing, words
from kinwork.family.timelines.forms import MarkForm
from kinwork.family.timelines.queries import Known
from kinwork.family.timelines.views import line_of
from kinwork.people.models import Household
from kinwork.trust.access.queries import visible
from kinwork.trust.consent.family_page import family_page

CLASSES = ("identity", *rules.classes())


@family_page("timelines.see", classes=CLASSES)
def children(request: HttpRequest) -> HttpResponse:
    """Each child, and what is next for it."""
    now, home = timezone.now(), _home(request)
    shown = visible(request.actor, [one.person for one in queries.of_household(home, now)])
    keys = {one.pk for one in shown}
    told = [
        (one, showing.drawn(one, now, _language(), family=True))
        for one in queries.of_household(home, now)
        if one.person.pk in keys
    ]
    return render(request, "timelines/ours_children.html", {"children": told})


@family_page("timelines.see", classes=CLASSES)
def child(request: HttpRequest, child: UUID) -> HttpResponse:
    """What happens for this child, by when, and who does it."""
    one = _child(request, child)
    lines = showing.drawn(one, timezone.now(), _language(), family=True)
    told = {
        "one": one,
        "now": [each for each in lines if each.line.state in ("late", "due")],
        "later": [each for each in lines if each.line.state == "to come"],
        "done": [each for each in lines if each.line.state == "done"],
    }
    return render(request, "timelines/ours_child.html", told)


@family_page("timelines.mark", classes=CLASSES)
def mark(request: HttpRequest, child: UUID) -> HttpResponse:
    """The family did what was its own to do."""
    one, now = _child(request, child), timezone.now()
    line = line_of(request, one)
    if not line.rule.by_family:
        raise Http404
    form = MarkForm(
        request.POST if request.method == "POST" else None,
        line=line,
        today=queries.today_of(one.household, now),
        family=True,
    )
    if form.is_bound and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("done_on", "form_id")}
        try:
            actions.mark(
                household=one.household,
                child=one.person,
                key=line.key,
                by=request.actor,
                at=now,
                **said,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Thank you. We wrote it down."))
            return redirect("timelines_ours:child", child)
    title = words.title(line, _language(), family=True)
    return render(
        request,
        "timelines/ours_mark.html",
        {"one": one, "form": form, "line": line, "title": title},
    )


def _home(request: HttpRequest) -> Household:
    return Household.objects.select_related("community").get(pk=request.actor.household)


def _child(request: HttpRequest, child: UUID) -> Known:
    one = queries.of_child(_home(request), child, timezone.now())
    if one is None or not visible(request.actor, [one.person]):
        raise Http404
    return one


def _language() -> str:
    return (get_language() or "en")[:2]
