"""Uploads of a bucket go into a backup and into another bucket, byte by byte."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from cop_portal import backup_media
from tests.support.buckets import Bucket, use

FILES = {"documents/a.pdf": b"satu", "documents/dalam/b.pdf": b"dua", "original_images/c.jpg": b"tiga"}


@pytest.fixture
def filled(bucket):
    """A bucket with three uploads, and something that is none of the portal's."""
    for name, content in FILES.items():
        default_storage.save(name, ContentFile(content))
    bucket.client.put_object(Bucket=bucket.name, Key="lain/d.txt", Body=b"lain")
    return bucket


def test_every_upload_comes_out_and_goes_in_again(filled, settings, tmp_path):
    backup_media.copy_out(tmp_path)
    digests = dict(backup_media.stored())
    other = Bucket(filled.port)
    use(settings, other.url)
    backup_media.copy_in(tmp_path)
    backup_media.copy_in(tmp_path)  # an interrupted one is started again

    copied = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in backup_media.files(tmp_path)}
    assert copied == FILES
    assert {name.removeprefix("portal/"): other.content(name) for name in other.names()} == FILES
    assert dict(backup_media.stored()) == digests
    assert digests.keys() == FILES.keys()


def test_what_is_in_the_backup_is_not_fetched_again(filled, tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.pdf").write_bytes(b"sudah ada")

    backup_media.copy_out(tmp_path)

    assert (tmp_path / "documents" / "a.pdf").read_bytes() == b"sudah ada"


def test_a_backup_without_its_uploads_is_refused_in_a_sentence(filled, take_storage_away, tmp_path):
    take_storage_away()

    with pytest.raises(CommandError, match="Could not connect to the endpoint"):
        call_command("backup", tmp_path / "cadangan", stdout=StringIO())
