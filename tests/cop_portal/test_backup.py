"""A backup put into an empty place gives the same portal, row by row and file by file; a damaged one is refused."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from community.models import PortalDocument
from cop_portal import backups
from cop_portal.demo import content
from tests.factories.media import PortalDocumentFactory, PortalImageFactory
from tests.factories.practices import PracticePageFactory
from tests.support.databases import COPIES, FOLDER, postgresql_programs, use_database

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _places(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "berkas"
    if connection.vendor == "postgresql":
        monkeypatch.setenv("PATH", f"{postgresql_programs()}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def empty_database():
    """`empty_database()` makes the connection that of a database without tables; the old one comes back."""
    before = connection.settings_dict["NAME"]
    new = str(FOLDER / f"{Path(before).stem}-kosong.sqlite3") if connection.vendor == "sqlite" else f"{before}_kosong"

    def execute(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    def drop() -> None:
        if connection.vendor == "sqlite":
            for path in FOLDER.glob(f"{Path(new).name}*"):
                path.unlink()
        else:
            use_database("postgres")
            execute(f'DROP DATABASE IF EXISTS "{new}" WITH (FORCE)')

    def enter() -> None:
        drop()
        if connection.vendor == "postgresql":
            execute(f'CREATE DATABASE "{new}" TABLESPACE {COPIES}')
        use_database(new)

    yield enter
    connections.close_all()
    drop()
    use_database(before)


def all_rows() -> dict[str, list]:
    """Every row of every table, in an order of its own."""
    with connection.cursor() as cursor:
        rows = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows[table] = sorted(cursor.fetchall(), key=repr)
        return rows


def all_files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(*arguments) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.mark.slow
def test_a_restored_backup_is_the_same_portal(client, settings, tmp_path, empty_database):
    content.load()
    PortalImageFactory().get_rendition("width-20")
    PortalDocumentFactory()
    addresses = ["/", "/praktik/", "/fgd/", "/forum/", "/cari/?q=dialog+kinerja"]
    pages = [client.get(address).content for address in addresses]
    rows, files = all_rows(), all_files(settings.MEDIA_ROOT)

    run("backup", tmp_path / "cadangan")
    settings.MEDIA_ROOT = tmp_path / "berkas-baru"
    empty_database()
    run("restore", tmp_path / "cadangan")

    assert all_rows() == rows
    assert all_files(settings.MEDIA_ROOT) == files
    assert [client.get(address).content for address in addresses] == pages
    assert len(rows["forums_post"]) > 100
    assert all(document.file.read() for document in PortalDocument.objects.all())
    run("migrate", "--check")
    PracticePageFactory()  # keys go on where they were


def test_a_backup_is_for_its_owner_alone_and_tells_what_it_holds(settings, tmp_path):
    PortalDocumentFactory()

    said = run("backup", tmp_path / "cadangan")

    assert (tmp_path / "cadangan").stat().st_mode & 0o777 == 0o700
    assert " 1 files" in said
    assert run("backup", "--check", tmp_path / "cadangan") == said


def test_a_backup_never_goes_into_a_folder_in_use(tmp_path):
    (tmp_path / "catatan.txt").write_text("penting")

    with pytest.raises(CommandError, match="not empty"):
        run("backup", tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["catatan.txt"]


def test_nothing_is_restored_over_a_portal_in_use(tmp_path):
    run("backup", tmp_path / "cadangan")

    with pytest.raises(CommandError, match="database is not empty"):
        run("restore", tmp_path / "cadangan")


def test_files_of_another_portal_are_not_mixed_in(settings, tmp_path, empty_database):
    run("backup", tmp_path / "cadangan")
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "lain.pdf").write_bytes(b"lain")
    empty_database()

    with pytest.raises(CommandError, match="is not of this backup"):
        run("restore", tmp_path / "cadangan")

    assert connection.introspection.table_names() == []


@pytest.mark.parametrize(
    "harm",
    [
        "dump",
        "vendor",
        *(pytest.param(harm, marks=pytest.mark.once) for harm in ("file", "manifest", "missing", "format")),
    ],
)
def test_a_damaged_backup_is_refused_before_anything_is_written(settings, tmp_path, empty_database, harm):
    PortalDocumentFactory()
    folder = tmp_path / "cadangan"
    run("backup", folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (stored,) = manifest["files"]
    match harm:
        case "dump":
            (folder / backups.DUMPS[connection.vendor]).write_bytes(b"rusak")
        case "file":
            (folder / "media" / stored).write_bytes(b"rusak")
        case "missing":
            (folder / "media" / stored).unlink()
        case "manifest":
            (folder / "manifest.json").unlink()
        case "format":
            (folder / "manifest.json").write_text(json.dumps(manifest | {"format": 2}))
        case "vendor":
            other = next(name for name in backups.DUMPS if name != connection.vendor)
            (folder / backups.DUMPS[connection.vendor]).rename(folder / backups.DUMPS[other])
            (folder / "manifest.json").write_text(json.dumps(manifest | {"vendor": other}))
    settings.MEDIA_ROOT = tmp_path / "berkas-baru"
    empty_database()

    with pytest.raises(CommandError):
        run("restore", folder)

    assert connection.introspection.table_names() == []
    assert not settings.MEDIA_ROOT.exists()
