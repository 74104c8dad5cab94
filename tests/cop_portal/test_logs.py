import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, settings):
    settings.ROOT_URLCONF = "tests.cop_portal.test_errors"  # some addresses fail on purpose
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/praktik/?q=%00", 400, "NUL in the address: /praktik/"),
        ("/uji/tolak/", 403, "Forbidden (Permission denied): /uji/tolak/"),
    ],
)
def test_a_refused_request_is_one_line(client, log_lines, address, status, words):
    assert client.get(address).status_code == status

    (line,) = log_lines()
    assert words in line


def test_a_failure_keeps_its_trace(client, log_lines):
    assert client.get("/uji/gagal/").status_code == 500

    assert any("OperationalError: no database" in line for line in log_lines())
    assert any("in fail" in line for line in log_lines())
