"""Letters about broken glasses: numbers and a link, nothing about a family."""

from django.urls import reverse
from django.utils.translation import gettext, override

from kinwork.accounts.mails import address_of, signed
from kinwork.trust.access.models import Glass


def glass_opened(glass: Glass, language: str) -> tuple[str, str]:
    """To the supervisors of both agencies."""
    with override(language):
        subject = gettext("A family's record was opened in an emergency")
        body = gettext(
            "Somebody opened a family's record in an emergency. It stays open for at most"
            " 60 minutes. Who it was, and why, stands here:"
        )
        return subject, signed(f"{body}\n\n{_link(glass)}")


def glass_to_review(glass: Glass, language: str) -> tuple[str, str]:
    """To the privacy officers who review it."""
    with override(language):
        subject = gettext("An emergency opening waits for your review")
        body = gettext(
            "A family's record was opened in an emergency by another agency. Please review it"
            " within three working days:"
        )
        return subject, signed(f"{body}\n\n{_link(glass)}")


def glass_alarm(language: str) -> tuple[str, str]:
    """To the privacy officers: who it was stands on the page alone."""
    with override(language):
        subject = gettext("An alarm about emergency openings")
        body = gettext(
            "Somebody tried to open records in an emergency more often than is allowed, or without"
            " a reason, or tried to review what they opened themselves. Who, and how often,"
            " stands here:"
        )
        return subject, signed(f"{body}\n\n{address_of(reverse('access:emergencies'))}")


def _link(glass: Glass) -> str:
    return address_of(reverse("access:glass", args=[glass.pk]))
