"""The pages of `/akun/`: those of allauth that the portal offers, by allauth's names."""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from community.views import accounts

urlpatterns = [
    path("masuk/", accounts.LoginView.as_view(), name="account_login"),
    path("keluar/", allauth_views.logout, name="account_logout"),
    path("daftar/", accounts.SignupView.as_view(), name="account_signup"),
    path("tidak-aktif/", allauth_views.account_inactive, name="account_inactive"),
    path("konfirmasi/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("surel/", accounts.EmailView.as_view(), name="account_email"),
    path("verifikasi/", allauth_views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^verifikasi/(?P<key>[-:\w]+)/$", accounts.ConfirmEmailView.as_view(), name="account_confirm_email"),
    path("sandi/", accounts.PasswordChangeView.as_view(), name="account_change_password"),
    path("sandi/lupa/", accounts.PasswordResetView.as_view(), name="account_reset_password"),
    path("sandi/lupa/terkirim/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^sandi/baru/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[^/]+)/$",
        accounts.PasswordResetFromKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "sandi/baru/selesai/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
