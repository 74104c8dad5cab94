import re

from django.conf import settings
from django.contrib.staticfiles.management.commands.collectstatic import Command as Collect
from django.test import override_settings

from cop_portal import stylesheet
from cop_portal.storage import JoinedStaticFilesStorage


def test_joined_holds_every_component_once_and_in_layers():
    folder = stylesheet.SOURCE / "components"

    listed = [name.removeprefix("cop/components/") for name in stylesheet.sources() if "components" in name]
    joined = stylesheet.joined()

    assert sorted(listed) == sorted(path.name for path in folder.glob("*.css"))
    assert joined.startswith("@layer tokens,base,parts,print;")
    assert joined.count("{") == joined.count("}")
    assert "!important" not in joined
    assert "@import" not in joined


def test_view_serves_the_joined_sheet_where_nothing_is_collected(client):
    response = client.get("/static/cop/portal.css")

    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.content.decode() == stylesheet.joined()


def test_collecting_writes_one_hashed_sheet_that_names_the_hashed_font(tmp_path):
    with override_settings(STATIC_ROOT=tmp_path):
        storage = JoinedStaticFilesStorage(location=tmp_path, base_url=settings.STATIC_URL)
        command = Collect()
        command.set_options(
            interactive=False, verbosity=0, link=False, clear=False, dry_run=False, ignore_patterns=["wagtail*"],
            use_default_ignore_patterns=True, post_process=True,
        )  # fmt: skip
        command.storage = storage
        command.collect()
        command.collect()

    name = storage.hashed_files["cop/portal.css"]
    sheet = (tmp_path / name).read_text()
    fonts = re.findall(r'url\("([^"]+woff2)"\)', sheet)
    assert re.fullmatch(r"cop/portal\.[0-9a-f]{12}\.css", name)
    assert [(tmp_path / "cop" / font).resolve().exists() for font in fonts] == [True]
    assert re.search(r"\.[0-9a-f]{12}\.woff2", fonts[0])
    assert {path.suffix for path in (tmp_path / "cop").glob("portal.*")} >= {".css", ".gz"}
    assert "cop/components/base.css" not in storage.hashed_files
