"""The letter that says that an agreement ends soon."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from kinwork.accounts.mails import address_of, signed
from kinwork.common import clock
from kinwork.trust.agreements.models import Agreement


def renewal(row: Agreement, language: str) -> tuple[str, str]:
    """Subject and body, in the reader's language."""
    with override(language):
        day = date_format(clock.local_day(row.ends, row.community.time_zone), "DATE_FORMAT")
        subject = gettext("An agreement ends on %(day)s") % {"day": day}
        body = gettext(
            "“%(title)s” ends on %(day)s. From then on nothing is shared under it, and open"
            " referrals to its parties are sent another way. Please decide whether to renew it:"
        ) % {"title": " ".join(row.title.split()), "day": day}
        return subject, signed(f"{body}\n\n{address_of(reverse('agreements:see', args=[row.pk]))}")
