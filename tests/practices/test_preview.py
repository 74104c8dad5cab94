"""The link preview: a true picture, for those who may read the practice only."""

import io

import pytest
from PIL import Image

from tests.factories.community import GroupFactory, InstansiFactory, UserFactory
from tests.factories.practices import PracticePageFactory


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def address(practice) -> str:
    return f"/praktik/{practice.slug}/pratinjau.png"


@pytest.mark.once
@pytest.mark.django_db
def test_public_picture_is_served_with_a_tag_and_asked_again_cheaply(client):
    practice = PracticePageFactory()

    first = client.get(address(practice))
    again = client.get(address(practice), headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, first["Content-Type"]) == (200, "image/png")
    assert first["Cache-Control"] == again["Cache-Control"] == "public, no-cache"  # a closed practice has none at once
    assert opened(first.content).size == (1200, 630)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])

    practice.title = "Judul yang berubah"
    practice.save_revision().publish()
    changed = client.get(address(practice), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed.content != first.content


@pytest.mark.django_db
def test_hidden_pictures_answer_404_to_those_who_may_not_read(client):
    group = GroupFactory()
    owner = InstansiFactory()
    practices = {
        "members": PracticePageFactory(members=True),
        "owners": PracticePageFactory(for_owners=True, owners=[owner]),
        "group": PracticePageFactory(for_group=True, audience_groups=[group]),
        "draft": PracticePageFactory(draft=True),
    }
    in_group = UserFactory()
    in_group.groups.add(group)
    allowed = {
        None: set(),
        UserFactory(): set(),
        UserFactory(verified=True): {"members"},
        UserFactory(verified=True, instansi=owner): {"members", "owners"},
        in_group: {"group"},
        UserFactory(is_superuser=True): {"members", "owners", "group"},
    }

    for reader, may_read in allowed.items():
        if reader:
            client.force_login(reader)
        seen = {name: client.get(address(each)) for name, each in practices.items()}
        assert {name for name, response in seen.items() if response.status_code == 200} == may_read
        assert {response.status_code for response in seen.values()} <= {200, 404}
        assert all("no-store" in response["Cache-Control"] for response in seen.values() if response.status_code == 200)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["tidak-ada", "a" * 5_000, "%F0%9F%A6%9C", "..%2F..", "'"])
def test_unknown_slugs_answer_404(client, slug):
    assert client.get(f"/praktik/{slug}/pratinjau.png").status_code == 404


@pytest.mark.django_db
def test_nul_in_a_slug_is_refused(client):
    assert client.get("/praktik/%00/pratinjau.png").status_code == 400


@pytest.mark.django_db
def test_picture_is_only_read(client):
    assert client.post(address(PracticePageFactory())).status_code == 405
