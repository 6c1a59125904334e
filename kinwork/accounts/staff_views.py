"""The people of one's own agency: who works here, invitations, roles, accounts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kinwork.accounts import actions, queries
from kinwork.accounts.forms import InviteForm, RoleForm, TrainingForm
from kinwork.accounts.models import Agency, Invitation, Membership
from kinwork.accounts.rights import ADMINISTER
from kinwork.accounts.rules import Impossible
from kinwork.common.actor import Actor
from kinwork.common.models import Community
from kinwork.common.rights import check, may
from kinwork.web.limits import limited
from kinwork.web.pages import page, right

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@page(action="accounts.staff", who=right("accounts.staff"))
def staff(request: HttpRequest) -> HttpResponse:
    """Who works for this agency in this community, and who is invited."""
    actor, now = request.actor, timezone.now()
    people = list(queries.staff(actor.agency, actor.community, now))
    waiting = queries.waiting(actor.agency, actor.community)
    told = {
        "people": _with_deeds(actor, people, now),
        "waiting": [(one, one.standing(now)) for one in waiting],
        "sets_up": may(actor, "accounts.change_settings"),
    }
    return render(request, "accounts/staff.html", told)


def _with_deeds(actor: Actor, people: list[Membership], now: datetime) -> list[dict[str, Any]]:
    """Each person's line with the deeds to offer; the actions check them again, one by one."""
    roles = queries.grantable(actor)
    busy = queries.working_elsewhere([one.user_id for one in people], actor.agency, now)
    closes = actor.role in ADMINISTER
    return [
        {
            "membership": one,
            "may_change": one.role in roles and one.user_id != actor.id,
            "may_recover": one.user_id != actor.id and one.user.is_active,
            "may_train": closes and one.user_id != actor.id and one.user.is_active,
            "may_disable": closes and one.user_id != actor.id and one.user_id not in busy,
        }
        for one in people
    ]


@page(action="accounts.invite", who=right("accounts.invite"))
@READ_OR_SEND
@limited("invite")
def invite(request: HttpRequest) -> HttpResponse:
    roles, agency = queries.grantable(request.actor), _own_agency(request)
    form = InviteForm(request.POST or None, roles=roles, part_2=agency.is_part_2)
    if request.method == "POST" and form.is_valid():
        try:
            one = actions.invite(
                **form.cleaned_data,
                agency=agency,
                community=get_object_or_404(Community, pk=request.actor.community),
                by=request.actor,
                at=timezone.now(),
            )
        except Impossible as why:
            form.add_error(None, str(why.sentence))
        else:
            messages.success(
                request, _("We sent the invitation to %(email)s.") % {"email": one.email}
            )
            return redirect("accounts:staff")
    return render(request, "accounts/invite.html", {"form": form})


@page(action="accounts.resend_invitation", who=right("accounts.resend_invitation"))
@require_POST
def resend_invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = _("We sent a new link. The old one no longer works.")
    return _deed(request, actions.resend_invitation, done, invitation=_invitation(request, pk))


@page(action="accounts.withdraw_invitation", who=right("accounts.withdraw_invitation"))
@require_POST
def withdraw_invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = _("The invitation is withdrawn. Its link no longer works.")
    return _deed(request, actions.withdraw_invitation, done, invitation=_invitation(request, pk))


@page(action="accounts.change_role", who=right("accounts.change_role"))
@READ_OR_SEND
def change_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    hat = _membership(request, pk)
    check(request.actor, "accounts.change_role", hat)
    roles = queries.grantable(request.actor)
    worn = {"role": hat.role, "is_part_2_staff": hat.is_part_2_staff}
    form = RoleForm(request.POST or None, roles=roles, part_2=hat.agency.is_part_2, initial=worn)
    if request.method == "POST" and form.is_valid():
        done = _("The role is changed.")
        return _deed(request, actions.change_role, done, membership=hat, **form.cleaned_data)
    return render(request, "accounts/change_role.html", {"form": form, "membership": hat})


@page(action="accounts.end_membership", who=right("accounts.end_membership"))
@READ_OR_SEND
def end_membership(request: HttpRequest, pk: UUID) -> HttpResponse:
    hat = _membership(request, pk)
    check(request.actor, "accounts.end_membership", hat)
    if request.method == "POST":
        done = _("%(name)s no longer works here.") % {"name": hat.user.name}
        return _deed(request, actions.end_membership, done, membership=hat)
    return render(request, "accounts/end_membership.html", {"membership": hat})


@page(action="accounts.disable_account", who=right("accounts.disable_account"))
@READ_OR_SEND
def disable_account(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = _membership(request, pk).user
    check(request.actor, "accounts.disable_account", user)
    if request.method == "POST":
        done = _("The account of %(name)s is closed, everywhere and at once.") % {"name": user.name}
        return _deed(request, actions.disable_account, done, user=user)
    return render(request, "accounts/disable_account.html", {"person": user})


@page(action="accounts.enable_account", who=right("accounts.enable_account"))
@require_POST
def enable_account(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = _membership(request, pk).user
    done = _("%(name)s can sign in again.") % {"name": user.name}
    return _deed(request, actions.enable_account, done, user=user)


@page(action="accounts.start_recovery", who=right("accounts.start_recovery"))
@READ_OR_SEND
@limited("ask recovery")
def start_recovery(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = _membership(request, pk).user
    check(request.actor, "accounts.start_recovery", user)
    if request.method == "POST":
        done = _("We sent %(name)s a code. With it they set up a new device.") % {"name": user.name}
        return _deed(request, actions.start_recovery, done, user=user)
    return render(request, "accounts/start_recovery.html", {"person": user})


@page(action="accounts.record_training", who=right("accounts.record_training"))
@READ_OR_SEND
def record_training(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = _membership(request, pk).user
    check(request.actor, "accounts.record_training", user)
    form = TrainingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("Written down. It holds for a year.")
        return _deed(request, actions.record_training, done, user=user, on=form.cleaned_data["on"])
    return render(request, "accounts/record_training.html", {"form": form, "person": user})


def _deed(request: HttpRequest, action: Callable[..., Any], done: str, **what: Any) -> HttpResponse:
    """Do it and go back to the list, which says what happened, or why it could not."""
    try:
        action(**what, by=request.actor, at=timezone.now())
    except Impossible as why:
        messages.error(request, str(why.sentence))
    else:
        messages.success(request, done)
    return redirect("accounts:staff")


def _invitation(request: HttpRequest, pk: UUID) -> Invitation:
    """Of one's own agency and community; anything else is not found."""
    return get_object_or_404(Invitation, pk=pk, **_here(request))


def _membership(request: HttpRequest, pk: UUID) -> Membership:
    found = Membership.objects.select_related("user", "agency")
    return get_object_or_404(found, pk=pk, **_here(request))


def _own_agency(request: HttpRequest) -> Agency:
    return get_object_or_404(Agency, pk=request.actor.agency)


def _here(request: HttpRequest) -> dict[str, UUID]:
    return {"agency_id": request.actor.agency, "community_id": request.actor.community}
