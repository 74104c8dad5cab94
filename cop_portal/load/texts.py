"""Sentences as people of the civil service write them, as far as length and skew of words go.

A pool of sentences is made once and its roots with it: a text is a handful of them, so that a hundred thousand texts
take seconds. Words follow Zipf's law: those of `COMMON` lead, a dictionary's words make the tail.
"""

from importlib import resources
from itertools import accumulate
from random import Random
from typing import NamedTuple

COMMON = """
dan yang di untuk dengan pada dalam dari oleh ini setiap tidak akan agar
pegawai kinerja penilaian jabatan atasan kompetensi instansi pengembangan karier sistem merit promosi mutasi target
sasaran unit kerja bulan rapat laporan data aplikasi pimpinan daerah kota kabupaten provinsi badan dinas kepala bidang
pelatihan tim dokumen hasil proses rencana talenta disiplin seleksi terbuka pengadaan penghargaan tunjangan dialog umpan
balik indikator kontrak perjanjian aturan pedoman evaluasi pemantauan perbaikan anggaran layanan masyarakat publik
digital e-kinerja SKP ASN PNS PPPK BKPSDM BKN KASN diklat assessment manajemen suksesi netralitas kode etik perlindungan
perencanaan kebutuhan formasi analisis beban honorer lamaran ujian wawancara nilai rapor kuesioner survei inovasi
replikasi praktik baik pengetahuan komunitas diskusi pertanyaan jawaban pengalaman kendala solusi langkah jadwal tahapan
mempromosikan menilai dinilai melaksanakan menyusun disusun menetapkan meningkatkan peningkatan pelaksanaan penyusunan
pengisian memetakan pemetaan pembinaan bimbingan mentor pendampingan sertifikat rotasi pensiun cuti absensi kehadiran
perilaku budaya nilai integritas pengaduan sanksi hukuman banding keberatan gaji remunerasi kelas insentif bonus
"""
POOL, SENTENCE = 24_000, (6, 18)
TAIL = 9_000


class Text(NamedTuple):
    """A text and its roots."""

    plain: str
    stems: str


class Writer:
    """Makes texts; the same seed makes the same ones."""

    def __init__(self, seed: int = 1):
        from search import language

        self.random = Random(seed)  # noqa: S311 -- made-up texts
        dictionary = resources.files("Sastrawi.Stemmer").joinpath("data/kata-dasar.txt").read_text("utf-8").split()
        known = [word for word in dictionary if word.isalpha() and len(word) > 3]
        self.tail = self.random.sample(known, TAIL)
        words = list(dict.fromkeys([*COMMON.split(), *self.tail]))
        weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
        self.pool = []
        for _ in range(POOL):
            length = self.random.randint(*SENTENCE)
            sentence = " ".join(self.random.choices(words, cum_weights=weights, k=length)).capitalize() + "."
            self.pool.append(Text(sentence, language.stems(sentence)))
        self._stems = language.stems

    def sentences(self, count: int) -> Text:
        """`count` sentences, the last with a rare word or two of its own."""
        rare = " ".join(self.random.sample(self.tail, 2)) + "."
        chosen = [*self.random.choices(self.pool, k=max(0, count - 1)), Text(rare, self._stems(rare))]
        return Text(" ".join(each.plain for each in chosen), " ".join(each.stems for each in chosen))

    def title(self, place: str) -> Text:
        """Four to nine words, with a place behind them as often as not."""
        plain = " ".join(self.random.choice(self.pool).plain.rstrip(".").split()[: self.random.randint(4, 9)])
        if self.random.random() < 0.5:
            plain = f"{plain} di {place}"
        return Text(plain, self._stems(plain))

    def skewed(self, items: list, power: float = 2.0):
        """One of the items, the first far more often than the last."""
        return items[int(len(items) * self.random.random() ** power)]

    def words(self) -> set[str]:
        """All words that texts may hold."""
        from search import language

        return set().union(*(language.words(each.plain) for each in self.pool), self.tail)
