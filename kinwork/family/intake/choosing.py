"""The second half of an intake: where to ask, how to be reached, what is shared, sent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kinwork.family.doors import near
from kinwork.family.intake import actions, asking, forms, promise
from kinwork.family.intake import answers as said
from kinwork.family.intake.actions import Unfinished
from kinwork.family.intake.flow import Flow, become
from kinwork.family.intake.templatetags.intake_words import channel_words
from kinwork.library.codes import vocabulary


def places(flow: Flow) -> HttpResponse:
    """Services near that offer it; one or several are chosen."""
    groups = asking.results(flow.answers, flow.today, flow.language)
    terms = [one.term for group in groups if group.key == "yes" for one in group.results]
    offers = near.offers(
        flow.answers, terms, community=flow.community, language=flow.language, now=flow.at
    )
    chosen = flow.answers.get("services", [])
    offered = {one.id for offer in offers for one in offer.services if one.can_ask}
    kept = [str(one.pk) for one in near.chosen(chosen) if str(one.pk) not in offered]
    form = forms.Services(
        flow.request.POST if flow.request.method == "POST" else None,
        initial={"services": chosen},
        offered=[*offered, *kept],
    )
    if flow.request.method == "POST":
        if "none" in flow.request.POST:
            return flow.keep({"services": []}) or flow.go("reach")
        if form.is_valid():
            return flow.keep({"services": form.cleaned_data["services"]}) or flow.after("near")
    picked = set(form["services"].value() or ())
    return flow.page(
        "near",
        "near",
        form=form,
        offers=offers,
        picked=picked,
        kept=near.chosen(kept),
        place=flow.answers.get("place") or {},
        back=flow.back("near"),
    )


def reach(flow: Flow) -> HttpResponse:
    known = flow.answers.get("reach") or {}
    start = {
        "channel": known.get("channel"),
        "phone": known.get("value") if known.get("channel") in ("phone", "text") else "",
        "email": known.get("value") if known.get("channel") == "email" else "",
        "safe": {True: "yes", False: "no"}.get(known.get("safe")),
        "hours": known.get("hours", ""),
    }
    form = forms.Reach(flow.request.POST or None, initial=start)
    if flow.request.method == "POST" and form.is_valid():
        return flow.keep({"reach": form.value}) or flow.after("reach")
    return flow.page("reach", "reach", form=form, back=flow.back("reach"))


def agree(flow: Flow, service: UUID | None = None) -> HttpResponse:
    """One screen a partner: what it would see, what for, how long. Nothing is ticked beforehand."""
    services = near.chosen(flow.answers.get("services", []))
    agreed = said.agreed(flow.answers)
    if service is None:
        open_ = [one for one in services if str(one.pk) not in agreed]
        return flow.go("agree-to", open_[0].pk) if open_ else flow.go("send")
    at = next((n for n, one in enumerate(services) if one.pk == service), None)
    if at is None:
        raise Http404
    key = f"agree:{service}"
    start = {True: "yes", False: "no"}.get(flow.answers.get(key))
    form = forms.Agree(flow.request.POST or None, initial={"agree": start})
    if flow.request.method == "POST" and form.is_valid():
        yes = form.cleaned_data["agree"] == "yes"
        if stale := flow.keep({key: yes}):
            return stale
        if flow.request.POST.get("back_to") == "send":
            return flow.go("send")
        return flow.go("agree")
    return flow.page(
        "agree",
        "agree",
        form=form,
        promise=promise.made(
            services[at], flow.answers["needs"], flow.community, flow.language, flow.today
        ),
        number=at + 1,
        total=len(services),
        back=flow.url("agree-to", services[at - 1].pk) if at else flow.url("reach"),
    )


def send(flow: Flow) -> HttpResponse:
    """Everything once more, then one button. Sent twice, it is sent once."""
    pressed = flow.request.method == "POST" and flow.draft.finished_at is None
    form = _how(flow, pressed) if flow.desk else None
    if pressed and (form is None or form.is_valid()):
        try:
            with flow.hand():
                done = actions.finish(
                    flow.draft, by=flow.by_hand, at=flow.at, **(form.how if form else {})
                )
        except Unfinished as missing:
            return flow.go(missing.step)
        if flow.desk:
            messages.success(
                flow.request,
                _("Done. Under “Whom they let see” stand the receipts to print for the family."),
            )
            return HttpResponseRedirect(f"/households/{done.household}/")
        become(flow.request, done, renew=False)
        return HttpResponseRedirect(reverse("intake:sent"))
    if step := _missing(flow):
        return flow.go(step)
    agreed = said.agreed(flow.answers)
    services = near.chosen(flow.answers.get("services", []))
    return flow.page(
        "send",
        "send",
        yes=[one for one in services if agreed.get(str(one.pk))],
        no=[one for one in services if not agreed.get(str(one.pk))],
        rows=_rows(flow),
        form=form,
        back=flow.url("agree-to", services[-1].pk) if services else flow.url("reach"),
    )


def _rows(flow: Flow) -> list[tuple[Any, ...]]:
    """What was told, each line with the page that changes it."""
    answers = flow.answers
    place = answers.get("place") or {}
    needs = [vocabulary.terms()[code].name(flow.language) for code in answers["needs"]]
    names = [one.name or str(_("Baby")) for one in said.people(answers)]
    soon = dict(forms.Soon.base_fields["soon"].choices).get(answers.get("soon"), "")
    back = "?back_to=send"
    return [
        (_("What you need"), ", ".join(needs), flow.url("needs") + back),
        (_("How soon"), soon, flow.url("soon") + back),
        (_("Where you are"), place.get("text") or _("Not said"), flow.url("place") + back),
        (_("Who is in your home"), ", ".join(names), flow.url("people") + back),
        (_("How to reach you"), channel_words(answers["reach"]), flow.url("reach") + back),
    ]


def _missing(flow: Flow) -> str | None:
    """The first of the steps that sending cannot do without."""
    for step, there in (
        ("needs", flow.answers.get("needs")),
        ("people", said.caregiver(flow.answers)),
        ("reach", flow.answers.get("reach")),
    ):
        if not there:
            return step
    services = {str(one.pk) for one in near.chosen(flow.answers.get("services", []))}
    return "agree" if services - set(said.agreed(flow.answers)) else None


def _how(flow: Flow, pressed: bool) -> forms.How:
    return forms.How(flow.request.POST if pressed else None, today=flow.today)
