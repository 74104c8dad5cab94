"""Refusals: what the rules of the portal do not allow, each with the sentence the reader is shown."""

from django.utils.translation import gettext_lazy as _


class RuleBroken(Exception):
    """A write that the rules refuse; `message` is a full sentence for the person who asked."""

    message = _("Permintaan ini tidak dapat dijalankan.")

    def __str__(self) -> str:
        return str(self.message)


class PersonNotVerified(RuleBroken):
    message = _("Peran ini hanya untuk orang aktif yang afiliasinya sudah terverifikasi.")


class AlreadyAppointed(RuleBroken):
    message = _("Orang ini sudah memegang peran itu.")


class NotAppointed(RuleBroken):
    message = _("Orang ini tidak memegang peran itu.")


class UnknownScope(RuleBroken):
    message = _("Lingkup ini tidak dikenal.")


class UploadRefused(RuleBroken):
    """A file that may not be kept; the reason is a sentence of its own."""

    def __init__(self, message):
        self.message = message
        super().__init__(message)


class StorageAway(OSError):
    """No rule: the storage of uploads cannot be reached, or refuses; the message is for the operator."""


class NoSecondFactor(RuleBroken):
    message = _("Akun ini tidak memakai verifikasi dua langkah.")


class SignInStale(RuleBroken):
    message = _("Langkah masuk ini sudah dipakai, kedaluwarsa, atau bukan dari peramban ini. Mulailah sekali lagi.")


class IssuerFailed(RuleBroken):
    message = _(
        "Layanan itu tidak menjawab sebagaimana mestinya. Coba lagi beberapa saat lagi, atau masuk dengan surel dan "
        "kata sandi."
    )


class AddressNotVerified(RuleBroken):
    message = _(
        "Layanan itu tidak menyatakan bahwa alamat surel Anda sudah diverifikasi. Verifikasikan di sana lalu coba "
        "lagi, atau daftar dengan surel dan kata sandi."
    )


class ConnectByHand(RuleBroken):
    message = _(
        "Sudah ada akun dengan alamat surel Anda. Masuk dahulu dengan kata sandi, lalu hubungkan di halaman akun Anda."
    )


class IdentityTaken(RuleBroken):
    message = _("Akun di layanan itu sudah terhubung dengan akun lain di portal ini.")


class NotConnected(RuleBroken):
    message = _("Akun ini tidak terhubung dengan layanan itu.")


class NoOtherWayIn(RuleBroken):
    message = _("Buat kata sandi lebih dahulu: tanpa sambungan ini, Anda tidak dapat masuk lagi.")


class EmailTaken(RuleBroken):
    message = _("Alamat surel ini sudah dipakai akun lain.")


class InstansiNotAffiliable(RuleBroken):
    message = _("Instansi ini tidak dapat dipilih sebagai instansi seseorang.")


class AffiliationNeedsInstansi(RuleBroken):
    message = _("Pilih instansinya lebih dahulu, baru tetapkan status afiliasinya.")


class AffiliationNotPending(RuleBroken):
    message = _("Afiliasi orang ini tidak sedang menunggu konfirmasi.")


class OwnAccount(RuleBroken):
    message = _("Anda tidak dapat menonaktifkan, menghapus, atau menurunkan akun Anda sendiri.")


class LastAdministrator(RuleBroken):
    message = _("Portal harus mempunyai paling sedikit satu administrator yang aktif.")


class PersonHasContent(RuleBroken):
    message = _(
        "Orang ini tidak dapat dihapus karena masih memiliki isi di portal. "
        "Nonaktifkan akunnya: isinya tetap ada dan ia tidak dapat masuk lagi."
    )


class GroupFollowsAppointment(RuleBroken):
    message = _("Kelompok ini mengikuti penunjukan: angkat orangnya sebagai penatalayan atau kontributor.")


class DemoOnly(RuleBroken):
    message = _("Akun contoh hanya dibuat pada portal contoh (DEMO).")


class DraftTooLong(RuleBroken):
    message = _("Draf ini terlalu panjang untuk disimpan.")


class HoldsPersonalData(RuleBroken):
    message = _("Profil tidak boleh memuat NIP, NIK, atau nomor telepon. Hapus dahulu, lalu simpan lagi.")


class TooOften(RuleBroken):
    message = _("Terlalu banyak kiriman dalam waktu singkat. Tunggu sebentar, lalu coba lagi.")


class NoContactAddress(RuleBroken):
    message = _("Penyelenggara belum menyediakan alamat untuk menerima pesan.")


class FeedbackTooLong(RuleBroken):
    message = _("Kalimat Anda lebih dari 500 karakter. Ringkaskan, lalu kirim lagi.")


class FeedbackHoldsPersonalData(RuleBroken):
    message = _("Kalimat Anda tampaknya memuat NIP, NIK, atau nomor telepon. Hapus dahulu, lalu kirim lagi.")
