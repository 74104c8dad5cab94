"""What the rules of events refuse."""

from django.utils.translation import gettext_lazy as _

from community.errors import RuleBroken


class RegistrationClosed(RuleBroken):
    message = _("Pendaftaran acara ini sedang tidak dibuka.")


class SlotStarted(RuleBroken):
    message = _("Sesi ini sudah dimulai, jadi pendaftarannya tidak dapat diubah lagi.")


class RoomCancelled(RuleBroken):
    message = _("Ruang ini ditiadakan.")


class RoomFull(RuleBroken):
    message = _("Kursi ruang ini sudah habis. Anda dapat masuk daftar tunggu.")


class RoomNotFull(RuleBroken):
    message = _("Ruang ini masih mempunyai kursi. Ambil kursinya langsung.")


class AlreadyRegistered(RuleBroken):
    message = _("Anda sudah terdaftar di ruang ini.")


class SeatInOtherRoom(RuleBroken):
    message = _("Anda sudah mempunyai kursi di ruang lain pada waktu yang sama. Pindahlah dari ruang itu.")


class NoSeatToChange(RuleBroken):
    message = _("Anda belum mempunyai kursi pada sesi ini.")


class AlreadyWaiting(RuleBroken):
    message = _("Anda sudah ada di daftar tunggu ruang ini.")


class SeatNotActive(RuleBroken):
    message = _("Kursi ini sudah tidak berlaku.")


class NotWaiting(RuleBroken):
    message = _("Anda tidak sedang menunggu di daftar tunggu ruang ini.")


class OfferExpired(RuleBroken):
    message = _("Tawaran kursi ini sudah tidak berlaku. Anda dapat masuk daftar tunggu lagi.")


class EventNotPublished(RuleBroken):
    message = _("Terbitkan dahulu halaman acara ini.")


class EventHasNoTimes(RuleBroken):
    message = _("Isi dahulu jam mulai dan selesai setiap sesi, lalu terbitkan.")


class WrongEventState(RuleBroken):
    message = _("Keadaan acara sudah berubah, jadi tindakan ini tidak berlaku lagi.")


class EventNotOver(RuleBroken):
    message = _("Acara belum berakhir menurut jadwalnya, jadi belum dapat ditutup.")


class NotulenFinal(RuleBroken):
    message = _("Notulen ini sudah final. Buka kembali sebelum mengubahnya.")


class NotulenEmpty(RuleBroken):
    message = _("Notulen masih kosong. Tulis paling sedikit satu butir.")


class NotulenHasClashes(RuleBroken):
    message = _("Masih ada butir yang bentrok. Pilih satu tulisan untuk setiap butir, lalu finalkan.")


class TooManyBlocks(RuleBroken):
    message = _("Notulen satu ruang paling banyak 200 butir.")
