"""All addresses of the portal (architecture.md §5); Wagtail's pages come last."""

from allauth.account.views import logout as allauth_logout
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from community.views.cms_account import CmsAccountView
from community.views.files import file_serve
from cop_portal import contact, csp_reports, gallery, metrics, stylesheet, views
from cop_portal.cms_bulk import bulk_action
from cop_portal.sitemaps import SITEMAPS, sitemap_index

handler400 = "cop_portal.errors.bad_request"
handler403 = "cop_portal.errors.permission_denied"
handler404 = "cop_portal.errors.page_not_found"
handler429 = "cop_portal.errors.too_many_requests"  # allauth asks for it by this name
handler500 = "cop_portal.errors.server_error"

urlpatterns = [
    path(f"static/{stylesheet.NAME}", views.joined_stylesheet),
    path("healthz", views.health, name="health"),
    path("readyz", views.ready, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("csp/", csp_reports.receive, name="csp_report"),
    path("robots.txt", views.robots_txt),
    path("favicon.ico", views.favicon),
    path(".well-known/security.txt", views.security_txt),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<str:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_section"),
    path("cari/", include("search.urls")),
    path("gaya/", gallery.gallery, name="gallery"),
    path("kontak/kirim/", contact.contact_send, name="contact_send"),
    path("bahasa/", views.language_set, name="language"),
    path("berkas/<path:path>", file_serve, name="file_serve"),
    # Wagtail's own ways to sign in know neither verification nor rate limits: all lead to /akun/.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/logout/", allauth_logout),
    re_path(r"^cms/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/account/", require_admin_access(CmsAccountView.as_view())),
    path("cms/bulk/<str:app_label>/<str:model_name>/<str:action>/", bulk_action),
    path("cms/", include(wagtailadmin_urls)),
    path("akun/", include("community.account_urls")),
    path("", include("community.urls")),
    path("praktik/", include("practices.urls")),
    path("fgd/", include("events.urls")),
    path("forum/", include("forums.urls")),
    path("", include(wagtail_urls)),
]
