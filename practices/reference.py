"""Reference data of practices: the regulations they cite, the page they hang below, and their review."""

from django.utils.translation import gettext_noop
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from community.enums import Role
from community.reference.roles import grant, grant_on_page
from community.reference.steps import once
from practices.enums import RegulationState
from practices.models import PracticeIndexPage, Regulation, ScopeReview

IN_FORCE, AMENDED, REVOKED = RegulationState.IN_FORCE, RegulationState.AMENDED, RegulationState.REVOKED

# code, short name, subject, state, code of the one that replaced it. A subject is empty where no source gives it.
REGULATIONS = [
    ("uu-20-2023", "UU 20/2023", "Aparatur Sipil Negara", IN_FORCE, None),
    ("uu-5-2014", "UU 5/2014", "Aparatur Sipil Negara", REVOKED, "uu-20-2023"),
    ("pp-11-2017", "PP 11/2017", "Manajemen Pegawai Negeri Sipil", AMENDED, None),
    ("pp-17-2020", "PP 17/2020", "Perubahan atas PP 11/2017", IN_FORCE, None),
    ("pp-49-2018", "PP 49/2018", "Manajemen Pegawai Pemerintah dengan Perjanjian Kerja", IN_FORCE, None),
    ("pp-30-2019", "PP 30/2019", "Penilaian Kinerja Pegawai Negeri Sipil", IN_FORCE, None),
    ("permenpanrb-38-2017", "PermenPANRB 38/2017", "Standar Kompetensi Jabatan", IN_FORCE, None),
    ("permenpanrb-19-2025", "PermenPANRB 19/2025", "Penyelenggaraan Sistem Merit", IN_FORCE, None),
    ("permenpanrb-40-2018", "PermenPANRB 40/2018", "", REVOKED, "permenpanrb-19-2025"),
    ("perkasn-9-2019", "PerKASN 9/2019", "", IN_FORCE, None),
    ("permenpanrb-15-2019", "PermenPANRB 15/2019", "Seleksi Terbuka Jabatan Pimpinan Tinggi", IN_FORCE, None),
    ("permenpanrb-1-2020", "PermenPANRB 1/2020", "Analisis Jabatan dan Analisis Beban Kerja", IN_FORCE, None),
    ("permenpanrb-3-2020", "PermenPANRB 3/2020", "Manajemen Talenta", IN_FORCE, None),
    ("permenpanrb-6-2022", "PermenPANRB 6/2022", "Pengelolaan Kinerja Pegawai Aparatur Sipil Negara", IN_FORCE, None),
    ("permenpanrb-8-2021", "PermenPANRB 8/2021", "", REVOKED, "permenpanrb-6-2022"),
    ("perpres-91-2024", "Perpres 91/2024", "", IN_FORCE, None),
    ("perpres-92-2024", "Perpres 92/2024", "", IN_FORCE, None),
]
REGULATION_RIGHTS = [f"practices.{verb}_regulation" for verb in ("view", "add", "change")]
PRACTICE_PAGES = {
    Role.CONTRIBUTOR: ["add"],
    Role.STEWARD: ["add", "change", "publish", "lock", "unlock"],
}


def load(home: Page) -> dict[str, int]:
    """Add the missing regulations and the practice library below `home`, and give the roles their rights on them."""
    added = _load_regulations()
    library, is_new = _library(home)
    for role in (Role.STEWARD, Role.ORGANISER):
        grant(role, REGULATION_RIGHTS, step="regulations")
    for role, kinds in PRACTICE_PAGES.items():
        grant_on_page(role, library, kinds)
    if once("workflow:practices"):
        _review(library)
    return {"peraturan": added, "halaman praktik": int(is_new)}


def _load_regulations() -> int:
    known = {row.code: row for row in Regulation.objects.all()}
    added = 0
    for code, name, title, state, successor in REGULATIONS:
        if code not in known:
            known[code] = Regulation.objects.create(
                code=code, name=name, title=title, state=state, replaced_by=known.get(successor)
            )
            added += 1
    return added


def _review(library: Page) -> None:
    """Give the library its review: one step, decided by the stewards of each practice's own scope."""
    task, _ = ScopeReview.objects.get_or_create(name="Tinjauan penatalayan lingkup")
    workflow, is_new = Workflow.objects.get_or_create(name="Tinjauan praktik")
    if is_new:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.get_or_create(page=library, defaults={"workflow": workflow})


def _library(home: Page) -> tuple[PracticeIndexPage, bool]:
    library = PracticeIndexPage.objects.first()
    if library is not None:
        return library, False
    page = PracticeIndexPage(
        title="Praktik",
        slug="praktik",
        intro=gettext_noop("Cara kerja yang sudah dijalankan instansi, lengkap dengan langkah, hasil, dan syaratnya."),
    )
    return home.add_child(instance=page), True
