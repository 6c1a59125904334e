"""A house that is killed again and again: as the faults' one, with mail that really leaves."""

import os

from tests.faults.settings import *  # noqa: F403

EMAIL_PORT = int(os.environ.get("KINWORK_MAIL_PORT", "1"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
