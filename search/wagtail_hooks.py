"""How search meets the CMS."""

from wagtail.snippets.models import register_snippet

from search.viewsets import SearchGroup, set_up_forms

set_up_forms()
register_snippet(SearchGroup)
