"""Settings. Values that differ between machines come from the environment (README.md)."""

from collections.abc import Mapping
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import validate

from tracker.lib.env import env, folder, lines, num_cores, required, secret
from tracker.lib.http.client_address import networks
from tracker.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent

# The only folder that the product writes to.
DATA_DIR = folder("TRACKER_DATA", BASE_DIR / "var")
MEDIA_ROOT = DATA_DIR / "files"

SECRET_KEY = required("SECRET_KEY")
# Excel forms handed out before a restore on another machine carry its key (`restore` writes it)
SECRET_KEY_FALLBACKS = lines(DATA_DIR / "earlier-secret-keys")
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
# Names or numbers of this machine for the proxy: the first one is used in mails
ADDRESSES = env.str("SITE_ADDRESS", "").split() + env.str("OTHER_ADDRESSES", "").split()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ADDRESSES or ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list(
    "CSRF_TRUSTED_ORIGINS", [f"https://{address}" for address in ADDRESSES]
)
# "internal": the proxy's own authority, whose root certificate visitors have to install
TLS_ISSUER = env.str("TLS_ISSUER", "")
# True behind a proxy with TLS (docker-compose.yml); False for `make run`.
HTTPS = env.bool("HTTPS", False)

# Whose word on the address of a client is taken (X-Forwarded-For): addresses or networks
TRUSTED_PROXIES = networks(env.list("TRUSTED_PROXIES", []))

# Web processes: two use both cores of a small machine
WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", min(2, num_cores()), validate=validate.Range(1, 32))

# Adjustable by the office
DUE_SOON_DAYS = env.int("DUE_SOON_DAYS", 7)
MAX_UPLOAD_MB = env.int("MAX_UPLOAD_MB", 20)
MIN_FREE_DISK_MB = env.int("MIN_FREE_DISK_MB", 500)
# Administrators are warned below it
WARN_FREE_DISK_MB = env.int("WARN_FREE_DISK_MB", 2000)
# Backups: local hour from which that of the day is made; how many of the last days, weeks and
# months are kept; after how many days without one the administrators' pages say so in red
BACKUP_DIR = Path(env.str("BACKUP_DIR", str(DATA_DIR / "backups"))).resolve()
BACKUP_KEY = secret("BACKUP_KEY")
BACKUP_HOUR = env.int("BACKUP_HOUR", 1, validate=validate.Range(0, 23))
BACKUP_KEEP: list[int] = env.list(
    "BACKUP_KEEP", [7, 4, 12], subcast=int, validate=validate.Length(equal=3)
)
BACKUP_STALE_DAYS = env.int("BACKUP_STALE_DAYS", 3)
# Local hour from which the daily digest is mailed
MAIL_HOUR = env.int("MAIL_HOUR", 7, validate=validate.Range(0, 23))
# Public address, for links in mails and in drafts; mails of a product without one name this machine
PUBLIC_URL = env.str("SITE_URL", "") or (f"https://{ADDRESSES[0]}" if ADDRESSES else "")
SITE_URL = PUBLIC_URL or f"http://127.0.0.1:{env.int('PORT', 8000)}"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "guardian",
    "csp",
    "django_htmx",
    "tracker",
    "units",
    "plans",
    "reporting",
]

MIDDLEWARE = [
    "tracker.lib.http.access_log.log_access",
    "django.middleware.security.SecurityMiddleware",
    "tracker.lib.static_files.ServeStaticFiles",
    "tracker.lib.http.headers.add_headers",
    "tracker.lib.middleware.CompressText",
    "csp.middleware.CSPMiddleware",
    "tracker.lib.oversize.refuse_huge_requests",
    "reporting.operations.middleware.let_health_be_anonymous",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tracker.lib.middleware.compose_input",
    "tracker.lib.middleware.KnowIds",
    "units.middleware.KnowPerson",
    "units.middleware.RequireLogIn",
    "units.middleware.require_new_password",
    "tracker.lib.http.once.answer_once",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tracker.lib.middleware.tell_what_was_tidied",
    "reporting.chosen_plan.remember_plan",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "reporting.operations.error_views.explain_steps",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"

FORM_RENDERER = "tracker.lib.form_renderer.FlatRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reporting.navigation.navigation",
                "reporting.guide.here.guide_here",
            ],
            "builtins": [
                "tracker.lib.template_tags",
                "tracker.lib.components.links",
                "tracker.lib.components.kept",
                "tracker.lib.components.text",
                "tracker.lib.components.boxes",
                "tracker.lib.components.heads",
                "tracker.lib.components.tables",
                "tracker.lib.components.forms",
                "reporting.dashboards.desk_rows",
                "reporting.entries.assignment_table",
                "reporting.filing.submission_marks",
                "reporting.guide.pictures",
                "django.templatetags.static",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "tracker.lib.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

# Database: SQLite in the data directory, or PostgreSQL through DATABASE_URL.
DATABASE_URL = secret("DATABASE_URL")
DATABASES: dict[str, Mapping[str, object]]
if DATABASE_URL:
    database = dj_database_url.parse(DATABASE_URL, engine="tracker.lib.database.postgresql")
    options = database.setdefault("OPTIONS", {})
    options["pool"] = {
        "min_size": 1,
        "max_size": env.int("DATABASE_POOL_SIZE", 8),
        # A page waits so long for a database that is away, then says so
        "timeout": 5,
        # Afterwards each page tries anew, instead of waiting for a longer and longer pause to end
        "reconnect_timeout": 3,
    }
    # Compiling the expressions of one list took PostgreSQL far longer than reading its rows;
    # planning for the values of each page costs more than reading, too: once a connection is enough
    options["options"] = "-c jit=off -c plan_cache_mode=force_generic_plan"
    options["server_side_binding"] = True
    options["prepare_threshold"] = 2
    DATABASES = {"default": database}
else:
    DATABASES = {
        "default": {
            "ENGINE": "tracker.lib.database.sqlite3",
            "NAME": DATA_DIR / "tracker.sqlite3",
            # Kept open by each thread: opening prepares every statement anew, and closing the last
            # one writes the whole WAL back
            "CONN_MAX_AGE": None,
            # WAL lets readers continue during a write; IMMEDIATE makes a second writer wait
            # instead of failing halfway. FULL waits for the disk at each commit: with NORMAL a
            # power cut took up to 17 s of what the screen had called saved.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
            "TEST": {"NAME": None},
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Broker and cache: Redis through REDIS_URL, or folders in the data directory.
REDIS_URL = secret("REDIS_URL")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "tracker",
        }
    }
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "global_keyprefix": "tracker:",
        "visibility_timeout": 3600,
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "tracker.lib.disk.folder_cache.FolderCache",
            "LOCATION": str(DATA_DIR / "cache"),
        }
    }
    CELERY_BROKER_URL = "folders://localhost"
    BROKER_DIR = DATA_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {"folder": str(BROKER_DIR)}

# Sections of papers that were printed; they can be printed again
PRINTED_DIR = DATA_DIR / "printed"
PRINTED_MAX_BYTES = 128 * 1024 * 1024
# The PDF of an issued review carries its frozen figures, with the words of every unit, as a file
ATTACH_FIGURES = env.bool("ATTACH_FIGURES", False)

# Reviews have a queue and a process of their own: a long paper holds up no mail, and no backup it
CELERY_TASK_ROUTES = {"reporting.tasks.compile_review": {"queue": "reviews"}}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # KiB; the child is replaced after its task
CELERY_TASK_SOFT_TIME_LIMIT = 600
CELERY_TASK_TIME_LIMIT = 660
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULER = "reporting.operations.beat:HeartbeatScheduler"
CELERY_BEAT_SCHEDULE = SCHEDULE

# People
AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = [
    "units.log_in.backend.PasswordBackend",
    "plans.rights.GroupRights",
    "django.contrib.auth.backends.ModelBackend",  # named by sessions; asked nothing any more
]
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False
PASSWORD_HASHERS = [
    "units.log_in.hashing.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # passwords set before Argon2id
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "units.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "units.passwords.HardToGuess"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "units:log-in"
LOGIN_REDIRECT_URL = "reporting:home"
LOGOUT_REDIRECT_URL = "units:log-in"
SESSION_ENGINE = "units.log_in.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12  # from the log-in, however much it is used
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", 120, validate=validate.Range(5, 720))
SECOND_FACTOR_FOR_ADMINISTRATORS = env.bool("SECOND_FACTOR_FOR_ADMINISTRATORS", False)
PASSWORD_AGAIN_MINUTES = env.int("PASSWORD_AGAIN_MINUTES", 15, validate=validate.Range(1, 720))

# Language and time
LANGUAGE_CODE = "vi"
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = "tracker.formats"

# Static files: ours, and those of packages (fonts, htmx)
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "tracker.lib.fonts.FontFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "tracker.lib.static_files.StaticFiles"
        )
    },
}
# Files of the previous release, below the address that they had
WHITENOISE_ROOT = DATA_DIR / "static-previous"
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600

FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Uploads: a whole filing must fit; files above 1 MB go to disk, oversized ones are discarded
FILE_UPLOAD_HANDLERS = [
    "tracker.lib.oversize.DiscardTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Not in /tmp, which may be memory; emptied by `prepare`
FILE_UPLOAD_TEMP_DIR = str(DATA_DIR / "incoming")
Path(FILE_UPLOAD_TEMP_DIR).mkdir(mode=0o750, exist_ok=True)
MAX_REQUEST_MB = max(120, 2 * MAX_UPLOAD_MB)  # also set in the Caddyfile
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
# An antivirus that is asked about each upload (tracker/lib/uploads/scanning.py); empty: none
ANTIVIRUS = env.str("ANTIVIRUS", "")
ANTIVIRUS_SECONDS = env.int("ANTIVIRUS_SECONDS", 20, validate=validate.Range(1, 300))

# Browser safety
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # our own pages embed our documents
    "guardian.W001",  # only its tables are used; plans.rights answers
]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    # Browsers then take these cookies from this host alone, and over TLS alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_FAILURE_VIEW = "units.views.accounts.form_expired"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "frame-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [NONE],
    }
}

# Without a mail server mails are written to files: they do not belong in a log
EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "console://")
if "EMAIL_BACKEND" not in EMAIL_CONFIG:
    raise ImproperlyConfigured("EMAIL_URL must begin with smtp://, submission:// or console://.")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
    EMAIL_BACKEND = "reporting.notices.posting.SmtpBackend"
elif EMAIL_CONFIG["EMAIL_BACKEND"].endswith("console.EmailBackend"):
    EMAIL_BACKEND = "tracker.lib.mail_files.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = EMAIL_CONFIG["EMAIL_TIMEOUT"] or 30  # seconds
# Links to set a password need a mail server and an address that a mail can name
RESET_BY_MAIL = bool(PUBLIC_URL) and EMAIL_BACKEND.endswith("SmtpBackend")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "tracker@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "tracker.lib.logs.formatter",
            "style": env.str("LOG_FORMAT", "line", validate=validate.OneOf(["line", "json"])),
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
