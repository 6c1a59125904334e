"""Every setting, read from the environment by `env`; `kinwork doctor` prints what was understood."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from kinwork.config import sign_on
from kinwork.config.content_policy import policy
from kinwork.config.cookies import cookies
from kinwork.config.database import database
from kinwork.config.env import env
from kinwork.config.floors import FLOORS

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent

DEMO = env(
    "KINWORK_DEMO",
    "boolean",
    False,
    "Play-pretend installation: one-click sign-in, demo people, an outbox page. Never with real families.",
)
DEBUG = env(
    "KINWORK_DEBUG", "boolean", False, "Show error details in the browser. For developers only."
)
DATA_DIR = Path(
    env(
        "KINWORK_DATA",
        "text",
        str(ROOT / ".kinwork"),
        "Folder for the embedded database, uploaded files and generated secrets.",
    )
)
OWN_PROGRAMS = env(
    "KINWORK_PROGRAMS",
    "text",
    "",
    "Folder with programs of your own, beside those that come along. Empty: none; in a demo those of"
    " its made-up county.",
)
PROGRAMS = Path(OWN_PROGRAMS) if OWN_PROGRAMS else PACKAGE / "demo" / "programs" if DEMO else None
SECRET_KEY = env(
    "KINWORK_SECRET_KEY",
    "text",
    "",
    "Signs sessions and links. Empty: one is generated and kept in the data folder.",
    is_secret=True,
)
SECRET_KEY_FALLBACKS = env(
    "KINWORK_OLD_SECRET_KEYS",
    "words",
    [],
    "Keys before KINWORK_SECRET_KEY: what they signed and locked stays good until they are left out.",
    is_secret=True,
)
DIGESTS = env(
    "KINWORK_DIGESTS",
    "words",
    ["sha256"],
    "Methods of one-way digests (sha256, sha512): the first makes new ones, all of them are read.",
)
ALLOWED_HOSTS = env(
    "KINWORK_HOSTS",
    "words",
    ["localhost", "127.0.0.1", "[::1]"],
    "Host names this site answers to.",
)
SITE_ADDRESS = env(
    "KINWORK_ADDRESS", "text", "http://localhost:8000", "The address people type, used in e-mails."
)
COMMUNITY = env(
    "KINWORK_COMMUNITY",
    "text",
    "",
    "Slug of the community that the public pages speak for. Empty: the first one.",
)
HTTPS = env("KINWORK_HTTPS", "boolean", False, "Cookies only over HTTPS, and HSTS.")

if not SECRET_KEY:
    from kinwork.config.secret import kept_secret

    SECRET_KEY = kept_secret(DATA_DIR / "secret-key")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    *[app for floor in FLOORS.values() for app in floor],
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kinwork.config.middleware.MachinesMiddleware",
    "kinwork.config.middleware.TransactionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "kinwork.family.intake.kiosk_mode.KioskMiddleware",
    "kinwork.config.middleware.ActorMiddleware",
]

ROOT_URLCONF = "kinwork.config.urls"
WSGI_APPLICATION = "kinwork.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "accounts" / "templates"],  # before allauth's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kinwork.web.context.page",
                "kinwork.trust.access.glasses.band",
                "kinwork.family.intake.kiosk_mode.band",
            ],
            "builtins": ["kinwork.web.templatetags.kit"],
        },
    }
]
FORM_RENDERER = "kinwork.web.forms.Renderer"

DATABASE_URL = env(
    "DATABASE_URL",
    "text",
    "",
    "PostgreSQL 15 to 18 as the web login. Empty: the embedded server in the data folder. Over a"
    " network it says sslmode=verify-full (or verify-ca), else nothing starts.",
    is_secret=True,
)
DATABASE_OWNER_URL = env(
    "DATABASE_OWNER_URL",
    "text",
    "",
    "The same database as the owner, who migrates.",
    is_secret=True,
)
DATABASE_WORKER_URL = env(
    "DATABASE_WORKER_URL",
    "text",
    "",
    "The same database as the task worker's login.",
    is_secret=True,
)
LOGIN = env(
    "KINWORK_LOGIN",
    "text",
    "kw_web",
    "Who this process is to the database: kw_web, kw_worker or kw_owner. Commands set it themselves.",
)
DATABASE_ROLE = "kw_task" if LOGIN == "kw_worker" else "kw_app"
DATABASE_URLS = {
    "kw_web": DATABASE_URL,
    "kw_owner": DATABASE_OWNER_URL,
    "kw_worker": DATABASE_WORKER_URL,
}
PREPARE = env(
    "KINWORK_PREPARE",
    "boolean",
    True,
    "Let the database keep the plans of statements; false behind a pooler by transaction.",
)
DATABASES = {
    "default": database(
        DATABASE_URLS,
        DATA_DIR,
        login=LOGIN,
        pool=LOGIN == "kw_web",
        prepare=PREPARE and LOGIN != "kw_owner",
    )
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "common_cache",
    }
}
locals().update(cookies(https=HTTPS))
IDLE_MINUTES = env(
    "KINWORK_IDLE_MINUTES", "number", 30, "A worker who does nothing for so long is signed out."
)
SESSION_HOURS = env(
    "KINWORK_SESSION_HOURS", "number", 12, "Everybody signs in again after so long, busy or not."
)
SESSION_COOKIE_AGE = SESSION_HOURS * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
CSRF_FAILURE_VIEW = "kinwork.web.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = [
    "kinwork.web.papers.receiving.Measured",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SCANNER = env(
    "KINWORK_SCANNER",
    "text",
    "",
    "Virus scanner for papers that people bring: a command that reads the paper on its input"
    " (ends with 1: infected), or unix:/path or tcp:host:port of clamd on this machine. Empty: none.",
)

SIGN_ON = sign_on.read(
    env(
        "KINWORK_SIGN_ON",
        "text",
        "",
        "TOML file that names agencies with a sign-in of their own (OpenID Connect).",
    )
)
CONTENT_SECURITY_POLICY = policy(sent_to=[one.sign_in_at for one in SIGN_ON])

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "kinwork.web.formats"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "kinwork.accounts.passwords.LocalWords"},
    {"NAME": "kinwork.accounts.breached.Breached"},
]
BREACHED_PASSWORDS = env(
    "KINWORK_BREACHED_PASSWORDS",
    "text",
    "",
    "File of stolen passwords that nobody may take: sorted SHA-1 digests in capitals, one a line, as"
    " public lists are given out. Empty: only the 20,000 most often stolen are refused.",
)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kinwork.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# A whole office may stand behind one address: these are ceilings; kinwork.web.limits slows guessers.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "5/900s/key",  # codes of the second step
    "reset_password": "60/m/ip,5/300s/key",
    "reset_password_from_key": "60/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}  # a passkey cannot be guessed
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "kinwork.accounts.tokens.ResetTokens"  # noqa: S105  (a class, no password)
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = env(
    "KINWORK_PROXIES",
    "number",
    0,
    "How many proxies of yours stand before the site; without them rate limits see one address for everybody.",
)
MFA_ADAPTER = "kinwork.accounts.mfa.MFAAdapter"
MFA_FORMS = {"add_webauthn": "kinwork.accounts.mfa.AddPasskey"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or DEBUG
MFA_TOTP_ISSUER = "Kinwork"
MFA_TOTP_TOLERANCE = 0  # a code lives 30 seconds, and works once (OWASP ASVS 5.0, 6.5.5)
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "kinwork.accounts.sign_on.SignOn"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": [one.app() for one in SIGN_ON], "OAUTH_PKCE_ENABLED": True}
}
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_STORE_TOKENS = SOCIALACCOUNT_LOGIN_ON_GET = False

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env("KINWORK_SMTP_HOST", "text", "localhost", "SMTP server that mail leaves by.")
EMAIL_PORT = env("KINWORK_SMTP_PORT", "number", 25, "Its port.")
EMAIL_HOST_USER = env("KINWORK_SMTP_USER", "text", "", "Its user, if it wants one.")
EMAIL_HOST_PASSWORD = env("KINWORK_SMTP_PASSWORD", "text", "", "Its password.", is_secret=True)
EMAIL_USE_TLS = env(
    "KINWORK_SMTP_TLS",
    "boolean",
    False,
    "Speak STARTTLS to it. A server that is not on this machine needs this or the next one.",
)
EMAIL_USE_SSL = env("KINWORK_SMTP_SSL", "boolean", False, "Speak TLS to it from the first byte.")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env(
    "KINWORK_MAIL_FROM", "text", "Kinwork <kinwork@localhost>", "Sender of every message."
)

SMS_URL = env(
    "KINWORK_SMS_URL",
    "text",
    "",
    "Address of the gateway that texts leave by (docs/guides/messages.md). Empty: no texts.",
)
SMS_KEY = env("KINWORK_SMS_KEY", "text", "", "Our key to the gateway.", is_secret=True)
SMS_SIGNING_KEY = env(
    "KINWORK_SMS_SIGNING_KEY",
    "text",
    "",
    "What the gateway signs with when it calls us: states of texts, and answers. Empty: it may not.",
    is_secret=True,
)
SMS_FROM = env("KINWORK_SMS_FROM", "text", "", "Number or short code that texts come from.")
SMS_BACKEND = SMS_GATEWAY = "kinwork.family.contact.providers.gateway.Gateway"
WEBHOOK_HOSTS = env(
    "KINWORK_WEBHOOK_HOSTS",
    "words",
    [],
    "Hosts that agencies may be called at when a referral moves. Others are refused.",
)
WEBHOOK_INSIDE = env(
    "KINWORK_WEBHOOK_INSIDE",
    "boolean",
    False,
    "Those hosts may lie on this machine or in a network of ours, on any port. For trying out only.",
)

ANCHOR_FILE = env(
    "KINWORK_ANCHOR_FILE",
    "text",
    "",
    "File outside the database that the audit trail's end is written to each hour; best on another"
    " disk. Empty: audit-anchors.jsonl in the data folder.",
)
ANCHOR_MAIL = env(
    "KINWORK_ANCHOR_MAIL",
    "words",
    [],
    "Addresses that each anchor is mailed to. Empty: the privacy officers, once a day.",
)
JOURNAL_FILE = env(
    "KINWORK_JOURNAL_FILE",
    "text",
    "",
    "File outside the database that each ended consent, refusal, block and closed account is written"
    " to at once, for `kinwork database replay` after a backup was put back; best on another disk."
    " Empty: revocations.jsonl in the data folder.",
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("KINWORK_LOG", "text", "WARNING", "Log level.")},
}
MENU = "kinwork.config.menu.MENU"
CONSEQUENCES = "kinwork.config.consequences.CONSEQUENCES"
PROCRASTINATE_IMPORT_PATHS = ["kinwork.config.schedule"]
