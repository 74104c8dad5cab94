"""Where uploads lie: a folder of this machine, or the bucket that `MEDIA_STORAGE_URL` names."""

from importlib.util import find_spec
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FORM = "s3://KEY:SECRET@HOST/BUCKET?region=REGION"
CHOICES = {"scheme": ("https", "http"), "addressing": ("path", "virtual")}
FOLDER = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def storage_of(url: str) -> dict:
    """Django's settings for the storage at `url`, a folder for none.

    `ImproperlyConfigured` with one sentence, which never repeats the secret.
    """
    if not url:
        return FOLDER
    try:
        parts = urlsplit(url)
        host = parts.hostname and (f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname)
    except ValueError:
        raise _unreadable() from None
    bucket, _, prefix = parts.path.strip("/").partition("/")
    if parts.scheme != "s3" or not (host and bucket and parts.username and parts.password):
        raise _unreadable()
    asked = _asked(parts.query)
    if not (find_spec("storages") and find_spec("boto3")):
        raise ImproperlyConfigured("MEDIA_STORAGE_URL needs pip install --require-hashes -r requirements-s3.txt first.")
    return {
        "BACKEND": "cop_portal.media_storage.MediaStorage",
        "OPTIONS": {
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password),
            "endpoint_url": f"{asked['scheme']}://{host}",
            "bucket_name": unquote(bucket),
            "location": unquote(prefix),
            "region_name": asked["region"],
            "addressing": asked["addressing"],
        },
    }


def _asked(query: str) -> dict[str, str]:
    asked = {"region": "us-east-1", "scheme": "https", "addressing": "path", **dict(parse_qsl(query))}
    unknown = sorted(asked.keys() - {"region", *CHOICES})
    if unknown:
        raise ImproperlyConfigured(f"MEDIA_STORAGE_URL knows region, scheme and addressing, not {', '.join(unknown)}.")
    for name, choices in CHOICES.items():
        if asked[name] not in choices:
            raise ImproperlyConfigured(f"{name} of MEDIA_STORAGE_URL is one of {', '.join(choices)}.")
    return asked


def _unreadable() -> ImproperlyConfigured:
    return ImproperlyConfigured(f"MEDIA_STORAGE_URL must have the form {FORM}, key and secret percent-encoded.")
