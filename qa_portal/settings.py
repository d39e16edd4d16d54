"""All settings, from the environment (docs/settings.md lists them). Production is the default: DEBUG is off, cookies
are secure, HTTPS is required; what is missing stops the start with a sentence that says what to set."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
BUILD_DIR = BASE_DIR / "build"
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")


def required(name, hint):
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


def secret_key():
    """From the environment, else from the file that script/bootstrap made for this machine."""
    kept = Path(env.str("SECRET_KEY_FILE", str(VAR_DIR / "secret_key")))
    if env.str("SECRET_KEY", "") or not kept.is_file():
        return required("SECRET_KEY", "Set it to a long random text, or run script/bootstrap, which makes one in var/.")
    return kept.read_text().strip()


DEBUG = env.bool("DEBUG", False)
HTTPS = env.bool("HTTPS", not DEBUG)
SECRET_KEY = "only-for-development" if DEBUG else secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # older ones, for as long as something needs them
# Seals secrets in the database (core.second_factor); SECRET_KEY where no file is given.
SECRETS_KEY = Path(env.str("SECRETS_KEY_FILE")).read_text().strip() if env.str("SECRETS_KEY_FILE", "") else ""
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many proxies of our own stand in front: each adds to X-Forwarded-For who asked it (ClientAddressMiddleware).
PROXIES = env.int("PROXIES", 1) if env.bool("BEHIND_PROXY", False) else 0
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_q",
    "simple_history",
    "qa_portal.core",
    "schools",
    "projects",
    "supervision",
    "qa_portal.office",
]

MIDDLEWARE = [
    "qa_portal.core.observe.middleware.ObserveMiddleware",
    "qa_portal.core.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "qa_portal.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "qa_portal.core.practice.PracticeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "qa_portal.core.middleware.SignInMiddleware",
    "qa_portal.core.signed_in.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "qa_portal.core.middleware.GivenBackMiddleware",
    "qa_portal.core.middleware.SecondFactorMiddleware",
    "qa_portal.core.middleware.NoRoomMiddleware",
    "qa_portal.core.middleware.OnceMiddleware",
    "qa_portal.core.personal_data.refusals.RefusalMiddleware",
    "qa_portal.core.personal_data.access.DataAccessMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "qa_portal.urls"
WSGI_APPLICATION = "qa_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qa_portal.core.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Database: SQLite unless DATABASE_URL says otherwise. These options make concurrent writers wait instead of fail.
# The practice portal (docs/practice.md) has a folder of its own, and never looks at DATABASE_URL or MEDIA_ROOT.
PRACTICE = env.bool("PRACTICE", False)
PRACTICE_DIR = Path(env.str("PRACTICE_DIR", str(VAR_DIR / "practice")))
PRACTICE_WORLD = PRACTICE_DIR / env.str("PRACTICE_WORLD", "world")
DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if PRACTICE:
    PRACTICE_WORLD.mkdir(parents=True, exist_ok=True)
    DATABASES = {"default": env.db_url_config(f"sqlite:///{PRACTICE_WORLD / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(exist_ok=True)
    # FULL: what was answered with yes is on the disk also when the power fails. Phones throw away what they have sent.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
        " PRAGMA cache_size=-20000;",
    }
else:
    # No JIT: PostgreSQL takes longer to compile a page's query than to answer it.
    options = {"options": "-c jit=off"} | DATABASES["default"].get("OPTIONS", {})
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}

# Language, time
LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]  # the first wins
FILTERS_EMPTY_CHOICE_LABEL = _("All")
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

# Static files and private files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site reads our scripts and fonts
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BUILD_DIR / "vendor")]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "files")))
MAX_UPLOAD_MB = env.int("MAX_UPLOAD_MB", 50)
MAX_PDF_MB = env.int("MAX_PDF_MB", 100)
OFFICE_QUOTA_GB = env.int("OFFICE_QUOTA_GB", 200)  # of all its files; 0: as much as the disk has
SCHOOL_QUOTA_GB = env.int("SCHOOL_QUOTA_GB", 5)
UPLOAD_DAYS = env.int("UPLOAD_DAYS", 7)  # for which the pieces of an unfinished upload are kept
PDF_CHECKS_AT_ONCE = env.int("PDF_CHECKS_AT_ONCE", 2)  # each in a process of at most 450 MB
CLAMAV_SOCKET = env.str("CLAMAV_SOCKET", "")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a table of 300 activities, each with its fields and people
STORAGES = {
    "default": {"BACKEND": "qa_portal.core.storage.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "qa_portal.core.static_files.ReleaseStaticFiles"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
# Several machines keep the files in a bucket; people get them through the portal alone, which asks who may.
S3_BUCKET = env.str("S3_BUCKET", "")
if S3_BUCKET and not PRACTICE:
    STORAGES["default"] = {
        "BACKEND": "qa_portal.core.object_storage.ObjectStorage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT", "") or None,
            "region_name": env.str("S3_REGION", "") or None,
            "access_key": env.str("S3_ACCESS_KEY", "") or None,
            "secret_key": env.str("S3_SECRET_KEY", "") or None,
            "addressing_style": env.str("S3_ADDRESSING", "auto"),
            "signature_version": "s3v4",
            "default_acl": None,
            "file_overwrite": True,  # a name is made of the content: the same again is the same
            "max_memory_size": 8 * 1024 * 1024,
        },
    }
# What belongs to this machine alone and may be lost with it: counts of processes, which faults were told.
RUN_DIR = Path(env.str("RUN_DIR", str(VAR_DIR / "run")))
# Backups (docs/backup.md): made every night where BACKUP_DIR is set, encrypted with the key.
BACKUP_DIR = env.str("BACKUP_DIR", "")
BACKUP_KEEP = env.int("BACKUP_KEEP", 14)  # so many stay in BACKUP_DIR
BACKUP_KEY_FILE = env.str("BACKUP_KEY_FILE", "")
BACKUP_KEY = env.str("BACKUP_KEY", "")

# Sign-in
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "qa_portal.core.sign_in.SignInBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "core:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "qa_portal.core.sign_in.LongestPassword"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "qa_portal.core.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = _("[QA Portal] ")
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = None
# Lock-out is by django-axes, in the database, so that all web machines share it. These are counted by each web process;
# what is counted by address leaves room for a whole office that sits behind one and begins at the same minute.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "10/5m/key",  # codes of the second factor, by person; passwords are counted by django-axes
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "QA Portal"
MFA_ADAPTER = "qa_portal.core.second_factor.sealing.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "qa_portal.core.second_factor.forms.FirstCodeForm",
    "authenticate": "qa_portal.core.second_factor.forms.CodeForm",
    "reauthenticate": "qa_portal.core.second_factor.forms.CodeAgainForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the office makes the accounts: nobody signs up with the address of another
# Asked for as soon as an administrator opens the back office.
BACK_OFFICE_SECOND_FACTOR = env.bool("BACK_OFFICE_SECOND_FACTOR", HTTPS)
# User name and address together: a stranger who guesses cannot lock the owner out of another machine.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # each failure with its time: qa_portal.core.sign_in counts and clears them
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 1_000_000  # beyond it the newest would be thrown away
GUESSES_AN_HOUR = 100  # at one account from addresses where its person has never signed in
AXES_USERNAME_CALLABLE = "qa_portal.core.sign_in.attempted_username"
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_VERBOSE = False

# Mail and queue
vars().update(env.email_url("EMAIL_URL", "consolemail://"))
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "qa-portal@localhost")
JOB_SILENCE = env.int("JOB_SILENCE", 120)  # seconds without a sign of work, after which a job may be taken over
BOOK_PROCESSES = env.int("BOOK_PROCESSES", 2)  # that set one book in type side by side
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")  # the address in mails and on certificates
# Notices over LINE: off without the token of the office's Messaging API channel.
LINE_TOKEN = env.str("LINE_TOKEN", "")
LINE_SECRET = env.str("LINE_SECRET", "")
LINE_ACCOUNT = env.str("LINE_ACCOUNT", "")  # as people look it up: @office
LINE_API = env.str("LINE_API", "https://api.line.me").rstrip("/")
# Webhooks: how long one is waited for; plain http only to this machine itself, for development; machines of the
# office's own network that may be told all the same.
WEBHOOK_SECONDS = env.int("WEBHOOK_SECONDS", 10)
WEBHOOK_PLAIN_LOOPBACK = env.bool("WEBHOOK_PLAIN_LOOPBACK", DEBUG)
WEBHOOK_PRIVATE_HOSTS = env.list("WEBHOOK_PRIVATE_HOSTS", default=[])
OPEN_DATA_LICENCE = env.str("OPEN_DATA_LICENCE", "Creative Commons Attribution 4.0 International (CC BY 4.0)")
Q_CLUSTER = {
    "name": "qa_portal",
    "orm": "default",
    "workers": env.int("QUEUE_WORKERS", 1),
    "timeout": 600,
    "retry": 700,
    "max_attempts": 3,
    "poll": 1,
    "catch_up": False,
}

# Security
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
if HTTPS:  # no other host of the domain can set or read them
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_ENGINE = "qa_portal.core.sessions"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
CSRF_FAILURE_VIEW = "qa_portal.core.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # subdomains and preload lists are the office's own matter

if PRACTICE:
    # Nothing it makes may be taken for the real portal's, and nothing leaves (qa_portal.core.practice).
    MEDIA_ROOT = PRACTICE_WORLD / "files"
    SECRET_KEY = f"practice {SECRET_KEY}"
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "practice_session", "practice_csrf"
    LOGIN_URL = "office:practice"
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    EMAIL_HOST = LINE_TOKEN = LINE_SECRET = CLAMAV_SOCKET = BACKUP_DIR = ""
    WEBHOOK_PLAIN_LOOPBACK, WEBHOOK_PRIVATE_HOSTS = False, []

# History
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# What the portal tells about itself (docs/operations.md): lines of JSON without anything that is somebody's.
LOG_REQUESTS = env.bool("LOG_REQUESTS", not DEBUG)
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", 500)  # 0: none is told
ADMINS = [(address, address) for address in env.list("ADMINS", default=[])]
ERROR_MAILS_AN_HOUR = env.int("ERROR_MAILS_AN_HOUR", 10)  # of one machine
EMAIL_SUBJECT_PREFIX = "[QA Portal] "
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
METRICS_NETWORKS = env.list("METRICS_NETWORKS", default=[])
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked by machines on the spot, without HTTPS
LOG_LEVEL = env.str("LOG_LEVEL", "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "qa_portal.core.observe.logs.JsonLines"}, "text": {"format": "%(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.str("LOG_FORMAT", "text" if DEBUG else "json"),
        },
        "none": {"class": "logging.NullHandler"},
        "error_mail": {"class": "qa_portal.core.observe.error_mail.ErrorMail", "level": "ERROR"},
    },
    "root": {"handlers": ["console", "error_mail"], "level": LOG_LEVEL},
    "loggers": {
        "axes": {"level": "CRITICAL"},  # its lines name who signs in; the failures stand in its tables
        "django": {"handlers": [], "level": LOG_LEVEL},
        "django.request": {"level": "ERROR"},  # what is not found stands among the requests
        "django.security.DisallowedHost": {"handlers": ["none"], "propagate": False},
        "django.server": {"level": "INFO"},
        "qa_portal.requests": {"level": "INFO"},
    },
}
