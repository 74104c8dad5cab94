"""What is shipped and pinned is what its list says: packages with their hashes, third-party files with their sums."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NAMED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^]]*\])?\s*([^;#]*)")
PINNED = re.compile(r"^([a-z0-9][\w.-]*)==(\S+)((?:.*\\\n\s+--hash=sha256:[0-9a-f]{64})+)$", re.M)
VENDOR = ROOT / "cop_portal" / "static" / "vendor"


def normal(name: str) -> str:
    """A package's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(name: str) -> dict[str, str]:
    """The packages that `requirements*.in` asks for, with what it asks of their versions."""
    found = {}
    for line in (ROOT / name).read_text().splitlines():
        if line.startswith("-r "):
            found |= wanted(line.removeprefix("-r ").strip())
        elif match := NAMED.match(line):
            found[normal(match[1])] = match[2].strip()
    return found


def pinned(name: str) -> dict[str, str]:
    """The packages that `requirements*.txt` installs, each with at least one hash, and their versions."""
    return {normal(match[1]): match[2] for match in PINNED.finditer((ROOT / name).read_text())}


def meets(version: str, asked: str) -> bool:
    """Whether a version is one of those that a line like `>=8.19,<9` or `~=5.2.19` takes."""
    from packaging.specifiers import SpecifierSet

    return version in SpecifierSet(asked)


@pytest.mark.parametrize("name", ["requirements", "requirements-s3", "requirements-dev"])
def test_what_is_asked_for_is_pinned_with_hashes(name):
    versions = pinned(f"{name}.txt")

    asked = wanted(f"{name}.in")

    assert len(asked) > 15
    assert asked.keys() - versions.keys() == set()
    assert {each: versions[each] for each, how in asked.items() if not meets(versions[each], how)} == {}


@pytest.mark.parametrize("name", ["requirements", "requirements-s3", "requirements-dev"])
def test_nothing_is_installed_without_a_hash(name):
    lines = [line for line in (ROOT / f"{name}.txt").read_text().splitlines() if line[:1].isalnum()]

    assert {normal(line.partition("==")[0]) for line in lines} == pinned(f"{name}.txt").keys()


def test_a_package_has_one_version_in_all_files():
    base, s3, dev = (pinned(f"requirements{part}.txt") for part in ("", "-s3", "-dev"))

    assert base.items() <= s3.items() <= dev.items()


def test_third_party_files_are_those_that_are_listed():
    listed = dict(re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text(), re.M))

    sums = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*.*")
        if path.suffix not in (".md", ".txt")
    }

    assert sums == listed
