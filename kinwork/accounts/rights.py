"""Who may do what with accounts. A docstring is the sentence that is shown on refusal."""

from typing import Any

from django.utils import timezone

from kinwork.accounts import queries, rules
from kinwork.accounts.models import Agency, Invitation, Membership, User
from kinwork.common.actor import Actor
from kinwork.common.models import Community
from kinwork.common.rights import declare, right

LOOK_AFTER_STAFF = ("account administrator", "supervisor", "operator")
ADMINISTER = ("account administrator", "operator")
SET_UP = ("backbone lead", "account administrator", "operator")

Hat = Membership | Invitation


def of_own_agency(actor: Actor, hat: Hat | None) -> bool:
    """You look after the staff of the agency that you work for now. Change your hat, or ask
    an account administrator of the other agency."""
    if hat is None or actor.role == "operator":
        return True
    return (hat.agency_id, hat.community_id) == (actor.agency, actor.community)


def role_is_yours_to_give(actor: Actor, hat: Hat | None) -> bool:
    """This role is given by an account administrator. A role that looks across agencies is given
    by the agency that convenes the community."""
    if hat is None:
        return True
    convenes = queries.convenes(hat.agency_id, hat.community_id)
    return hat.role in rules.grantable(actor.role, convenes=convenes)


def not_oneself(actor: Actor, subject: Any) -> bool:
    """Nobody changes their own roles or account. Ask another account administrator."""
    if subject is None or actor.id is None:
        return True
    if isinstance(subject, User):
        return subject.id != actor.id
    if isinstance(subject, Membership):
        return subject.user_id != actor.id
    own = User.objects.filter(id=actor.id).values_list("email", flat=True).first()
    return rules.tidy_email(subject.email) != own


def own_hat(actor: Actor, membership: Membership | None) -> bool:
    """This is somebody else's hat."""
    return membership is None or membership.user_id == actor.id


def works_here_only(actor: Actor, user: User | None) -> bool:
    """This person works for another agency too. End their role here instead, or ask the operator
    of this site."""
    if user is None or actor.role == "operator":
        return True
    return not queries.working_elsewhere([user.id], actor.agency, timezone.now())


def has_worked_here(actor: Actor, user: User | None) -> bool:
    """This person does not work for your agency."""
    if user is None or actor.role == "operator":
        return True
    return Membership.objects.filter(user=user, agency=actor.agency).exists()


def is_own_agency(actor: Actor, agency: Agency | None) -> bool:
    """You say this of the agency that you work for now. Change your hat, or ask an account
    administrator of the other agency."""
    return agency is None or actor.role == "operator" or agency.pk == actor.agency


def of_own_community(actor: Actor, community: Community | None) -> bool:
    """You set up the community that you work in now. Change your hat, or ask its backbone lead."""
    if community is None or actor.role == "operator":
        return True
    return community.pk == actor.community


def of_the_convener(actor: Actor, community: Community | None) -> bool:
    """The agency that convenes the community sets it up. Ask its backbone lead or its account
    administrator."""
    if actor.role != "account administrator":
        return True
    return queries.convenes(actor.agency, community.pk if community else actor.community)


_PLACE = (of_own_community, of_the_convener)


def works_here_now(actor: Actor, user: User | None) -> bool:
    """This person does not work for your agency now."""
    if user is None or actor.role == "operator":
        return True
    return any(hat.agency_id == actor.agency for hat in queries.open_hats(user, timezone.now()))


_STAFFING = (of_own_agency, not_oneself, role_is_yours_to_give)
_ACCOUNT = (not_oneself, has_worked_here, works_here_only)

declare(
    "accounts",
    {
        "staff": right(roles=LOOK_AFTER_STAFF),
        "law": right(roles=("account administrator", "supervisor")),
        "invite": right(roles=LOOK_AFTER_STAFF, when=_STAFFING),
        "resend_invitation": right(roles=LOOK_AFTER_STAFF, when=_STAFFING),
        "withdraw_invitation": right(roles=LOOK_AFTER_STAFF, when=_STAFFING),
        "accept_invitation": right(kinds=("visitor", "staff", "family", "draft", "link")),
        "end_membership": right(roles=LOOK_AFTER_STAFF, when=_STAFFING),
        "change_role": right(roles=LOOK_AFTER_STAFF, when=_STAFFING),
        "disable_account": right(roles=ADMINISTER, when=_ACCOUNT),
        "enable_account": right(roles=ADMINISTER, when=_ACCOUNT),
        "forget_second_factor": right(roles=("operator",), when=_ACCOUNT),
        "start_recovery": right(roles=LOOK_AFTER_STAFF, when=(not_oneself, works_here_now)),
        "finish_recovery": right(kinds=("visitor", "staff", "family", "draft", "link")),
        "set_second_step": right(kinds=("visitor", "staff")),
        "record_training": right(roles=ADMINISTER, when=(not_oneself, works_here_now)),
        "choose_hat": right(kinds=("staff",), when=(own_hat,)),
        "sign_out_everywhere": right(kinds=("staff", "visitor")),
        "create_community": right(roles=("operator",)),
        "change_settings": right(roles=SET_UP, when=_PLACE),
        "set_holidays": right(roles=SET_UP, when=_PLACE),
        "remove_holiday": right(roles=SET_UP, when=_PLACE),
        "draft_text": right(roles=SET_UP, when=_PLACE),
        "discard_text": right(roles=SET_UP, when=_PLACE),
        "put_text_in_force": right(roles=SET_UP, when=_PLACE),
        "retire_text": right(roles=SET_UP, when=_PLACE),
        "create_agency": right(roles=("operator",)),
        "close_agency": right(roles=("operator",)),
        "keep_records": right(roles=ADMINISTER, when=(is_own_agency,)),
        "drop_records": right(roles=("operator",)),
        "mark_victim_services": right(roles=("operator",)),
        "name_organization": right(roles=("operator",)),
        "create_user": right(roles=("operator",)),
        "add_membership": right(roles=("operator",)),
    },
)
