"""What the front page shows: the finder, the newest practices, the scopes and true numbers."""

from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.enums import ProblemKind, Scope
from practices import library_index
from practices.enums import Health
from practices.library import practice_rows
from practices.links import library_url

NEWEST = 3
ABOUT_SCOPES = {
    Scope.HELPING: gettext_lazy(
        "Cara instansi saling menolong saat buntu: menjawab dari pengalaman, bukan dari teori."
    ),
    Scope.BEST_PRACTICE: gettext_lazy(
        "Cara kerja yang sudah dijalankan satu instansi, ditulis agar bisa dijalankan instansi lain."
    ),
    Scope.KNOWLEDGE_STEWARDING: gettext_lazy(
        "Pengetahuan dirawat: ditinjau tiap tahun, disambungkan ke peraturan, diberi penjaga."
    ),
    Scope.INNOVATIVE: gettext_lazy(
        "Gagasan yang belum terbukti diuji kecil dulu, lalu hasilnya diceritakan apa adanya."
    ),
}


@dataclass(frozen=True)
class ScopeBlock:
    """One scope with the number of its practices and its page."""

    scope: Scope
    about: str
    count: int
    url: str


@dataclass(frozen=True)
class Stat:
    """A number and the list that shows exactly what it counts."""

    value: int
    text: str
    url: str


class Front:
    """The library as `reader` may read it, counted for the front page from one index."""

    def __init__(self, reader):
        self.reader = reader
        self.index = library_index.current()
        self.readable = self.index.readable_by(reader)

    def scopes(self) -> list[ScopeBlock]:
        return [self._scope(scope) for scope in Scope]

    def _scope(self, scope: Scope) -> ScopeBlock:
        count = self._count(lingkup=scope.slug)
        return ScopeBlock(scope, ABOUT_SCOPES[scope], count, f"/komunitas/{scope.slug}/")

    def stats(self) -> list[Stat]:
        """Numbers without examples, each with its list; zeros are left out, since they prove nothing."""
        recorded = self._count(contoh="tanpa")
        found = [
            self._stat(
                ngettext("praktik tercatat dari instansi nyata", "praktik tercatat dari instansi nyata", recorded)
            ),
            self._stat(_("di antaranya dalam batas tinjau"), tinjauan=Health.CURRENT.value),
            self._stat(_("di antaranya perlu ditinjau lagi"), tinjauan=Health.DUE.value),
            self._stat(_("di antaranya menjawab masalah perilaku"), masalah=ProblemKind.BEHAVIOUR.value),
        ]
        return [stat for stat in found if stat.value]

    def _stat(self, text: str, **filters: str) -> Stat:
        chosen = {"contoh": "tanpa", **filters}
        return Stat(self._count(**chosen), text, library_url(**chosen))

    def newest(self) -> list[dict]:
        """The practices reported last, as the inputs of `components/item.html`."""
        positions = islice((n for n in range(len(self.index.ids)) if self.readable >> n & 1), NEWEST)
        return practice_rows(self.index, self.reader, [self.index.ids[n] for n in positions])

    def _count(self, **filters: str) -> int:
        mask = self.readable
        for facet, value in filters.items():
            mask &= self.index.having(facet, [value])
        return mask.bit_count()
