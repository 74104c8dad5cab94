"""How fast the library is with many practices: `python -m benchmarks.library_speed [--database …] [--practices N]`.

Whole pages, asked of Django in this process, made anew each time: the page cache leaves such requests alone. A row
"after a change" is the first page that a process makes after something was published.
"""

import argparse
from collections.abc import Callable
from functools import partial

from benchmarks.databases import filled
from benchmarks.measure import Stopwatch, summary
from benchmarks.readers import ask, readers
from benchmarks.results import report, runs

ADDRESSES = {
    "list": ["", "?hal=2", "?hal=5", "?urut=judul", "?urut=terlama"],
    "deep page": ["?hal={last}", "?hal={middle}", "?urut=judul&hal={middle}"],
    "one filter": [
        *("?aspek={aspect}", "?sub={subaspect}", "?masalah=perilaku", "?lingkup=inovasi", "?instansi=kota"),
        *("?tahun=2024", "?tinjauan=due", "?pemilik={owner}", "?provinsi={province}"),
    ],
    "three filters": [
        "?aspek={aspect}&masalah=perilaku&tahun=2024",
        "?instansi=kota&instansi=kabupaten&tahun=2025&tahun=2026&lingkup=praktik-terbaik",
        "?sub={subaspect}&tinjauan=current&masalah=substansi&urut=judul",
    ],
    "nothing found": ["?aspek={aspect}&tahun=1999", "?pemilik={owner}&provinsi=00"],
}


def main() -> None:
    from django.core.management import call_command

    options = _options()
    with filled(options.database, f"library_{options.practices}", partial(_fill, options.practices)):
        call_command("collectstatic", interactive=False, verbosity=0)
        found = measure(options.rounds)
    name = "library {}, {} practices"
    smaller = runs(name.format(options.database, options.practices // 100))
    if smaller:
        few = smaller[-1]["figures"]["all pages"]["cpu_p95"]
        found["all pages"]["× of a hundredth"] = round(found["all pages"]["cpu_p95"] / few, 2)
    about = f"{options.rounds} rounds, milliseconds"
    report(
        name.format(options.database, options.practices),
        found,
        about=about,
        watched=["cpu_p50", "cpu_p95"],
        path=options.json,
    )


def _fill(count: int) -> None:
    from cop_portal.load.practices import add_practices
    from cop_portal.load.texts import Writer

    for _ in add_practices(count, Writer()):
        pass


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Kind of page → p50, p95 and worst."""
    from practices import library_index

    stopwatch, pages = Stopwatch(), _pages()
    timings = stopwatch.rounds({f"{kind}: {who} {path}": ask for kind, who, path, ask in pages}, rounds)
    kinds = list(dict.fromkeys(kind for kind, *_ in pages))
    found = {kind: summary(each for name, each in timings.items() if name.startswith(f"{kind}:")) for kind in kinds}
    found["all pages"] = summary(timings.values())
    first = pages[0][3]

    def changed() -> None:
        library_index.touch()
        first()

    found["after a change"] = summary(stopwatch.rounds({"changed": changed}, max(3, rounds)).values())
    return found


def _pages() -> list[tuple[str, str, str, Callable[[], None]]]:
    """Kind, reader, query and how to ask, for a visitor and for a member."""
    from community.models import User

    person, _ = User.objects.get_or_create(email="ukur@contoh.go.id", defaults={"name": "Pengukur"})
    clients = readers(person)
    values = _values()
    return [
        (kind, who, path.format(**values), partial(ask, client, f"/praktik/{path.format(**values)}"))
        for kind, paths in ADDRESSES.items()
        for path in paths
        for who, client in clients.items()
    ]


def _values() -> dict[str, object]:
    """Values that practices have, and pages that there are."""
    from community.enums import Audience
    from practices.facets import PAGE_SIZE
    from practices.models import PracticePage

    public = PracticePage.objects.live().filter(audience=Audience.PUBLIC)
    last = -(-public.count() // PAGE_SIZE)
    first = public.filter(owners__province__isnull=False).order_by("pk").first()
    owner = first.owners.filter(province__isnull=False).first()
    return {
        "last": last,
        "middle": max(1, last // 2),
        "aspect": first.aspects.first().code,
        "subaspect": first.subaspects.first().code,
        "owner": owner.code,
        "province": owner.province.code,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--practices", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", help="a file for the figures of this run")
    return parser.parse_args()


if __name__ == "__main__":
    main()
