"""The pages of an intake: one question or one decision each, any of them skipped or changed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from kinwork.common.ids import new_id
from kinwork.family.intake import alike, asking, forms, questioning, together
from kinwork.family.intake import answers as said
from kinwork.family.intake.flow import Flow
from kinwork.library.codes import vocabulary
from kinwork.web.once import form_id

RELATIONS = ("caregiver", "child", "expected child", "other adult", "other")
ADDING = (
    ("child", _("A child")),
    ("expected child", _("A baby on the way")),
    ("caregiver", _("Another parent or caregiver")),
    ("other adult", _("Another adult")),
    ("other", _("Somebody else")),
)


def needs(flow: Flow) -> HttpResponse:
    """The first question. The first answer begins the draft."""
    request = flow.request
    start = {"needs": flow.answers.get("needs", []), "words": flow.answers.get("words", "")}
    if need := request.GET.get("need"):
        start["needs"] = [*start["needs"], need]
    form = forms.Needs(request.POST or None, initial=start, language=flow.language)
    if request.method == "POST" and form.is_valid():
        if flow.draft is None:
            flow.begin(form_id(request))
        changes: dict[str, Any] = {
            "needs": form.cleaned_data["needs"],
            "words": form.cleaned_data["words"] or None,
        }
        if service := _id(request.POST.get("service", "")):
            changes["services"] = [service]
        return flow.keep(changes) or flow.after("needs")
    return flow.page(
        "needs",
        "needs",
        form=form,
        icons={term.code: term.icon for term in vocabulary.terms().values()},
        service=_id(request.GET.get("service", "") or request.POST.get("service", "")),
        form_id=request.POST.get("form_id") or new_id(),
    )


def soon(flow: Flow) -> HttpResponse:
    form = forms.Soon(flow.request.POST or None, initial={"soon": flow.answers.get("soon")})
    if flow.request.method == "POST" and form.is_valid():
        urgency = form.cleaned_data["soon"]
        stale = flow.keep({"soon": urgency})
        if stale or urgency != "today":
            return stale or flow.after("soon")
        return flow.go("today")
    return flow.page("soon", "soon", form=form, back=flow.back("soon"))


def today(flow: Flow) -> HttpResponse:
    """Somebody needs help today: a phone first, then a place right now, then the rest."""
    return flow.page("soon", "today", back=flow.url("soon"), next=flow.url("place"))


def place(flow: Flow) -> HttpResponse:
    request = flow.request
    known = flow.answers.get("place") or {}
    form = forms.Where(
        request.POST if "where" in request.POST and "none" not in request.POST else None,
        initial={"where": known.get("text", "")},
        community=flow.community,
    )
    if request.method == "POST":
        if "none" in request.POST:
            return flow.keep({"place": {"none": True}}) or flow.after("place")
        if form.is_valid():
            return flow.keep({"place": form.value}) or flow.after("place")
    return flow.page("place", "place", form=form, back=flow.back("place"))


def people(flow: Flow) -> HttpResponse:
    """Who is in the home so far; somebody more, or that is everyone."""
    found = said.people(flow.answers)
    if said.caregiver(flow.answers) is None:
        return flow.go("add-person", "caregiver")
    if flow.request.method == "POST":
        return flow.keep({"everyone": True}) or flow.after("people")
    return flow.page(
        "people",
        "people",
        people=[_line(flow, one) for one in found],
        alike=[
            [(_line(flow, one), together.added_by(flow, one.id)) for one in pair]
            for pair in alike.pairs(flow.answers, flow.draft.trail)
        ],
        same_url=flow.url("same-person"),
        adding=[(kind, flow.url("add-person", kind), words) for kind, words in ADDING],
        back=flow.back("people"),
        today=flow.today,
    )


def _line(flow: Flow, one: said.Member) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "relation": one.relation,
        "birth_date": one.birth_date,
        "due_date": one.due_date,
        "change_url": flow.url("change-person", one.id),
        "remove_url": flow.url("remove-person", one.id),
    }


def add_person(flow: Flow, relation: str) -> HttpResponse:
    if relation not in RELATIONS:
        raise Http404
    return _person(flow, form_id(flow.request), relation)


def change_person(flow: Flow, person: UUID) -> HttpResponse:
    known = said.member(flow.answers, str(person))
    relation = known.relation if known else flow.request.POST.get("relation")
    if relation in RELATIONS:
        return _person(flow, person, relation)
    if f"member:{person}" not in flow.draft.trail:
        raise Http404
    messages.info(flow.request, questioning.TAKEN_OUT)
    return flow.go("people")


def _person(flow: Flow, id: UUID, relation: str) -> HttpResponse:
    """The form's own id is the person's: sent twice, or changed and sent again, it is one person."""
    known = said.member(flow.answers, str(id))
    start = (
        {
            "given": known.given,
            "family": known.family,
            "birth_date": known.birth_date,
            "due_date": known.due_date,
            "kin": flow.answers.get(f"fact:relation:{id}", ""),
        }
        if known
        else {}
    )
    form = forms.Person(
        flow.request.POST or None,
        initial=start | {"form_id": id} if start else None,
        relation=relation,
        today=flow.today,
    )
    if flow.request.method == "POST" and form.is_valid():
        order = flow.answers.get(f"member:{id}", {}).get("order", len(said.people(flow.answers)))
        value = form.value | {"order": order, "known": bool(known and known.known)}
        kin = {f"fact:relation:{id}": form.kinship} if "kin" in form.fields else {}
        return flow.keep({f"member:{id}": value} | kin) or flow.go("people")
    back = flow.url("people") if said.caregiver(flow.answers) else flow.back("people")
    return flow.page(
        "people", "person", form=form, relation=relation, known=known, back=back, id=id
    )


def remove_person(flow: Flow, person: UUID) -> HttpResponse:
    """Taken out of this intake; somebody of the record stays in it and is only unlisted here."""
    known = said.member(flow.answers, str(person))
    if known is None:
        return flow.go("people")
    if flow.request.method != "POST":
        return flow.page("people", "remove_person", person=known, back=flow.url("people"))
    gone = [key for key in flow.answers if key.endswith(f":{person}")]
    return flow.keep(dict.fromkeys(gone)) or flow.go("people")


def same_person(flow: Flow) -> HttpResponse:
    """Two lines that look alike: somebody says that they are one person, or two."""
    typed = flow.request.POST
    pairs = {(one.id, two.id) for one, two in alike.pairs(flow.answers, flow.draft.trail)}
    stays, goes = typed.get("stays", ""), typed.get("goes", "")
    if (stays, goes) not in pairs:
        return flow.go("people")
    if typed.get("are") != "one":
        return flow.keep({alike.apart(stays, goes): True}) or flow.go("people")
    changes, differ = alike.joined(flow.answers, stays, goes)
    if differ:
        return together.choose(flow, changes, differ)
    return flow.keep(changes) or flow.go("people")


def result(flow: Flow) -> HttpResponse:
    """What the family may get, before anything is saved about it anywhere else."""
    if flow.request.method == "POST":
        return flow.keep({"seen": True}) or flow.after("result")
    return flow.page(
        "result",
        "result",
        groups=asking.results(flow.answers, flow.today, flow.language),
        back=questioning.before(flow),
        today=flow.today,
        can_answer=True,
        answer_url=flow.url("questions"),
    )


def _id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
