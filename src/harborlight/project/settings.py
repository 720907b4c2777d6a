"""Django settings, read from one data folder (``HARBORLIGHT_DATA``).

There is one settings file. What differs between installations stands in the data folder, so that a
production configuration cannot be turned into an example by an environment variable.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from harborlight.ground.accounts.core.limits import limits_of
from harborlight.project import datafolder
from harborlight.project.sqlcipher import driver

driver.install()

os.umask(0o077)  # whatever is written into the data folder is for nobody else on this machine
FOLDER = datafolder.open_folder(Path(os.environ["HARBORLIGHT_DATA"]))
EXAMPLE = FOLDER.is_example
# The public face (card, who-to-call) can run as a process of its own that knows no staff page.
FACE = os.environ.get("HARBORLIGHT_FACE", "staff")

SECRET_KEY = FOLDER.keys["session"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *FOLDER.hosts]
LOOPBACK_ONLY = not FOLDER.hosts

ROOT_URLCONF = f"harborlight.project.urls_{FACE}"
WSGI_APPLICATION = "harborlight.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English"), ("es", "Español")]
USE_I18N = True  # public pages choose their language by address; staff pages are English until translated

INSTALLED_APPS = [
    "harborlight.desk",
    "harborlight.respond",
    "harborlight.recognize",
    "harborlight.library",
    "harborlight.ground.ui",
    "harborlight.ground.accounts",
    "harborlight.ground.files",
    "harborlight.ground.people",
    "harborlight.ground.packs",
    "harborlight.ground.access",
    "harborlight.ground.audit",
    "harborlight.ground.vault",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
if EXAMPLE:
    # The role picker lives in this app and nowhere else: without it there is no code to reach.
    INSTALLED_APPS.insert(0, "harborlight.project.example")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "harborlight.ground.ui.csp.ContentSecurityPolicyMiddleware",
    "harborlight.ground.ui.headers.PrivateResponseMiddleware",
    "harborlight.project.storage.StorageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "harborlight.ground.accounts.middleware.SetUpMiddleware",
    "harborlight.ground.access.middleware.ActorMiddleware",
    "harborlight.ground.accounts.middleware.SessionLimitsMiddleware",
    "harborlight.ground.accounts.middleware.SecondFactorMiddleware",
    "harborlight.ground.ui.headers.WrongMethodMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "harborlight.ground.ui.context.page",
            ],
        },
    }
]


def _database() -> dict[str, object]:
    if FOLDER.database == "sqlite":
        return {
            "ENGINE": "harborlight.project.sqlcipher",
            "NAME": FOLDER.path / "harborlight.db",
            "OPTIONS": {"key": FOLDER.keys["database"], "transaction_mode": "IMMEDIATE", "timeout": 10},
            "CONN_MAX_AGE": None,
            # On disk, so that the write-ahead log and the writer's lock are exercised by the tests too.
            "TEST": {"NAME": FOLDER.path / "test.db"},
        }
    url = urlsplit(FOLDER.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": None,
    }


DATABASES = {"default": _database()}

AUTH_USER_MODEL = "access.Member"
AUTHENTICATION_BACKENDS = ["harborlight.ground.accounts.backend.MemberBackend"]
# PBKDF2 rather than Argon2: the only one of Django's hashers a FIPS module provides (CJIS SC-13).
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "harborlight.ground.accounts.passwords.LengthRule", "OPTIONS": {"min_length": 12}},
    {"NAME": "harborlight.ground.accounts.passwords.CommonRule"},
    {
        "NAME": "harborlight.ground.accounts.passwords.NameRule",
        "OPTIONS": {"user_attributes": ("login", "display_name")},
    },
]

# CJIS Security Policy 5.9.5 figures (AC-7, AC-11, IA-11); an agency may tighten them, never loosen them.
# A looser figure stops the start. In harborlight.toml under [limits]: the names of accounts.core.limits.LIMITS.
_LIMITS = limits_of(FOLDER.limits)
SIGN_IN_FAILURES = _LIMITS.failures
SIGN_IN_WINDOW = _LIMITS.window
IDLE_LIMIT = _LIMITS.idle
SESSION_LIMIT = _LIMITS.session

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = int(SESSION_LIMIT.total_seconds())  # the row in the database; the cookie goes with the browser
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOOPBACK_ONLY
SECURE_SSL_REDIRECT = not LOOPBACK_ONLY
SECURE_HSTS_SECONDS = 0 if LOOPBACK_ONLY else 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Not "no-referrer": browsers then send "Origin: null" with our own forms, and the CSRF check refuses them. No other
# site ever learns an address from this policy either.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Django 6's name and shape, so that the step to 6.2 removes our middleware and keeps this.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

STATIC_URL = "/static/"
STATIC_ROOT = FOLDER.path / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # uploads go through ground.files only
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
# In memory only: Django's own handler writes larger uploads to a temporary file, in the clear.
FILE_UPLOAD_HANDLERS = ["harborlight.ground.files.upload.MemoryOnly"]
UPLOAD_CEILING = 64 * 1024 * 1024  # bytes of one request, all its files together; a directory to import is the largest
FILE_LIMIT = 15 * 1024 * 1024  # bytes of one file kept with a record

# (url name, label, icon, permission): the main navigation of the staff face, in this order.
NAVIGATION = [
    ("desk:inbox", "Inbox", "notifications_none", "INBOX_SEE"),
    ("recognize:instruments", "Screen", "list", "SCREENING_COMPLETE"),
    ("desk:search", "Search", "search", "CHILD_SEARCH"),
    ("library:who", "Who to call", "phone", "DIRECTORY_SEE"),
    ("library:contacts", "Directory", "contact_page", "DIRECTORY_SEE"),
    ("accounts:members", "Members", "people", "MEMBER_MANAGE"),
    ("desk:audit", "Audit", "verified_user", "AUDIT_SEE"),
]

# Where a child's page is, for the modules below the desk that link back to it.
CHILD_PAGE = "desk:child"

LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_URL = "/account/"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nothing leaves by mail in this version

ACCOUNT_ADAPTER = "harborlight.ground.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Our own lock counts failures in the database and is released by an administrator; allauth's limits are
# kept in the cache and forget.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False  # a passkey is the second factor beside the password, for every account
MFA_TOTP_ISSUER = "Harborlight"
MFA_ADAPTER = "harborlight.ground.accounts.adapter.MFAAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOOPBACK_ONLY

# Ids and codes only; no narrative, name or answer reaches a log (tests/guarantees plants a canary).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "harborlight.project.logs.PlacesOnly",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    # Django's own handlers are taken off: they would print the text of an exception.
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # a refused or unknown address is in the audit or nobody's business
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
