"""Every URL pattern of the portal, by walking the URLconf."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each pattern with its whole route, as `resolve()` names it: `akun/masuk/`, `berkas/<path:path>`."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + (str(entry.pattern).removeprefix("^") if prefix else str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry
