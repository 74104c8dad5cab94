"""What people ask, by the kind of work it makes: `QUESTIONS[kind]` are the keywords of `SearchRequest`."""

from datetime import date

COMMON = (
    "kinerja|pegawai|penilaian|jabatan|kompetensi|promosi|sistem|talenta|disiplin|aplikasi|skp|e-kinerja|pelatihan|"
    "laporan"
)
RARE = "abreviasi|zaitun|selasar|lumbung|kemarau|pelita|rembulan|tamasya|bkpsdm|banding"
TWO = (
    "penilaian kinerja|sistem merit|pengembangan kompetensi|manajemen talenta|kode etik|seleksi terbuka|umpan balik|"
    "beban kerja|kinerja lumbung|dialog kinerja|promosi jabatan|tunjangan pegawai|mutasi pegawai|data pegawai|"
    "pimpinan daerah|sanksi disiplin"
)
LONG = (
    "sasaran kinerja pegawai|penilaian kinerja pns kota|cara menyusun sasaran kinerja pegawai baru|"
    "bagaimana menilai bawahan secara objektif|pemetaan talenta dan rencana suksesi|analisis beban kerja jabatan|"
    "pengisian jabatan pimpinan tinggi secara terbuka|aplikasi penilaian kinerja yang dipakai kabupaten|"
    "rapat dialog kinerja bulanan atasan pegawai|penghargaan bagi pegawai berkinerja baik|"
    "netralitas pegawai menjelang pilkada|pelatihan dasar calon pegawai|tunjangan kinerja dan kehadiran"
)
QUOTED = '"penilaian kinerja"|"sistem merit"|"kode etik" pegawai|"unit kerja"|"kinerja pegawai"|"beban kerja" jabatan'
EXCLUDED = "kinerja -honorer|pegawai -kontrak|promosi jabatan -kota|penilaian -skp -aplikasi|talenta -suksesi"
MISSPELT = "kinreja pegawai|penilian kinerja|kompentensi|sasarankinerja|promosi jabatn|talneta"
FILTERS = [
    {"kind": "practice"},
    {"kind": "topic"},
    {"filters": {"scope": ("helping",)}},
    {"filters": {"year": ("2024",)}},
    {"filters": {"instansi": ("kota", "kabupaten")}},
    {"kind": "practice", "filters": {"problem": ("behaviour",), "year": ("2025", "2026")}},
    {"filters": {"owner": ("OWNER-3",)}},
    {"filters": {"province": ("PROV-7",), "example": ("no",)}},
    {"since": date(2025, 1, 1), "until": date(2025, 12, 31)},
]
WORDS_UNDER_FILTERS = ("kinerja", "penilaian kinerja", "lumbung", "rencana pengembangan kompetensi")

QUESTIONS: dict[str, list[dict]] = {
    "common word": [{"text": text} for text in COMMON.split("|")],
    "rare word": [{"text": text} for text in RARE.split("|")],
    "two words": [{"text": text} for text in TWO.split("|")],
    "three or more": [{"text": text} for text in LONG.split("|")],
    "quoted": [{"text": text} for text in QUOTED.split("|")],
    "excluded": [{"text": text} for text in EXCLUDED.split("|")],
    "misspelt": [{"text": text} for text in MISSPELT.split("|")],
    "filtered": [{"text": text, **more} for text in WORDS_UNDER_FILTERS for more in FILTERS],
    "newest": [{"text": text, "sort": "newest"} for text in (*WORDS_UNDER_FILTERS, "pegawai", "jabatan")],
    "deep page": [{"text": text, "offset": 900} for text in ("kinerja", "pegawai jabatan")],
    "no words": [{"text": "", **more} for more in FILTERS] + [{"text": "", "sort": "newest"}],
}

# What stands in the box when suggestions are asked for: beginnings, several words, slips, acronyms.
TYPED = [
    "ki",
    "pen",
    "penil",
    "penilaian kin",
    "skp",
    "sasaran kin",
    "kota ba",
    "gimana bikin sk",
    "pengembangan kompetensi peg",
    "kinrj",
    "dialog kinrja ",
    "kontrakkinerja",
    "penialian kinerj",
    "xqzwk",
    "zai",
]
