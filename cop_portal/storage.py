"""Static files: hashed names, compressed, and one style sheet joined from the components."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage."""
