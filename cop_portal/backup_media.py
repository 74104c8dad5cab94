"""Uploads on their way into a backup and out of it again, wherever the storage keeps them."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage, storages


def copy_out(folder: Path) -> None:
    """Copy into `folder` what it lacks of the uploads: a stored file is never written again under its name."""
    if _lies_in_a_folder():
        _copy_files(Path(settings.MEDIA_ROOT), folder)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in _names():
        _fetch(name, folder)


def copy_in(folder: Path) -> None:
    """Copy into the storage what it lacks of the files in `folder`."""
    if _lies_in_a_folder():
        _copy_files(folder, Path(settings.MEDIA_ROOT))
        return
    for path in files(folder):
        name = path.relative_to(folder).as_posix()
        if not default_storage.exists(name):
            with path.open("rb") as content:
                default_storage.save(name, File(content))


def stored() -> Iterator[tuple[str, str]]:
    """Name and digest of each upload in the storage."""
    if _lies_in_a_folder():
        media = Path(settings.MEDIA_ROOT)
        yield from ((str(path.relative_to(media)), digest(path)) for path in files(media))
        return
    for name in _names():
        with default_storage.open(name) as content:
            yield name, hashlib.sha256(content.read()).hexdigest()


def files(folder: Path) -> Iterator[Path]:
    """Every file below `folder`, in the order of names."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _lies_in_a_folder() -> bool:
    return isinstance(storages["default"], FileSystemStorage)


def _names(folder: str = "") -> Iterator[str]:
    """Names of all uploads in the storage; those that would leave the backup's folder are none of the portal's."""
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}{name}" for name in sorted(names) if name not in {".", ".."})
    for below in sorted(folders):
        if below not in {".", ".."}:
            yield from _names(f"{folder}{below}/")


def _fetch(name: str, folder: Path) -> None:
    copy = folder / name
    if copy.exists():
        return
    try:
        with default_storage.open(name) as content:
            _put(copy, lambda unfinished: unfinished.write_bytes(content.read()))
    except FileNotFoundError:
        return  # deleted meanwhile


def _copy_files(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in files(source):
        copy = target / path.relative_to(source)
        if copy.exists():
            continue
        try:
            _put(copy, lambda unfinished, path=path: shutil.copy2(path, unfinished))
        except FileNotFoundError:
            continue  # deleted meanwhile


def _put(copy: Path, write) -> None:
    """Let `write` make the file under another name first: one that is there is whole."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    unfinished = copy.with_name(f".{copy.name}.part")
    write(unfinished)
    unfinished.rename(copy)
