"""Who asks for the pages that are measured."""

ANEW = {"Authorization": "none"}  # the page cache leaves such requests alone, the pages do not look at it


def readers(person) -> dict:
    """A visitor's client and one signed in as `person`, by name; stops when the portal does not know the latter."""
    from django.conf import settings
    from django.test import Client

    visitor, member = Client(headers=ANEW), Client(headers=ANEW)
    member.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    if member.get("/saya/", HTTP_HOST="localhost").status_code != 200:
        raise SystemExit("The member is not signed in: pages would be measured for visitors twice.")
    return {"visitor": visitor, "member": member}


def ask(client, path: str) -> None:
    """Have a page made; stops when it is not answered."""
    response = client.get(path, HTTP_HOST="localhost")
    if response.status_code != 200:
        raise SystemExit(f"{path}: {response.status_code}")
