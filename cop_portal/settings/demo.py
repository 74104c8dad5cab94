"""The demo that `make run` starts: one machine, no services, a key made once, listening on this machine only."""

import secrets

from cop_portal.settings.base import *  # noqa: F403 -- a settings module extends the base
from cop_portal.settings.base import VAR_DIR, env

DEMO = True
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])


def kept_key() -> str:
    """The secret key of this copy, made on first use and kept beside its database."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text().strip()


SECRET_KEY = env("SECRET_KEY", default="") or kept_key()
