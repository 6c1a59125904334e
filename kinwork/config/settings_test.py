"""Settings for tests: a run's own database (conftest.py makes it), and nothing slow or outside."""

import os

os.environ.setdefault("KINWORK_SECRET_KEY", "only-for-tests")
os.environ.setdefault("KINWORK_HOSTS", "localhost,127.0.0.1,[::1],testserver")

from django.middleware import csrf

from kinwork.config.settings import *  # noqa: F403
from kinwork.config.settings import DATABASES, INSTALLED_APPS

TESTING = True
DATABASES["default"]["OPTIONS"].pop("pool", None)
INSTALLED_APPS = [*INSTALLED_APPS]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# No vowel and no figure: a form's token never spells a name that a test looks for on a page.
csrf.CSRF_ALLOWED_CHARS = "bcdfgjkmqvwxzBCDFGJKMQVWXZ"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", 1  # nobody listens there: the `mailbox` fixture does
