"""The words that a community edits: the list, one text with its versions, draft, in force, retired."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.accounts import actions, queries, rules, wording
from kinwork.accounts.community import words
from kinwork.accounts.community.forms import TextForm
from kinwork.accounts.community.here import READ_OR_SEND, deed, place, told
from kinwork.accounts.community.reading import Line, Subject, judged, preview, subjects
from kinwork.accounts.rules import Impossible
from kinwork.common.models import Community, Text
from kinwork.web.errors import conflict
from kinwork.web.pages import page, right

DEEDS = ("draft_text", "discard_text", "put_text_in_force", "retire_text")


@page(action="accounts.draft_text", who=right("accounts.draft_text"))
def texts(request: HttpRequest) -> HttpResponse:
    """Every text by language: whose words are in force, and what is missing."""
    community = place(request, "draft_text")
    told_all = {
        "subjects": subjects(queries.living_texts(community.pk)),
        "changes": told(queries.changes(community.pk, *DEEDS)),
        "place": community,
        "here": "texts",
    }
    return render(request, "accounts/community/texts.html", told_all)


@page(action="accounts.draft_text", who=right("accounts.draft_text"))
def text(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """One text in one language: in force, the draft as a family would read it, all versions."""
    community = place(request, "draft_text")
    subject, line = _line(community, key, language)
    shown = line.draft or line.in_force
    told_one = {
        "place": community,
        "subject": subject,
        "line": line,
        "judged": judged(line, shown.body) if shown else None,
        "preview": preview(line, shown.body, request.hat.agency.name) if shown else "",
        "versions": queries.versions(key, language, community.pk),
        "read": rules.fingerprint(line.draft.body) if line.draft else "",
    }
    return render(request, "accounts/community/text.html", told_one)


@page(action="accounts.draft_text", who=right("accounts.draft_text"))
@READ_OR_SEND
def draft_text(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """Write a draft, from what stands now or from an older version (`?from=`)."""
    community = place(request, "draft_text")
    subject, line = _line(community, key, language)
    start = _start(request, community, line)
    seen = rules.fingerprint(line.draft.body if line.draft else line.in_force and line.in_force.pk)
    form = TextForm(request.POST or None, initial={"body": start, "seen": seen})
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["body"]
        if form.cleaned_data["seen"] not in ("", seen):
            saved = line.draft or line.in_force
            return conflict(request, [(_("Your words"), saved.body if saved else "", body)])
        try:
            actions.draft_text(
                community=community,
                key=key,
                language=language,
                body=body,
                by=request.actor,
                at=timezone.now(),
            )
        except Impossible as why:
            form.add_error("body", str(why.sentence))
        else:
            messages.success(request, _("The draft is kept. Nobody else reads it yet."))
            return redirect("community:text", key, language)
    wanted = wording.placeholders(line.product.body) if line.product else ()
    fills = [(f"{{{name}}}", words.FILLED.get(name, "")) for name in wanted]
    told_form = {"form": form, "subject": subject, "line": line, "fills": fills}
    return render(request, "accounts/community/draft_text.html", told_form)


@page(action="accounts.discard_text", who=right("accounts.discard_text"))
@require_POST
def discard_text(request: HttpRequest, key: str, language: str) -> HttpResponse:
    done = _("The draft is thrown away.")
    return _deed(request, actions.discard_text, done, key, language, lambda line: line.draft)


@page(action="accounts.put_text_in_force", who=right("accounts.put_text_in_force"))
@require_POST
def put_text_in_force(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The version is sent along, so that nobody puts words in force that they have not read."""
    done = _("These words are in force. Families read them from now on.")
    return _deed(request, actions.put_text_in_force, done, key, language, _same_draft(request))


@page(action="accounts.retire_text", who=right("accounts.retire_text"))
@require_POST
def retire_text(request: HttpRequest, key: str, language: str) -> HttpResponse:
    done = _("Families read the product’s own words again.")
    return _deed(request, actions.retire_text, done, key, language, lambda line: line.own)


def _deed(
    request: HttpRequest,
    action: Callable[..., Any],
    done: str,
    key: str,
    language: str,
    choose: Callable[[Line], Text | None],
) -> HttpResponse:
    community = place(request, action.__name__)
    _subject, line = _line(community, key, language)
    chosen = choose(line)
    if chosen is None:
        messages.error(request, _("Somebody changed this in the meantime. Look at it again."))
        return redirect("community:text", key, language)
    return deed(request, action, done, "community:text", key, language, text=chosen)


def _same_draft(request: HttpRequest) -> Callable[[Line], Text | None]:
    read = request.POST.get("read", "")

    def chosen(line: Line) -> Text | None:
        return line.draft if line.draft and rules.fingerprint(line.draft.body) == read else None

    return chosen


def _line(community: Community, key: str, language: str) -> tuple[Subject, Line]:
    """One text in one language; Http404 for one that the product does not have."""
    for subject in subjects(queries.living_texts(community.pk)):
        if subject.key == key and language in subject.lines:
            return subject, subject.lines[language]
    raise Http404


def _start(request: HttpRequest, community: Community, line: Line) -> str:
    asked = request.GET.get("from", "")
    for one in queries.versions(line.key, line.language, community.pk) if asked else ():
        if str(one.pk) == asked:
            return one.body
    found = line.draft or line.in_force
    return found.body if found else ""
