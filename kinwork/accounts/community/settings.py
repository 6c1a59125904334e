"""A community's settings: one form, and who changed which of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.accounts import actions, queries, rules
from kinwork.accounts.actions.settings import now
from kinwork.accounts.community import words
from kinwork.accounts.community.forms import SettingsForm
from kinwork.accounts.community.here import READ_OR_SEND, place, told
from kinwork.common.models import Community
from kinwork.web.errors import conflict
from kinwork.web.pages import page, right


@page(action="accounts.change_settings", who=right("accounts.change_settings"))
@READ_OR_SEND
def settings(request: HttpRequest) -> HttpResponse:
    community = place(request, "change_settings")
    saved = now(community)
    seen = rules.fingerprint(sorted(saved.items()))
    form = SettingsForm(
        request.POST or None, zone=community.time_zone, initial={**saved, "seen": seen}
    )
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] not in ("", seen):
            return conflict(request, _both(saved, form.values))
        return _save(request, community, form.values)
    changes = told(queries.changes(community.pk, "change_settings"))
    return render(
        request,
        "accounts/community/settings.html",
        {"form": form, "changes": changes, "place": community, "here": "settings"},
    )


def _save(request: HttpRequest, community: Community, values: dict[str, Any]) -> HttpResponse:
    changed = actions.change_settings(
        community=community, values=values, by=request.actor, at=timezone.now()
    )
    if changed:
        names = ", ".join(str(words.field(name)) for name in changed)
        messages.success(request, _("Saved: %(names)s.") % {"names": names})
    else:
        messages.info(request, _("Nothing was different, so nothing was saved."))
    return redirect("community:settings")


def _both(saved: dict[str, Any], typed: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
    """What is saved now and what was typed, for the fields that differ."""
    return [
        (words.field(name), saved[name], typed[name])
        for name in typed
        if typed[name] != saved[name]
    ]
