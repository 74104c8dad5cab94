"""Uploads in a bucket of S3-style storage: private objects that only the portal reads, for those who may.

Imported only where `MEDIA_STORAGE_URL` is set: boto3 costs time to load and memory to hold.
"""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from community.errors import StorageAway

log = logging.getLogger(__name__)
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 2, 5, 2
IN_MEMORY = 1024 * 1024  # bytes of a file that is read; a longer one goes to a temporary file
TAKEN = {"PreconditionFailed", "ConditionalRequestConflict"}


@contextmanager
def reaching() -> Iterator[None]:
    """Tell by one exception that the storage refused or could not be reached."""
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise StorageAway(f"{type(error).__name__}: {error}") from error


class FetchedFile(File):
    """An object of the bucket as a file to read; opened again once it is closed, it is fetched again."""

    def __init__(self, storage: "MediaStorage", name: str):
        self.storage = storage
        super().__init__(storage.fetch(name), name)

    def open(self, mode=None) -> "FetchedFile":
        if self.closed:
            self.file = self.storage.fetch(self.name)
        self.seek(0)
        return self


class MediaStorage(S3Storage):
    """S3Storage without public addresses, that never writes over a file and fails early with `StorageAway`.

    Without options it is the one that the settings name.
    """

    def __init__(self, **options):
        options = dict(options or settings.STORAGES["default"]["OPTIONS"])
        addressing = options.pop("addressing")
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": addressing},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            request_checksum_calculation="when_required",  # others than Amazon refuse what botocore adds by itself
            response_checksum_validation="when_required",
        )
        super().__init__(**options, client_config=config, file_overwrite=False)

    def deconstruct(self) -> tuple[str, list, dict]:
        """How to make it again, without its key: Wagtail keeps this in the database when a file is to be deleted."""
        return "cop_portal.media_storage.MediaStorage", [], {}

    def url(self, name, *args, **kwargs) -> str:
        """Where the portal serves the file: an address of the bucket would open it to whoever has it."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def _open(self, name, mode="rb"):
        return FetchedFile(self, name)

    def fetch(self, name: str) -> SpooledTemporaryFile:
        """The whole object by one question, fetched now: what fails, fails before an answer has begun."""
        asked = {"Bucket": self.bucket_name, "Key": self._normalize_name(clean_name(name))}
        fetched = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- who reads the file closes it
        with reaching():
            try:
                shutil.copyfileobj(self.connection.meta.client.get_object(**asked)["Body"], fetched)
            except ClientError as error:
                if error.response["Error"]["Code"] == "NoSuchKey":
                    raise FileNotFoundError(name) from error
                raise
        fetched.seek(0)
        return fetched

    def _save(self, name, content) -> str:
        """Write a new object; under another name when this one was taken since it was chosen."""
        cleaned = clean_name(name)
        key = self._normalize_name(cleaned)
        content.seek(0)
        asked = {**self._get_write_parameters(key, content), "Bucket": self.bucket_name, "Key": key}
        try:
            with reaching():
                self.connection.meta.client.put_object(Body=content.read(), IfNoneMatch="*", **asked)
        except StorageAway as away:
            if not isinstance(away.__cause__, ClientError) or away.__cause__.response["Error"]["Code"] not in TAKEN:
                raise
            return self._save(self.get_available_name(name), content)
        return cleaned

    def delete(self, name) -> None:
        """Delete the object; one that cannot be reached stays, named in the log: nothing in the portal names it now."""
        try:
            with reaching():
                super().delete(name)
        except StorageAway as away:
            log.warning("The file %s was left in the storage: %s", name, away)

    def exists(self, name) -> bool:
        with reaching():
            return super().exists(name)

    def listdir(self, name):
        with reaching():
            return super().listdir(name)

    def size(self, name) -> int:
        with reaching():
            return super().size(name)
