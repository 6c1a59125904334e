"""Every change to communities, agencies, people who sign in, hats and invitations."""

from kinwork.accounts.actions.calendar import remove_holiday, set_holidays
from kinwork.accounts.actions.founding import close_agency, create_agency, create_community
from kinwork.accounts.actions.hats import add_membership, change_role, choose_hat, end_membership
from kinwork.accounts.actions.invitations import (
    accept_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from kinwork.accounts.actions.kinds import (
    drop_records,
    keep_records,
    mark_victim_services,
    name_organization,
)
from kinwork.accounts.actions.mailing import mail_sent, queue_mail
from kinwork.accounts.actions.settings import change_settings
from kinwork.accounts.actions.signing_in import (
    finish_recovery,
    forget_second_factor,
    record_training,
    set_second_step,
    start_recovery,
)
from kinwork.accounts.actions.texts import (
    discard_text,
    draft_text,
    put_text_in_force,
    retire_text,
)
from kinwork.accounts.actions.users import (
    ask_reset,
    create_user,
    disable_account,
    enable_account,
    set_password,
    sign_out_everywhere,
)

__all__ = [
    "accept_invitation",
    "add_membership",
    "ask_reset",
    "change_role",
    "change_settings",
    "choose_hat",
    "close_agency",
    "create_agency",
    "create_community",
    "create_user",
    "disable_account",
    "discard_text",
    "draft_text",
    "drop_records",
    "enable_account",
    "end_membership",
    "finish_recovery",
    "forget_second_factor",
    "invite",
    "keep_records",
    "mail_sent",
    "mark_victim_services",
    "name_organization",
    "put_text_in_force",
    "queue_mail",
    "remove_holiday",
    "resend_invitation",
    "retire_text",
    "set_holidays",
    "record_training",
    "set_password",
    "set_second_step",
    "sign_out_everywhere",
    "start_recovery",
    "withdraw_invitation",
]
