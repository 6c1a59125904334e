"""The same intake at a desk: what, how soon and where on one page, the rest as the family answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from kinwork.common.ids import new_id
from kinwork.family.intake import beside, forms, queries
from kinwork.family.intake.beside import shown
from kinwork.family.intake.doors import AT_DESK, CLASSES
from kinwork.family.intake.flow import Flow
from kinwork.family.intake.forms.ways import FamilyLanguage
from kinwork.web.once import form_id
from kinwork.web.pages import page


@page(action="intake.desk", classes=CLASSES, who=AT_DESK)
def begin(request: HttpRequest) -> HttpResponse:
    """The first page after a search found nobody, or for a family that is here already."""
    return shown(story, Flow(request, None, desk=True))


def story(flow: Flow) -> HttpResponse:
    """What they need, how soon, where they are: one page, saved together."""
    request, answers = flow.request, flow.answers
    data = request.POST if request.method == "POST" else None
    no_place = bool(data and "none" in data)
    place = answers.get("place") or {}
    needs = forms.Needs(
        data,
        language=flow.language,
        initial={"needs": answers.get("needs", []), "words": answers.get("words", "")},
    )
    soon = forms.Soon(data, initial={"soon": answers.get("soon", "routine")})
    where = forms.Where(
        None if no_place else data,
        community=flow.community,
        initial={"where": place.get("text", "")},
    )
    family = FamilyLanguage(data, initial={"family_language": flow.language})
    parts = [needs, soon] if no_place else [needs, soon, where]
    checked = [one.is_valid() for one in parts]  # all of them: each shows its own fault
    if data is not None and all(checked):
        if flow.draft is None:
            flow.begin(form_id(request), language=family.said)
            if family.said != flow.language:
                beside.choose(flow, family.said)
        changes: dict[str, Any] = {
            "needs": needs.cleaned_data["needs"],
            "words": needs.cleaned_data["words"] or None,
            "soon": soon.cleaned_data["soon"],
            "place": {"none": True} if no_place else where.value,
        }
        return flow.keep(changes) or flow.go("people")
    return flow.page(
        "needs",
        "story",
        needs=needs,
        soon=soon,
        where=where,
        family=None if flow.draft else family,
        no_place=no_place or bool(place.get("none")),
        form_id=request.POST.get("form_id") or new_id(),
        household=request.GET.get("household") or request.POST.get("household", ""),
        drafts=queries.of_agency(request.actor) if flow.draft is None else [],
        helped=queries.seats_of_agency(request.actor) if flow.draft is None else [],
        status=200,
    )
