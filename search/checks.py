"""System checks of what a machine can hold."""

from django.apps import apps
from django.core.checks import Error, register

from community.models import ScopedContent


@register()
def every_scoped_content_has_a_source(app_configs=None, **kwargs):
    """Content with an audience that search does not know would be published and never found."""
    from search.sources import SOURCES

    known = {source.model for source in SOURCES.values()}
    return [
        Error(
            f"{model._meta.label} is ScopedContent without a search source.",
            hint="Add a Source to search/sources and list it in SOURCES.",
            obj=model,
            id="search.E001",
        )
        for model in apps.get_models()
        if issubclass(model, ScopedContent) and model not in known
    ]
