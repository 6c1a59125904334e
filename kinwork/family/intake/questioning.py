"""The questions: the one that decides most now, one asked on purpose, and money line by line."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from kinwork.family.intake import asking, drawn, forms, known, together
from kinwork.family.intake.flow import Flow

PAGE = "page"  # in a line of money that is being typed: the page that added it
TAKEN_OUT = _(
    "Somebody who was on that page was taken out of the home meanwhile. Nothing about them was kept."
)


def questions(flow: Flow) -> HttpResponse:
    """The one question that decides most now; when none is left, the result."""
    asked = asking.next_one(flow.answers, flow.today, flow.language)
    if asked is None:
        return flow.go("result")
    return _ask(flow, asked)


def only(flow: Flow) -> HttpResponse:
    """Ask for some programs alone, or for all again; what was answered stays."""
    names = asking.programs_by_subject(flow.language)
    start = {"only": asking.chosen(flow.answers)}
    form = forms.Only(flow.request.POST or None, initial=start, offered=names)
    if flow.request.method == "POST":
        if "all" in flow.request.POST:
            return flow.keep({"only": None}) or flow.go("questions")
        if form.is_valid():
            return flow.keep({"only": form.cleaned_data["only"]}) or flow.go("questions")
    return flow.page("questions", "only", form=form, back=flow.url("questions"))


def question(flow: Flow, key: str) -> HttpResponse:
    """A question asked on purpose: to change its answer, or because it would decide something."""
    if step := asking.page_of(key):
        return flow.go(step)
    asked = asking.one(flow.answers, key, flow.today, flow.language)
    if asked is None:
        raise Http404
    return _ask(flow, asked)


def _ask(flow: Flow, asked: asking.Asked) -> HttpResponse:
    request = flow.request
    posted = request.POST.get("ref", asked.key)
    if posted != asked.key:  # the page was drawn before another answer changed what comes next
        asked = asking.one(flow.answers, posted, flow.today, flow.language) or asked
    if request.method == "POST" and "skip" in request.POST:
        return flow.keep({f"skip:{asked.key}": True}) or _on(flow)
    if asked.kind == "income":
        return _income(flow, asked)
    if request.method == "POST":
        asked = drawn.as_drawn(asked, request.POST.get("about"))
    told = known.lines(flow, asked) if request.method != "POST" else []
    form = known.filled(asked, told).form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        changes = drawn.of_who_is_there(asked, form.changes)
        if len(changes) < len(form.changes):
            messages.info(request, TAKEN_OUT)
        return flow.keep({f"skip:{asked.key}": None} | changes) or _on(flow)
    return flow.page(
        "questions",
        "question",
        asked=asked,
        form=form,
        told=told,
        back=before(flow, asked),
        amount=asking.amount_said(flow.answers, flow.draft.trail, flow.language),
        only_url=flow.url("only"),
        chosen=asking.chosen(flow.answers),
    )


def _income(flow: Flow, asked: asking.Asked) -> HttpResponse:
    """Money line by line, with the arithmetic shown before it counts."""
    request, key = flow.request, f"fact:{asked.key}"
    told = known.lines(flow, asked)
    lines = flow.answers.get("lines", flow.answers.get(key, known.again(told) or []))
    form = forms.Income(request.POST if "amount" in request.POST else None, language=flow.language)
    if request.method == "POST":
        if "none" in request.POST:
            nothing = [{"amount": "0", "high": None, "period": "monthly", "kind": "wages"}]
            return flow.keep({key: nothing, "lines": None, f"skip:{asked.key}": None}) or _on(flow)
        if "again" in request.POST:
            return flow.keep({"lines": []}) or flow.go("question", "income")
        if "done" in request.POST and lines:
            if together.has_changed(flow, "lines"):  # somebody added a line to those of this page
                return flow.go("question", "income")
            kept = [{name: one[name] for name in one if name != PAGE} for one in lines]
            kept = asking.with_owners(kept, flow.answers, flow.today)
            return flow.keep({key: kept, "lines": None, f"skip:{asked.key}": None}) or _on(flow)
        if form.is_valid():
            page = f"{flow.version_of_form} {flow.browser or flow.by.id}"
            others = [one for one in lines if one.get(PAGE) != page]  # sent twice, it is one line
            changes = {"lines": [*others, form.line | {PAGE: page}]}
            saved = flow.keep(changes, version=flow.draft.version)
            return saved or flow.go("question", "income")
    return flow.page(
        "questions",
        "income",
        asked=asked,
        told=told,
        form=form,
        lines=asking.arithmetic(lines, flow.language),
        income_url=flow.url("question", "income"),
        more=bool(lines) and not form.is_bound and "more" not in request.GET,
        back=before(flow, asked),
    )


def _on(flow: Flow) -> HttpResponse:
    if flow.request.POST.get("back_to") == "result":
        return flow.go("result")
    return flow.go("questions")


def before(flow: Flow, asked: asking.Asked | None = None) -> str:
    """The question answered or skipped before this one, else the page about the home."""
    if flow.request.GET.get("back_to") == "result":
        return flow.url("result")
    when: dict[str, int] = {}
    for key, change in flow.draft.trail.items():
        kind, _mark, rest = key.partition(":")
        if kind in ("fact", "skip", "joint") and key in flow.answers:
            question = rest.partition(":")[0]
            when[question] = max(change["version"], when.get(question, 0))
    order = sorted(when, key=when.__getitem__)
    if asked and asked.key in order:
        order = order[: order.index(asked.key)]
    return flow.url("question", order[-1]) if order else flow.url("people")
