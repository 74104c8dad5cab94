"""What `make bench` keeps and says of earlier runs."""

import json

import pytest

from benchmarks import results

BEFORE = {
    "list": {"cpu_p50": 10.0, "cpu_p95": 20.0, "wall_p95": 90.0},
    "old": {"cpu_p50": 1.0},
    "none": {"cpu_p50": 0.0},
}
NOW = {"list": {"cpu_p50": 11.0, "cpu_p95": 24.0, "wall_p95": 10.0}, "new": {"cpu_p50": 5.0}, "none": {"cpu_p50": 3.0}}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "RESULTS", tmp_path / "results")
    return tmp_path


def told(figures, name="library sqlite, 200 practices", **more) -> list[str]:
    return results.report(name, figures, about="5 rounds", watched=["cpu_p50", "cpu_p95"], **more)


def test_a_ratio_above_one_is_worse_whatever_is_counted():
    watched = ["cpu_p50", "cpu_p95"]

    assert results.ratios(BEFORE, NOW, watched) == {"list": {"cpu_p50": 1.1, "cpu_p95": 1.2}}
    assert results.ratios(BEFORE, NOW, watched, more_is_better=True) == {"list": {"cpu_p50": 0.91, "cpu_p95": 0.83}}


def test_the_first_run_is_kept_and_the_next_one_compared(folder, capsys):
    assert told(BEFORE) == []
    assert "No earlier run" in capsys.readouterr().out

    assert told(NOW, path=str(folder / "now.json")) == ["list, cpu_p95"]

    said = capsys.readouterr().out
    assert "1.20 !" in said
    assert "Worse: list, cpu_p95." in said
    kept = results.runs("library sqlite, 200 practices")
    assert [run["figures"] for run in kept] == [BEFORE, NOW]
    assert json.loads((folder / "now.json").read_text()) == kept[-1]


def test_runs_of_another_name_are_not_compared(capsys):
    told(BEFORE)
    told(NOW, name="library sqlite, 20000 practices")

    assert capsys.readouterr().out.count("No earlier run") == 2


def test_so_many_runs_are_kept_and_no_more(capsys):
    for number in range(results.KEPT + 3):
        told({"list": {"cpu_p50": 1.0 + number}})

    assert [run["figures"]["list"]["cpu_p50"] for run in results.runs("library sqlite, 200 practices")] == [
        4.0 + number for number in range(results.KEPT)
    ]
