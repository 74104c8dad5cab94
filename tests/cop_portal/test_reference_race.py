"""Two runs of `load_reference` at once: one adds, the other finds nothing missing."""

import os
import subprocess
import sys

import pytest

from community.models import Instansi
from cop_portal.models import HomePage


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_follow_each_other(migrated_only, database_url):
    environment = os.environ | {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "cop_portal.settings.demo"}
    command = [sys.executable, "manage.py", "load_reference"]
    runs = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]

    said = sorted(run.communicate(timeout=120)[0].strip() for run in runs)

    assert [run.returncode for run in runs] == [0, 0]
    assert said[0].startswith("Data acuan ditambahkan: 652 instansi")
    assert said[1] == "Data acuan sudah lengkap."
    assert (Instansi.objects.count(), HomePage.objects.count()) == (652, 1)
