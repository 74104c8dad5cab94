"""Single sign-on as the environment sets it: four `OIDC_…` variables, all of them or none."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEEDED = ("OIDC_ISSUER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")
LONGEST_URL = 200  # an account is known by the issuer's address; allauth's column ends there
THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Issuer:
    """The OpenID Connect issuer of this installation, and what its word is taken for."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    origins: tuple[str, ...]  # where a browser may be sent from the form that asks for sign-in
    connects_by_address: bool

    @staticmethod
    def is_protected(url: str) -> bool:
        """Whether nobody on the way can read or change what is asked there: https, or this machine."""
        parts = urlsplit(url)
        is_here = parts.scheme == "http" and parts.hostname in THIS_MACHINE
        return is_here or (parts.scheme == "https" and bool(parts.hostname))


def issuer_of(env) -> Issuer | None:
    """The issuer that `env` sets; None when it sets none, `ImproperlyConfigured` for half of one."""
    values = {name: env(name, default="").strip() for name in NEEDED}
    if not any(values.values()):
        return None
    missing = [name for name, value in values.items() if not value]
    if missing:
        raise ImproperlyConfigured(f"Set {', '.join(missing)} too, or none of {', '.join(NEEDED)}.")
    url = values["OIDC_ISSUER_URL"].rstrip("/")
    if not Issuer.is_protected(url) or len(url) > LONGEST_URL:
        raise ImproperlyConfigured(f"OIDC_ISSUER_URL must be an https address of at most {LONGEST_URL} characters.")
    return Issuer(
        url=url,
        client_id=values["OIDC_CLIENT_ID"],
        client_secret=values["OIDC_CLIENT_SECRET"],
        name=values["OIDC_NAME"],
        origins=(_origin(url), *map(_origin, env("OIDC_FORM_ORIGINS", default="").split())),
        connects_by_address=env.bool("OIDC_CONNECT_BY_ADDRESS", default=True),
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    if not Issuer.is_protected(url):
        raise ImproperlyConfigured("OIDC_FORM_ORIGINS must be https origins with spaces between.")
    return f"{parts.scheme}://{parts.netloc}"
