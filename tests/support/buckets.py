"""S3-style storage on this machine: moto's server in a process of its own, a bucket for each test."""

import subprocess
import sys
import uuid
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

from cop_portal.settings.media_storage import storage_of
from tests.support.mail import free_port
from tests.support.servers import wait_for

KEY, SECRET = "kunci", "rahasia/dengan+tanda@"
SECRET_ENCODED = "rahasia%2Fdengan%2Btanda%40"


def address(port: int, bucket: str, query: str = "scheme=http") -> str:
    """`MEDIA_STORAGE_URL` of a bucket on this machine."""
    return f"s3://{KEY}:{SECRET_ENCODED}@127.0.0.1:{port}/{bucket}/portal?{query}"


class Bucket:
    """One bucket as its operator sees it; `url` is what the portal is given."""

    def __init__(self, port: int):
        self.port, self.name = port, f"uji-{uuid.uuid4().hex}"
        self.url = address(port, self.name)
        self.client = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{port}",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}),
        )
        self.client.create_bucket(Bucket=self.name)

    def names(self) -> list[str]:
        return [each["Key"] for each in self.client.list_objects_v2(Bucket=self.name).get("Contents", [])]

    def content(self, key: str) -> bytes:
        return self.client.get_object(Bucket=self.name, Key=key)["Body"].read()

    def readers(self, key: str) -> set[str]:
        """Whom the object's own list lets in: its owner, or also a group such as everybody."""
        grants = self.client.get_object_acl(Bucket=self.name, Key=key)["Grants"]
        return {grant["Grantee"].get("URI", "owner") for grant in grants}


def use(settings, url: str) -> None:
    """Let the portal keep uploads at `url`."""
    settings.STORAGES = {**settings.STORAGES, "default": storage_of(url)}


@pytest.fixture(scope="session")
def s3_server():
    """The port of an S3 server."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(f"http://127.0.0.1:{port}/moto-api/", process)
    yield port
    process.terminate()
    process.wait(10)


@pytest.fixture
def bucket(s3_server, settings):
    """A new bucket, set as the portal's storage of uploads."""
    bucket = Bucket(s3_server)
    use(settings, bucket.url)
    return bucket


@pytest.fixture
def take_storage_away(settings):
    """`take_storage_away()`: from here on nothing answers where the uploads lie."""
    return lambda: use(settings, address(free_port(), "tidak-ada"))
