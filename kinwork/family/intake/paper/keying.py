"""A paper form is typed in at a desk: in the paper's own order, on a few long pages."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from kinwork.common.ids import new_id
from kinwork.family.facts.words import in_words
from kinwork.family.intake import answers as said
from kinwork.family.intake import forms, known
from kinwork.family.intake.doors import AT_DESK, CLASSES, Step
from kinwork.family.intake.flow import Flow
from kinwork.family.intake.paper import saying
from kinwork.family.intake.paper.answering import Answers
from kinwork.family.intake.paper.forms import About, PaperNeeds, PaperReach, Row, reach_of
from kinwork.family.intake.paper.rows import is_caregiver, rows_of
from kinwork.family.intake.paper.sheet import Sheet
from kinwork.library.questions import bank
from kinwork.trust.access.queries import opened
from kinwork.web.once import form_id
from kinwork.web.pages import page


@page(action="intake.type_paper", classes=CLASSES, who=AT_DESK)
def begin(request: HttpRequest) -> HttpResponse:
    """The paper's first page, for a new family or (`?household=`) for one that is known."""
    return type_paper(Flow(request, None, desk=True))


def _of_this_desk(step: Step) -> Step:
    """A helper at a family's own intake types no paper: it would say what the family wrote."""

    @wraps(step)
    def shown(flow: Flow) -> HttpResponse:
        if flow.draft and flow.draft.agency_id is None:
            raise Http404
        return step(flow)

    return shown


@_of_this_desk
def type_paper(flow: Flow) -> HttpResponse:
    """Of which day it is and who filled it in; what they need, how soon, where they are."""
    request, answers = flow.request, flow.answers
    data = request.POST if request.method == "POST" else None
    kept = answers.get(saying.TYPED) or {}
    about = About(data, initial=_about(flow, kept), today=flow.today, begun=bool(flow.draft))
    needs = PaperNeeds(
        data,
        language=flow.language,
        initial={"needs": answers.get("needs", []), "words": answers.get("words", "")},
    )
    soon = forms.Soon(data, initial={"soon": answers.get("soon", "routine")})
    place = saying.told(answers).get("place") or {}
    blank = bool(data) and not data.get("where", "").strip()
    where = forms.Where(
        None if blank else data, community=flow.community, initial={"where": place.get("text", "")}
    )
    parts = [about, needs, soon] + ([] if blank else [where])
    checked = [one.is_valid() for one in parts]
    if data is not None and all(checked):
        if flow.draft is None:
            flow.language = about.cleaned_data["language"]  # the family's, not the worker's
            flow.begin(form_id(request))
        return _story(flow, about, needs, soon, None if blank else where.value)
    return flow.page(
        "needs",
        "paper_about",
        sheet=about,
        needs=needs,
        soon=soon,
        where=where,
        form_id=request.POST.get("form_id") or new_id(),
        household=request.GET.get("household") or request.POST.get("household", ""),
    )


def _about(flow: Flow, kept: dict[str, Any]) -> dict[str, Any]:
    by = kept.get("by", "family")
    return {
        "day": saying.day_of(flow.answers),
        "filled_by": "family" if by == "family" else "other",
        "filler": "" if by == "family" else by,
        "kept_at": kept.get("kept_at", ""),
        "form_version": kept.get("version", ""),
        "only": flow.answers.get("only") or [],
        "language": flow.language,
    }


def _story(flow: Flow, about: About, needs, soon, place: dict[str, Any] | None) -> HttpResponse:
    typed = {**saying.told(flow.answers)}
    typed.pop("place", None)
    changes: dict[str, Any] = {
        "needs": needs.cleaned_data["needs"],
        "words": needs.cleaned_data["words"] or None,
        "soon": soon.cleaned_data["soon"],
        "only": about.cleaned_data["only"] or None,
    }
    if place:
        typed["place"] = place
    elif not flow.answers.get("place"):
        changes["place"] = {"none": True}
    return _kept(flow, typed, about.value, changes) or flow.go("paper-people")


@_of_this_desk
def type_people(flow: Flow) -> HttpResponse:
    """Who is in the home: all rows of the paper at once."""
    request = flow.request
    data = request.POST if request.method == "POST" else None
    adults, children = rows_of(flow, data)
    rows = [*adults, *children]
    if data is not None and "more" not in data:
        checked = [row.is_valid() for row in rows]
        if all(checked) and not any(is_caregiver(row) for row in adults):
            adults[0].add_error("given", NOBODY)
        elif all(checked):
            return _people(flow, rows)
    return flow.page(
        "people",
        "paper_people",
        adults=adults,
        children=children,
        rows=rows,
        counts={"adults": len(adults), "children": len(children)},
        back=flow.url("paper"),
    )


NOBODY = _("Who takes care of the children? Write one adult, and choose yes.")


def _people(flow: Flow, rows: list[Row]) -> HttpResponse:
    changes: dict[str, Any] = {"everyone": True}
    typed = {**saying.told(flow.answers)}
    for order, row in enumerate(rows):
        before = said.member(flow.answers, row.prefix)
        if row.is_empty:
            if before and not before.known:
                gone = [key for key in flow.answers if key.endswith(f":{row.prefix}")]
                changes |= dict.fromkeys(gone)
                typed = {key: value for key, value in typed.items() if key not in gone}
            continue
        is_known = bool(before and before.known)
        changes[f"member:{row.prefix}"] = row.value | {"order": order, "known": is_known}
        key = f"fact:relation:{row.prefix}"
        typed.pop(key, None)
        if not row.child and row.kinship:
            typed[key] = row.kinship
    return _kept(flow, typed, {}, changes) or flow.go("paper-answers")


@_of_this_desk
def type_answers(flow: Flow) -> HttpResponse:
    """Every question of the paper on one page; and how the family can be reached."""
    request, answers = flow.request, flow.answers
    data = request.POST if request.method == "POST" else None
    people = said.people(answers)
    if said.caregiver(answers) is None:
        return flow.go("paper-people")
    form = Answers(
        data,
        questions=Sheet(tuple(answers.get("only") or ())).questions(flow.today),
        people=people,
        saved=saying.told(answers),
        lines=answers.get("lines") or [],
        language=flow.language,
        today=flow.today,
    )
    reach = PaperReach(data, initial=reach_of(answers.get("reach") or {}))
    checked = [form.is_valid(), reach.is_valid()]
    if data is not None and all(checked):
        asked_before = {
            key: value
            for key, value in saying.told(answers).items()
            if key == "place" or key.startswith("fact:relation:")
        }
        changes: dict[str, Any] = {"lines": form.lines}
        if reach.value:
            changes["reach"] = reach.value
        typed = asked_before | form.typed
        return _kept(flow, typed, {}, changes) or flow.go("paper-check")
    return flow.page(
        "questions",
        "paper_answers",
        form=form,
        blocks=form.blocks(),
        reach=reach,
        names={one.id: one.name for one in people},
        back=flow.url("paper-people"),
    )


@_of_this_desk
def check_paper(flow: Flow) -> HttpResponse:
    """What was typed in; what is newer than the paper and stays; what is too old and asked again."""
    answers, day = flow.answers, saying.day_of(flow.answers)
    if day is None:
        return flow.go("paper")
    if flow.request.method == "POST":
        return flow.go("questions")
    typed = saying.told(answers)
    kept = _other(flow, typed)
    found = saying.settle(typed, typed, answers, _said(kept), day, flow.today)
    if flow.draft.household and found.newer:
        classes = {bank()[saying.question_of(key)].sensitivity for key in found.newer}
        opened(
            by=flow.by,
            household=flow.draft.household,
            classes=classes,
            page="intake.check_paper",
            at=flow.at,
        )
    names = said.names(answers)
    return flow.page(
        "questions",
        "paper_check",
        day=day,
        number=len(typed),
        newer=[
            (_question(flow, key, names), _words(flow, key, typed[key]), kept[key])
            for key in found.newer
        ],
        stale=[(_question(flow, key, names), _words(flow, key, typed[key])) for key in found.stale],
        back=flow.url("paper-answers"),
    )


def _question(flow: Flow, key: str, names: dict[str, str]) -> str:
    who = key.removeprefix("fact:").partition(":")[2]
    return bank()[saying.question_of(key)].said(flow.language, names.get(who, ""))


def _words(flow: Flow, key: str, value: Any) -> str:
    return in_words(saying.question_of(key), value, flow.language)


def _kept(
    flow: Flow, typed: dict[str, Any], about: dict[str, Any], changes: dict[str, Any]
) -> HttpResponse | None:
    """Saves what was typed, and what of it counts today. Gives the page of a conflict, if any."""
    before = saying.told(flow.answers)
    paper = {**(flow.answers.get(saying.TYPED) or {}), **about, "told": typed}
    day = saying.day_of({saying.TYPED: paper})
    found = saying.settle(typed, before, flow.answers, _said(_other(flow, before)), day, flow.today)
    return flow.keep(changes | found.changes | {saying.TYPED: paper})


def _said(kept: dict[str, known.Known]) -> dict[str, saying.Said]:
    return {
        key: saying.Said(one.value, one.at.date(), one.is_sure)
        for key, one in kept.items()
        if one.is_good
    }


def _other(flow: Flow, typed: dict[str, Any]) -> dict[str, known.Known]:
    """What is known without this paper: the record's, and what was answered on other pages."""
    found = known.facts(flow)
    for key, change in flow.draft.trail.items():
        is_answer = key == "place" or key.startswith("fact:")
        if is_answer and key in flow.answers and flow.answers[key] != typed.get(key):
            value = flow.answers[key]
            if key in found and found[key].value == value:
                continue
            found[key] = known.Known(
                value=value, words=_words(flow, key, value), at=parse_datetime(change["at"])
            )
    return found


PAGES = (("people", type_people), ("answers", type_answers), ("check", check_paper))
