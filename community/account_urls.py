"""The pages of `/akun/`: those of allauth that the portal offers, by allauth's names."""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from community.views import accounts, passkeys, second_factor, single_sign_on

urlpatterns = [
    path("masuk/", accounts.LoginView.as_view(), name="account_login"),
    path("keluar/", allauth_views.logout, name="account_logout"),
    path("daftar/", accounts.SignupView.as_view(), name="account_signup"),
    path("tidak-aktif/", allauth_views.account_inactive, name="account_inactive"),
    path("konfirmasi/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("surel/", accounts.EmailView.as_view(), name="account_email"),
    path("verifikasi/", allauth_views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^verifikasi/(?P<key>[-:\w]+)/$", accounts.ConfirmEmailView.as_view(), name="account_confirm_email"),
    path("dua-langkah/", second_factor.SecondFactorView.as_view(), name="mfa_index"),
    path("dua-langkah/masuk/", second_factor.SignInCodeView.as_view(), name="mfa_authenticate"),
    path("dua-langkah/konfirmasi/", second_factor.ConfirmCodeView.as_view(), name="mfa_reauthenticate"),
    path("dua-langkah/aplikasi/", second_factor.ActivateView.as_view(), name="mfa_activate_totp"),
    path("dua-langkah/aplikasi/hapus/", second_factor.DeactivateView.as_view(), name="mfa_deactivate_totp"),
    path("dua-langkah/kunci-sandi/", passkeys.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("dua-langkah/kunci-sandi/<int:pk>/hapus/", passkeys.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path(
        "dua-langkah/kunci-sandi/konfirmasi/",
        passkeys.ConfirmPasskeyView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("dua-langkah/cadangan/", second_factor.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "dua-langkah/cadangan/baru/", second_factor.NewRecoveryCodesView.as_view(), name="mfa_generate_recovery_codes"
    ),
    path(
        "dua-langkah/cadangan/unduh/", second_factor.RecoveryCodesFileView.as_view(), name="mfa_download_recovery_codes"
    ),
    path("sandi/", accounts.PasswordChangeView.as_view(), name="account_change_password"),
    path("sandi/buat/", accounts.PasswordSetView.as_view(), name="account_set_password"),
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
    path("sso/", single_sign_on.start, name="sso_start"),
    path("sso/kembali/", single_sign_on.come_back, name="sso_return"),
    path("sso/daftar/", single_sign_on.JoinView.as_view(), name="socialaccount_signup"),
    path("sso/sambungan/", single_sign_on.connections, name="socialaccount_connections"),
    path("sso/putuskan/", single_sign_on.disconnect, name="sso_disconnect"),
]
