"""A public practice for machines: schema.org as JSON-LD."""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from practices.links import LIBRARY, practice_url

# A data block ends at the first "</script" and is read as HTML before: no such sign may stand in it.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def article(page, facts, owner: str) -> SafeString:
    """The JSON-LD of a practice, safe inside a script element; ask only for public pages that are no example."""
    address = f"{settings.SITE_URL}{practice_url(page.slug)}"
    topics = [each.text for each in (*facts.aspects, *facts.subaspects)]
    described = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Article",
                "@id": address,
                "url": address,
                "headline": page.title,
                "description": page.summary,
                "inLanguage": "id",
                "datePublished": page.reported_at.isoformat(),
                **({"dateModified": page.last_published_at.isoformat()} if page.last_published_at else {}),
                "author": [{"@type": "GovernmentOrganization", "name": each.text} for each in facts.owners]
                or [{"@type": "Organization", "name": owner}],
                "publisher": {
                    "@type": "Organization",
                    "name": str(settings.PORTAL_NAME),
                    "url": f"{settings.SITE_URL}/",
                },
                "image": f"{address}pratinjau.png",
                "isAccessibleForFree": True,
                **({"about": topics} if topics else {}),
                **({"keywords": page.keywords} if page.keywords else {}),
            },
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": 1, "name": "Praktik", "item": f"{settings.SITE_URL}{LIBRARY}"},
                    {"@type": "ListItem", "position": 2, "name": page.title, "item": address},
                ],
            },
        ],
    }
    text = json.dumps(described, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 -- escaped above
