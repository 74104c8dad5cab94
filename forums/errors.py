"""What the rules of the forum refuse."""

from django.utils.translation import gettext_lazy as _

from community.errors import RuleBroken


class TitleMissing(RuleBroken):
    message = _("Tulis judulnya: pembaca memilih topik dari judul.")


class TitleTooLong(RuleBroken):
    message = _("Judul paling panjang 200 karakter.")


class TooManySubAspects(RuleBroken):
    message = _("Pilih paling banyak lima sub-aspek: yang paling dekat dengan masalahnya.")


class TextMissing(RuleBroken):
    message = _("Tulis isinya lebih dahulu.")


class TextTooLong(RuleBroken):
    message = _("Isi paling panjang 20.000 karakter. Ringkas, atau bagi menjadi beberapa tulisan.")


class KindNotAllowed(RuleBroken):
    message = _("Ruang ini tidak menerima jenis topik itu.")


class TopicLocked(RuleBroken):
    message = _("Topik ini dikunci, jadi tidak menerima tulisan baru.")


class TopicNotShown(RuleBroken):
    message = _("Topik ini belum tampil, jadi belum dapat dibalas.")


class TooManyPosts(RuleBroken):
    message = _("Anda menulis terlalu sering. Tunggu beberapa menit, lalu kirim lagi.")


class TooManyHeld(RuleBroken):
    message = _("Lima tulisan Anda masih menunggu pemeriksaan. Tunggu sampai penatalayan memeriksanya.")


class EditedMeanwhile(RuleBroken):
    """Somebody saved another text since the editor read it; `current` is the post as it stands."""

    message = _("Tulisan ini sudah diubah sejak Anda membukanya. Teks Anda belum disimpan: bandingkan, lalu simpan.")

    def __init__(self, current):
        super().__init__()
        self.current = current


class NotAsRead(RuleBroken):
    message = _("Penulis mengubah tulisan ini sejak Anda membacanya. Baca teksnya sekali lagi, lalu putuskan.")


class NotAQuestion(RuleBroken):
    message = _("Hanya pertanyaan yang mempunyai jawaban yang diterima.")


class NotAnAnswer(RuleBroken):
    message = _("Tulisan ini tidak dapat diterima sebagai jawaban.")


class OwnPost(RuleBroken):
    message = _("Anda tidak dapat menandai tulisan Anda sendiri.")


class ReasonMissing(RuleBroken):
    message = _("Tulis alasannya: penulis akan membacanya.")


class ReasonTooLong(RuleBroken):
    message = _("Alasan paling panjang 500 karakter.")


class ReasonHoldsPersonalData(RuleBroken):
    message = _("Alasan Anda tampaknya memuat NIP, NIK, atau nomor telepon. Sebut jenisnya saja, tanpa angkanya.")


class AlreadySo(RuleBroken):
    message = _("Keadaannya sudah demikian, mungkin oleh penatalayan lain. Muat ulang halaman ini.")


class SameRoom(RuleBroken):
    message = _("Topik ini sudah berada di ruang itu.")


class NotAnExample(RuleBroken):
    message = _("Waktu tulisan hanya dapat diatur pada topik contoh.")


class TimesOutOfOrder(RuleBroken):
    message = _("Waktu tulisan harus berurutan dan sudah lewat.")
