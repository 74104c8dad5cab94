import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cop_portal import typed

OWN = {"HTTP_ORIGIN": "http://testserver"}


def test_typed_in_keeps_texts_and_never_secrets(rf):
    request = rf.post(
        "/tulis/?a=1",
        {"title": "Judul", "csrfmiddlewaretoken": "rahasia", "password1": "sandi", "code": "123456", "kosong": ""},
        **OWN,
    )

    found = typed.typed_in(request)

    assert [(field.name, field.value) for field in found.fields] == [("title", "Judul"), ("kosong", "")]
    assert [field.name for field in found.texts] == ["title"]
    assert found.lacks_secrets
    assert found.send_to == "/tulis/?a=1"


def test_typed_in_keeps_repeated_values_in_order(rf):
    found = typed.typed_in(rf.post("/tulis/", {"aspek": ["b", "a", "b"]}, **OWN))

    assert [(field.name, field.value) for field in found.fields] == [("aspek", "b"), ("aspek", "a"), ("aspek", "b")]
    assert not found.lacks_secrets


@pytest.mark.parametrize("data", [{}, {"csrfmiddlewaretoken": "x"}, {"password": "rahasia"}, {"title": "   "}])
def test_typed_in_is_none_when_nothing_is_worth_keeping(rf, data):
    assert typed.typed_in(rf.post("/tulis/", data, **OWN)) is None


def test_typed_in_is_none_for_a_page_that_is_only_read(rf):
    assert typed.typed_in(rf.get("/tulis/?title=x")) is None


def test_typed_in_is_none_for_a_form_that_cannot_be_read(rf):
    request = rf.post("/tulis/", b"--x", content_type="multipart/form-data")

    assert typed.typed_in(request) is None


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"HTTP_ORIGIN": "http://testserver"}, True),
        ({"HTTP_REFERER": "http://testserver/halaman/"}, True),
        ({"HTTP_ORIGIN": "http://jahat.example", "HTTP_REFERER": "http://testserver/"}, False),
        ({"HTTP_ORIGIN": "https://testserver"}, False),
        ({"HTTP_ORIGIN": "http://testserver.jahat.example"}, False),
        ({"HTTP_ORIGIN": "null"}, False),
        ({"HTTP_ORIGIN": "http://[rusak"}, False),
        ({}, False),
        ({"HTTP_ORIGIN": "http://testserver", "HTTP_HOST": "bukan-kami.example"}, False),
    ],
)
def test_only_our_own_page_may_send_again(rf, headers, own):
    found = typed.typed_in(rf.post("/tulis/", {"title": "Judul"}, **headers))

    assert (found.send_to is not None) is own


def test_send_to_never_leaves_the_portal(rf):
    request = rf.post("/tulis/", {"title": "Judul"}, **OWN)
    request.path = "//jahat.example/tulis"

    found = typed.typed_in(request)

    assert found.send_to.startswith("/%2F")


def test_large_input_is_cut_and_cannot_be_sent_again(rf):
    found = typed.typed_in(rf.post("/tulis/", {"a": "x" * 400_000, "b": "y"}, **OWN))

    assert sum(len(field.value) for field in found.fields) == typed.MAX_CHARACTERS
    assert not found.is_complete
    assert found.send_to is None


def test_files_are_named_as_missing(rf):
    found = typed.typed_in(rf.post("/tulis/", {"title": "Judul", "berkas": SimpleUploadedFile("a.txt", b"isi")}, **OWN))

    assert found.has_files
    assert [field.name for field in found.fields] == ["title"]


def test_code_is_no_secret_in_the_cms(rf):
    """An agency's or regulation's code is what somebody typed; that of a sign-in is not."""
    for path, names in (("/cms/snippets/practices/regulation/add/", ["name", "code"]), ("/akun/mfa/", ["name"])):
        found = typed.typed_in(rf.post(path, {"name": "Peraturan Uji", "code": "uji-7"}))

        assert [field.name for field in found.fields] == names
