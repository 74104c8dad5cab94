"""Production: everything from the environment; the start stops with one clear sentence when a secret is missing."""

from django.core.exceptions import ImproperlyConfigured

from cop_portal.settings.base import *  # noqa: F403 -- a settings module extends the base
from cop_portal.settings.base import env


def required(name: str) -> str:
    """The variable's value; `ImproperlyConfigured` with one sentence when it is unset or empty."""
    value = env(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: the portal does not start in production without it.")
    return value


SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",") if host.strip()]
required("DATABASE_URL")

SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # what an earlier key signed or encrypted holds
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]
