"""Which model a partnership resembles, why, what it lacks, and what only its lead can answer."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.common.rights import may
from kinwork.library.approaches import Classified, scheme
from kinwork.system.approaches import actions, owning, words
from kinwork.system.approaches.forms.coding import OwnForm
from kinwork.system.approaches.models import OwnAnswer
from kinwork.system.approaches.views.shared import (
    by,
    declared,
    done,
    fixed,
    kept,
    sent,
    shown,
)
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import found
from kinwork.web.pages import page


@page(**declared("own"))
def own(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    known, said, came = owning.resembles(row, timezone.now())
    leads = may(request.actor, "approaches.say_own", row)
    agreements = may(request.actor, "partnerships.agreements")
    lines = [_line(row, one, known, said, leads, agreements) for one in came.reasons]
    told = {
        "row": row,
        "scheme": scheme(),
        "model": words.model(came.model),
        "means": words.own(scheme().models[came.model].means)
        if came.model in scheme().models
        else "",
        "decided": came.is_decided,
        "possible": [words.model(one) for one in came.possible],
        "unknown": [words.criterion(one) for one in came.unknown],
        "lines": lines,
        "lacks": _lacks(came),
        "known": known,
        "domains": [words.domain(one) for one in known.domains],
        "leads": leads,
        "no_level": known.level is None,
    }
    return render(request, "approaches/own.html", told)


@page(**declared("say_own"))
def say_own(request: HttpRequest, partnership: UUID, criterion: str) -> HttpResponse:
    row = found(partnership)
    up, up_name = reverse("own_approach:own", args=[row.pk]), _("Which model are we?")
    asked = scheme().criteria.get(criterion)
    if asked is None:
        raise Http404
    if owning.known(row, timezone.now()).inputs.get(asked.input) is not None:
        return fixed(request, up, up_name, words.criterion(criterion))
    before = owning.answers(row).get(criterion)
    first = {"answer": before.answer, "why": before.why} if before else {}
    form = OwnForm(sent(request), initial=first)

    def deed(told: dict[str, Any]) -> OwnAnswer:
        return actions.say_own(partnership=row, criterion=criterion, **told, **by(request))

    if done(form, deed):
        return kept(request, up)
    return shown(request, form, words.criterion(criterion), up, up_name, row.name)


def _line(
    row: Partnership,
    one: Any,
    known: owning.Known,
    said: dict[str, OwnAnswer],
    leads: bool,
    agreements: bool,
) -> dict[str, Any]:
    """A criterion: whether it is met, why, what shows it, and who said so."""
    asked = scheme().criteria[one.criterion]
    on_record = known.inputs.get(asked.input) is not None
    answer = None if on_record else said.get(one.criterion)
    return {
        "name": words.criterion(one.criterion),
        "came": words.MET_WORDS[one.answer.value],
        "reason": one.sentence(_language()),
        "shows": _shows(row, asked.input, known, agreements) if on_record else None,
        "said": answer,
        "answer": words.ANSWER_WORDS[answer.answer] if answer else "",
        "url": reverse("own_approach:say_own", args=[row.pk, one.criterion])
        if leads and not on_record
        else "",
    }


def _shows(
    row: Partnership, name: str, known: owning.Known, agreements: bool
) -> dict[str, Any] | None:
    """What is on record, and its page where the reader may open it."""
    see = reverse("partnerships:see", args=[row.pk])
    pacts = reverse("partnerships:agreements", args=[row.pk]) if agreements else ""
    if name == "partners":
        return {"words": _("Its members"), "url": see}
    if name == "service_domains":
        told = ", ".join(words.domain(one) for one in known.domains)
        return {"words": _("Services of its members in the directory: %(all)s") % {"all": told}}
    if name == "co_location":
        told = ", ".join(sorted({one.agreement.title for one in known.shared_place}))
        return {"words": _("Agreement: %(title)s") % {"title": told}, "url": pacts}
    if name == "no_wrong_door":
        told = ", ".join(one.name for one in known.joined)
        return {
            "words": _("Common intake, by the memorandum of: %(all)s") % {"all": told},
            "url": pacts,
        }
    if name == "lead_agency_convenes" and known.lead:
        url = reverse("partnerships:member", args=[row.pk, known.lead.pk])
        return {"words": known.lead.name, "url": url}
    if name == "shared_vision" and known.charter:
        url = reverse("partnerships:charter", args=[row.pk, known.charter.pk])
        return {"words": _("The vision of its charter"), "url": url}
    return None


def _lacks(came: Classified) -> list[dict[str, Any]]:
    """Of each model that it is not (yet): what is missing."""
    levels = [came.level] if came.level else list(scheme().rules)
    told = []
    for level in levels:
        for one in scheme().models_of(level):
            lacking = came.lacks(one.key)
            if lacking:
                told.append(
                    {
                        "model": words.model(one.key),
                        "means": words.own(one.means),
                        "lacks": [
                            (words.criterion(r.criterion), words.MET_WORDS[r.answer.value])
                            for r in lacking
                        ],
                    }
                )
    return told


def _language() -> str:
    return (get_language() or "en")[:2]
