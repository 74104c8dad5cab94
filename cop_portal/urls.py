"""All addresses of the portal (architecture.md §5); Wagtail's pages come last."""

from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from community.views.files import file_serve
from cop_portal import stylesheet, views
from cop_portal.sitemaps import SITEMAPS

handler400 = "cop_portal.errors.bad_request"
handler403 = "cop_portal.errors.permission_denied"
handler404 = "cop_portal.errors.page_not_found"
handler429 = "cop_portal.errors.too_many_requests"  # allauth asks for it by this name
handler500 = "cop_portal.errors.server_error"

urlpatterns = [
    path(f"static/{stylesheet.NAME}", views.joined_stylesheet),
    path("healthz", views.health, name="health"),
    path("readyz", views.ready, name="ready"),
    path("robots.txt", views.robots_txt),
    path("favicon.ico", views.favicon),
    path(".well-known/security.txt", views.security_txt),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("bahasa/", views.language_set, name="language"),
    path("berkas/<path:path>", file_serve, name="file_serve"),
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/", include(wagtailadmin_urls)),
    path("akun/", include("allauth.account.urls")),
    path("", include(wagtail_urls)),
]
