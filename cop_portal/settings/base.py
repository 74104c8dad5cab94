"""What every environment shares. Safe for production: the other modules loosen it, this one never does."""

from pathlib import Path
from urllib.parse import unquote

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from cop_portal.settings.logs import logging_config
from cop_portal.settings.media_storage import FOLDER, storage_of
from cop_portal.settings.single_sign_on import issuer_of

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEBUG = False
DEMO = False
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "cop_portal",
    "insights",
    "search",
    "events",
    "practices",
    "forums",
    "community",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "community.wagtail_users.WagtailUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",  # its tables; `community/single_sign_on.py` stands in the place of its providers
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cop_portal.middleware.permissions_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cop_portal.middleware.read_as_utf8",
    "cop_portal.page_cache.middleware.PagesForVisitors",  # what adds something to each answer stands before it
    "cop_portal.page_cache.rows.RowsOfEveryPage",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "cop_portal.middleware.cms_content_policy",
    "cop_portal.middleware.language_of_cookie",
    "cop_portal.middleware.refuse_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cop_portal.middleware.language_of_person",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cop_portal.middleware.keep_typed_after_expiry",
    "cop_portal.middleware.show_refused_methods",
    "allauth.account.middleware.AccountMiddleware",
    "cop_portal.middleware.ask_second_factor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cop_portal.middleware.RedirectsToWhatIsRead",
    "cop_portal.middleware.CmsForEditorsOnly",
    "cop_portal.middleware.CmsHidesWhatIsHidden",
    "cop_portal.middleware.CmsRefusesBadQueries",
    "cop_portal.middleware.TellsThatStorageIsAway",
    "cop_portal.middleware.CmsWritesInOneTransaction",
    "cop_portal.middleware.CountedByView",
]

ROOT_URLCONF = "cop_portal.urls"
WSGI_APPLICATION = "cop_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cop_portal.context_processors.portal",
            ],
            "loaders": [
                (
                    "cop_portal.template_loader.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

# --- database ---------------------------------------------------------------------------------------------------
# SQLite takes the write lock when a transaction starts: a reader that turns writer would fail with "locked" instead.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
}
# Where the host is cut off, the system's own patience is two minutes for a connection, and more for an answer.
POSTGRESQL_OPTIONS = {"connect_timeout": 10, "tcp_user_timeout": 10_000}  # seconds, milliseconds


def database(url: str) -> dict:
    """Django's settings for a database URL, with the options above where it has none of its own."""
    config = env.db_url_config(url)
    if not config.get("ENGINE", "").endswith((".sqlite3", ".postgresql")):
        raise ImproperlyConfigured(
            "DATABASE_URL names no database that the portal knows: write postgres://user:password@host/name or "
            "sqlite:////path/to/file."
        )
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
    else:
        config["OPTIONS"] = {**POSTGRESQL_OPTIONS, **config.get("OPTIONS", {})}
        config["HOST"] = unquote(config["HOST"])  # a socket's folder stands percent-encoded in the URL
        config["CONN_HEALTH_CHECKS"] = True
    config["CONN_MAX_AGE"] = 60  # opening one takes longer than answering with a kept page
    return config


DATABASES = {"default": database(env("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'cop.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "community.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "community.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "community.forms.LoginForm",
    "signup": "community.forms.SignupForm",
    "add_email": "community.forms.ChangeEmailForm",
    "change_password": "community.forms.ChangePasswordForm",
    "reset_password": "community.forms.ResetPasswordForm",
    "reset_password_from_key": "community.forms.ResetPasswordKeyForm",
    "reauthenticate": "community.forms.ReauthenticateForm",
    "set_password": "community.forms.SetPasswordForm",
}
ACCOUNT_CHANGE_EMAIL = True  # one address a person; a new one takes over once it is verified
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "single_sign_on": "60/m/ip",  # going and coming back are two
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "community.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "community.forms_second_factor.SignInCodeForm",
    "reauthenticate": "community.forms_second_factor.ConfirmCodeForm",
    "activate_totp": "community.forms_second_factor.ActivateForm",
    "add_webauthn": "community.forms_passkey.AddPasskeyForm",
    "authenticate_webauthn": "community.forms_passkey.SignInPasskeyForm",
    "reauthenticate_webauthn": "community.forms_passkey.ConfirmPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # of 30 s before and after, for clocks that differ and people who type
MFA_ALLOW_UNVERIFIED_EMAIL = True  # else who has a second factor could not change their address; see second_factor.py
SECOND_FACTOR_REQUIRED = False  # production asks it of stewards, organisers and administrators
OIDC = issuer_of(env)  # single sign-on; None without
SOCIALACCOUNT_ADAPTER = "community.single_sign_on.SocialAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 3  # seconds that one answer of the issuer may take
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_URL.startswith("https") else "http"

# --- language and time ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [BASE_DIR / "cop_portal" / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

# --- files ------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/berkas/"
MEDIA_ROOT = VAR_DIR / "media"
# Location of the media in the web server, as `/media-internal/`: it then sends files after the portal's yes.
FILES_X_ACCEL_PREFIX = env("FILES_X_ACCEL_PREFIX", default="")
STORAGES = {
    "default": storage_of(env("MEDIA_STORAGE_URL", default="")),
    "staticfiles": {"BACKEND": "cop_portal.storage.JoinedStaticFilesStorage"},
}
if FILES_X_ACCEL_PREFIX and STORAGES["default"] != FOLDER:
    raise ImproperlyConfigured("FILES_X_ACCEL_PREFIX names files of a folder: unset it, or MEDIA_STORAGE_URL.")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a practice with many steps and results is a long form

# --- caches, tasks, mail ----------------------------------------------------------------------------------------
CACHES = {
    "default": env.cache_url_config(env("CACHE_URL"))
    if env("CACHE_URL", default="")
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5_000},  # of Django's 300, a few hundred previews would push out the rate limits
    }
}
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_MB", default=24) * 1024 * 1024  # of each process; 0 keeps no pages
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WORK_LEASE_SECONDS = 120  # a claim older than this belonged to a worker that died
EMAIL_BACKEND = "community.mail.QueueBackend"  # a row of the transaction; the worker delivers it
MAIL_DELIVERY = env.email_url_config(env("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="CoP Sistem Merit <portal@cop.localhost>")

# --- Wagtail ----------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "CoP Sistem Merit"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
WAGTAIL_ENABLE_UPDATE_CHECK = False  # it calls outside
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # it calls outside
WAGTAIL_I18N_ENABLED = False
WAGTAIL_AUTOSAVE_INTERVAL = 2_000  # ms of rest after a change; each save checks and writes the whole page
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_USER_TIME_ZONES = ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"]
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # passwords and addresses are changed under /akun/
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False  # a new person gets a mail and chooses their own
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILIMAGES_IMAGE_MODEL = "community.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "community.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "community.media_forms.PortalDocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "community.media_forms.PortalImageForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt"]
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cop_portal.cms_search"}}
TAGGIT_CASE_INSENSITIVE = True

# --- safety -----------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *(OIDC.origins if OIDC else ())],  # Chromium holds redirects after a form to it
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "report-uri": ["/csp/"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cop_portal.errors.csrf_failure"

LOGGING_CONFIG = None
logging_config()

# --- search -----------------------------------------------------------------------------------------------------
ELASTICSEARCH_URL = env.list("ELASTICSEARCH_URL", default=[])
ELASTICSEARCH_API_KEY = env("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_BASIC_AUTH = env("ELASTICSEARCH_BASIC_AUTH", default="")  # user:password, where there is no API key
ELASTICSEARCH_CA_CERTS = env("ELASTICSEARCH_CA_CERTS", default="")  # a file, for https with a certificate of one's own
ELASTICSEARCH_TIMEOUT = env.float("ELASTICSEARCH_TIMEOUT", default=1.0)  # seconds a reader's question may take
ELASTICSEARCH_BEHIND_SECONDS = 5  # with a change waiting longer than this, the embedded engine answers
SEARCH_LOG_DAYS = env.int("SEARCH_LOG_DAYS", default=180)  # what was asked is kept for so long; 0 keeps nothing
ELASTICSEARCH_INDEX_PREFIX = env("ELASTICSEARCH_INDEX_PREFIX", default="cop")

# --- watching ---------------------------------------------------------------------------------------------------
METRICS_TOKEN = env("METRICS_TOKEN", default="")  # who shows it reads /metrics
SECURITY_CONTACT = env("SECURITY_CONTACT", default="mailto:keamanan@cop.localhost")
PORTAL_NAME = _("CoP Sistem Merit")
