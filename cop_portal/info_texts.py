"""What the pages that explain the portal say until the organiser writes more; slug → title, lead, text.

The words are in the catalogue, so the pages show them in English too while they are unchanged.
"""

from django.utils.translation import gettext_noop as _

INFO_PAGES = {
    "tentang": (
        _("Tentang portal"),
        _("Tempat instansi saling bertanya, mencatat, dan menerapkan cara kerja yang terbukti."),
        _(
            "<p>CoP Sistem Merit adalah komunitas praktik pengelola sistem merit aparatur sipil negara. "
            "Komunitas bekerja dalam empat lingkup: saling membantu, praktik terbaik, penatalayanan pengetahuan, "
            "dan inovasi.</p><p>Pertanyaan yang terjawab dan catatan FGD ditulis menjadi praktik. Instansi lain "
            "menerapkannya, lalu hasilnya kembali sebagai bukti.</p><h2>Penyelenggara</h2><p>Nama penyelenggara "
            "ada di kaki setiap halaman. Penyelenggara menunjuk penatalayan setiap lingkup dan menjaga agar isi "
            "portal ditinjau.</p>"
        ),
    ),
    "ketentuan": (
        _("Ketentuan penggunaan"),
        _("Yang perlu disepakati agar forum tetap berguna dan aman."),
        _(
            "<h2>Menulis</h2><ul><li>Tulislah dari pengalaman instansi Anda, dan sebutkan sumber untuk "
            "angka.</li><li>Jangan menyebut nama, NIP, NIK, atau nomor telepon orang yang "
            "dibahas.</li><li>Informasi yang dikecualikan menurut peraturan keterbukaan informasi tidak boleh "
            "diunggah.</li><li>Portal ini bukan tempat membahas pilihan "
            "politik.</li></ul><h2>Pemeriksaan</h2><p>Tulisan anggota yang belum terverifikasi diperiksa "
            "penatalayan sebelum tampil. Penatalayan dapat menyembunyikan tulisan, mengunci, atau memindahkan "
            "topik, dan selalu memberi tahu alasannya kepada penulis.</p>"
        ),
    ),
    "privasi": (
        _("Pelindungan data pribadi"),
        _("Data apa yang disimpan, untuk apa, dan siapa yang melihatnya."),
        _(
            "<h2>Yang disimpan</h2><p>Nama, alamat surel, instansi, isi profil yang Anda tulis sendiri, tulisan "
            "Anda, dan kursi FGD Anda. NIP dan nomor telepon tidak diminta. Kata yang dicari disimpan tanpa "
            "siapa yang mencari.</p><h2>Yang terlihat</h2><p>Nama dan instansi tampil pada tulisan Anda. Profil "
            "hanya terbuka bagi anggota terverifikasi, dan Anda memilih bagian mana yang tampil. Alamat surel "
            "tidak tampak bagi anggota lain.</p><h2>Surel</h2><p>Setiap surel pemberitahuan memuat tautan untuk "
            "menghentikannya. Pilihan lengkapnya ada di halaman Anda.</p>"
        ),
    ),
    "aksesibilitas": (
        _("Aksesibilitas"),
        _("Portal ini dibuat agar dapat dipakai siapa pun, dengan alat apa pun."),
        _(
            "<p>Setiap halaman diuji dengan pemeriksa otomatis terhadap WCAG 2.2 tingkat AA, dapat dipakai "
            "dengan papan ketik saja, dan berfungsi tanpa JavaScript. Setiap grafik mempunyai tabel "
            "angkanya.</p><p>Bila ada bagian yang menyulitkan Anda, beri tahu penyelenggara: sebutkan alamat "
            "halamannya, alat yang Anda pakai, dan apa yang Anda harapkan terjadi.</p>"
        ),
    ),
}

CONTACT_PAGE = (
    _("Kontak"),
    _("Hubungi penyelenggara portal."),
    _(
        "<p>Tulis kepada penyelenggara bila ada halaman yang keliru, isi yang perlu diturunkan, permintaan "
        "tentang data pribadi Anda, atau kendala memakai portal. Untuk bertanya tentang sistem merit, "
        'pakailah <a href="/forum/tanya/">forum</a>.</p>'
    ),
)
