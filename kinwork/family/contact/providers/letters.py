"""E-mail over SMTP.

SMTP knows no number of a message that would keep it from being taken twice. Whoever is killed between
the server's yes and our own note of it sends the letter again: with the same Message-ID, by which most
mailboxes show it once. That is all that can be promised.
"""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage

from kinwork.family.contact import words
from kinwork.family.contact.parcels import Answer, Parcel, accepted, permanent, temporary


def send(parcel: Parcel) -> Answer:
    subject, body, headers = words.letter(parcel)
    letter = EmailMessage(
        subject,
        body,
        settings.DEFAULT_FROM_EMAIL,
        [parcel.to],
        headers={"Message-ID": _number(parcel), "Auto-Submitted": "auto-generated", **headers},
    )
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as why:
        code = max((code for code, _said in why.recipients.values()), default=500)
        return _by(code, "no such mailbox")
    except smtplib.SMTPAuthenticationError:
        return temporary("we are not let in")
    except smtplib.SMTPResponseException as why:
        return _by(why.smtp_code, "refused")
    except (BadHeaderError, UnicodeError, ValueError):
        return permanent("no address")
    except (OSError, smtplib.SMTPException):
        return temporary("no answer")
    return accepted()


def _number(parcel: Parcel) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{parcel.key}@{domain}>"


def _by(code: int, why: str) -> Answer:
    """4xx may pass, 5xx does not (RFC 5321, 4.2.1)."""
    return permanent(why) if code >= 500 else temporary("busy")
