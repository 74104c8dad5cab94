"""Steps of `load_reference` that are taken once."""

from community.models import ReferenceStep


def once(key: str) -> bool:
    """Whether step `key` is still to be taken; it counts as taken from now on."""
    _, is_new = ReferenceStep.objects.get_or_create(key=key)
    return is_new
