"""The words of messages to people who work here: neutral, signed with the site's name."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from kinwork.accounts.models import Invitation, User
from kinwork.common.ids import spaced

SITE_NAME = "Kinwork"


def address_of(path: str) -> str:
    """`path` on our own host, whatever host a request claims to be for."""
    return settings.SITE_ADDRESS.rstrip("/") + path


def signed(body: str) -> str:
    return f"{body.strip()}\n\n{SITE_NAME}\n{settings.SITE_ADDRESS}\n"


def invitation(one: Invitation, key: str) -> tuple[str, str]:
    """Subject and body of an invitation, in its language."""
    with override(one.language), timezone.override(one.community.time_zone):
        subject = gettext("%(agency)s invites you to work with it") % {"agency": one.agency.name}
        link = address_of(reverse("accounts:accept_invitation", args=[key]))
        told = {"invitation": one, "link": link, "by": one.invited_by}
        return _one_line(subject), signed(render_to_string("accounts/mail/invitation.txt", told))


def recovery(user: User, code: str) -> tuple[str, str]:
    """Subject and body of the code for somebody who lost their device."""
    with override(user.language):
        told = {"code": spaced(code), "link": address_of(reverse("accounts:recover"))}
        body = render_to_string("accounts/mail/recovery.txt", told)
        return gettext("Your code for a new device"), signed(body)


def second_step_forgotten(user: User) -> tuple[str, str]:
    with override(user.language):
        happened = gettext("Your lost device was forgotten, and you are signed out everywhere.")
        told = {"happened": happened, "at": timezone.now()}
        body = render_to_string("accounts/mail/notice.txt", told)
        return gettext("A change to your account"), signed(body)


def _one_line(text: str) -> str:
    """A name with a line break in it must not become a second header."""
    return " ".join(text.split())[:255]
