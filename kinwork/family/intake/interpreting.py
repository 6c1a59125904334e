"""At the desk: the family's language, and who carries the words."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kinwork.family.intake import actions, beside, queries
from kinwork.family.intake import answers as said
from kinwork.family.intake.forms.ways import ANOTHER, Interpreter
from kinwork.family.intake.models import Draft, Interpreting

KINDS = dict(Interpreter.base_fields["kind"].choices)


def languages(flow: Any) -> HttpResponse:
    """One form: which language, and who interprets. The law's limits stand beside what is picked."""
    request, now = flow.request, queries.interpreting(flow.draft)
    form = Interpreter(request.POST or None, initial=_start(flow, now))
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        with flow.hand():
            actions.record_interpreter(flow.draft, by=flow.by, at=flow.at, **form.value)
            if language in beside.KNOWN:
                actions.answer(
                    flow.draft,
                    version=flow.draft.version,
                    changes={},
                    language=language,
                    by=flow.by,
                    at=flow.at,
                )
        if language in beside.KNOWN and language != flow.language:
            beside.choose(flow, language)
        messages.success(request, _("Written down."))
        return flow.go(said.reached(flow.answers))
    return flow.page(
        "needs",
        "languages",
        form=form,
        past=[(who(one), one) for one in queries.interpreted(flow.draft)],
        back=flow.url(said.reached(flow.answers)),
        hide_stop=True,
    )


def _start(flow: Any, now: Any) -> dict[str, Any]:
    if now is None:
        return {"language": flow.draft.language}
    is_known = now.language in beside.KNOWN
    return {
        "language": now.language if is_known else ANOTHER,
        "other": "" if is_known else now.language,
        "kind": now.kind,
        "name": now.name,
        "line": now.line,
        "emergency": now.is_emergency,
        "asked_for": now.is_asked_for,
    }


def at_intakes_of(household: UUID) -> list[tuple[str, Interpreting]]:
    """Who interpreted when this family told its story, as far as the actor may know; newest first."""
    drafts = Draft.objects.filter(household=household).values("pk")
    found = Interpreting.objects.filter(draft__in=drafts).order_by("-at")[:10]
    return [(who(one), one) for one in found]


def who(one: Any) -> str:
    """Who interpreted, in one line."""
    kind = str(getattr(KINDS[one.kind], "label", KINDS[one.kind]))
    return ", ".join(part for part in (kind, one.name, one.line) if part)
