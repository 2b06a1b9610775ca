"""The frame of experiments: arguments, what is written, and what the manifest says."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sipabm import Scenario, ScenarioError
from sipabm.experiment import SCRATCH, Effort, Finding, finding_text, run, scratch_folder
from sipabm.source import source_digest
from sipabm.sweeps import running
from sipabm.tables.manifest import version

QUESTION = "Is it so?"


def figure():
    drawn = Figure(figsize=(1, 1))
    FigureCanvasAgg(drawn)
    return drawn


def finding(**changes):
    world = Scenario.load("classroom")
    table = pd.DataFrame({"lever": ["a", "b"], "added": [1 / 3, 2.0]})
    given = {"table": table, "figure": figure(), "sentences": ["It is so.", "But not always."], "replicates": 7}
    return Finding(**{**given, "scenarios": {"base": world, "other": world.replace(quarters=8)}, **changes})


def answered(tmp_path, *arguments, **changes):
    """Return exit code, folder and efforts of an experiment called `why` that finds the same in any case."""
    efforts = []

    def answer(effort):
        efforts.append(effort)
        return finding(**changes)

    code = run(QUESTION, answer, "experiments/why.py", ["--out", str(tmp_path), *arguments])
    return code, tmp_path / "why", efforts


def test_an_effort_chooses_what_it_takes():
    assert Effort().choose(200, 4) == 200 and Effort(quick=True).choose(200, 4) == 4


@pytest.mark.parametrize(
    ("arguments", "effort"),
    [((), Effort(False, 1)), (("--quick",), Effort(True, 1)), (("--quick", "--seed", "7"), Effort(True, 7))],
)
def test_arguments_become_an_effort(tmp_path, arguments, effort):
    (found,) = answered(tmp_path, *arguments)[2]
    assert replace(found, scratch=None) == effort and (found.scratch is None) == effort.quick


@pytest.mark.parametrize("arguments", [["--fast"], ["--seed", "soon"], ["--seed"], ["more"]])
def test_wrong_arguments_are_refused_before_anything_is_written(tmp_path, capsys, arguments):
    with pytest.raises(SystemExit) as left:
        answered(tmp_path, *arguments)
    assert left.value.code == 2 and "why.py: error: " in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_mistake_ends_in_one_line_and_writes_nothing(tmp_path, capsys):
    def answer(_):
        raise ScenarioError("seed = -1 is not allowed")

    assert run(QUESTION, answer, "why.py", ["--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "why: seed = -1 is not allowed\n"
    assert not list(tmp_path.iterdir())


def test_it_prints_question_sentences_and_folder(tmp_path, capsys):
    code, folder, _ = answered(tmp_path)
    question, nothing, first, second, _, last = capsys.readouterr().out.splitlines()
    assert code == 0 and (question, nothing, first, second) == (QUESTION, "", "It is so.", "But not always.")
    assert last.startswith(f"In {folder}; ")


def test_tables_and_figures_go_by_their_names(tmp_path):
    more = {"more_tables": {"pairs": pd.DataFrame({"x": [1]})}, "more_figures": {"map": figure()}}
    _, folder, _ = answered(tmp_path, **more)
    tables, figures = {"table.csv", "pairs.csv"}, {"figure.png", "figure.svg", "map.png", "map.svg"}
    assert {file.name for file in folder.iterdir()} == tables | figures | {"finding.md", "manifest.json"}


def test_a_table_has_six_digits(tmp_path):
    _, folder, _ = answered(tmp_path)
    assert (folder / "table.csv").read_text() == "lever,added\na,0.333333\nb,2\n"


@pytest.mark.parametrize(("arguments", "quick"), [([], False), (["--quick"], True)])
def test_the_manifest_says_what_was_done_and_how_to_do_it_again(tmp_path, arguments, quick):
    _, folder, _ = answered(tmp_path, *arguments, "--seed", "3")
    made, world = json.loads((folder / "manifest.json").read_text()), Scenario.load("classroom")
    assert made.pop("seconds") >= 0 and made.pop("python").startswith("3.")
    assert made == {
        "experiment": "why",
        "question": QUESTION,
        "again": f"python experiments/why.py{' --quick' if quick else ''} --seed 3",
        "sipabm": version(),
        "source_digest": source_digest(),
        "scenarios": {"base": world.digest(), "other": world.replace(quarters=8).digest()},
        "replicates": 7,
        "made_from": "7 runs of each of 2 worlds",
        "seed": 3,
        "quick": quick,
    }


def test_the_finding_holds_question_sentences_and_the_command(tmp_path):
    _, folder, _ = answered(tmp_path)
    assert (folder / "finding.md").read_text() == (
        f"# {QUESTION}\n\nIt is so.\n\n## In numbers\n\n- But not always.\n\n"
        "Made from 7 runs of each of 2 worlds with `python experiments/why.py --seed 1`.\n"
    )


def test_a_quick_finding_warns(tmp_path):
    _, folder, _ = answered(tmp_path, "--quick")
    assert "This is the quick form: too few runs to cite." in (folder / "finding.md").read_text()


def test_one_world_is_called_one_and_other_runs_are_said_in_words():
    made = {"again": "python why.py", "quick": False}
    one = {"base": Scenario.load("classroom")}
    assert "Made from 7 runs of one world with" in finding_text(QUESTION, finding(scenarios=one), made)
    words = "9 runs of all sorts"
    assert f"Made from {words} with" in finding_text(QUESTION, finding(made_from=words), made)


def test_a_second_run_replaces_the_first(tmp_path):
    answered(tmp_path)
    _, folder, _ = answered(tmp_path, sentences=["It is not."])
    assert "It is not." in (folder / "finding.md").read_text()
    assert "It is so." not in (folder / "finding.md").read_text()


def in_two_steps(stop, told, made):
    """Return the answer of an experiment that measures twice, and may be stopped after the first time."""

    def answer(effort):
        world = Scenario.load("classroom")
        before = len(made)
        first = effort.measure({"base": world}, 3, measures=["signed"])
        told.append((len(made) - before, first.by_run("signed")["base"].tolist()))
        if stop:
            raise KeyboardInterrupt
        effort.measure({"base": world, "other": world.replace(own_interest=0.3)}, 3, measures=["signed"])
        return finding()

    return answer


def test_an_interrupted_experiment_goes_on_from_the_runs_that_it_has_and_clears_up(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told, made = [], []
    monkeypatch.setattr(running, "done", lambda *given, done=running.done: made.append(given) or done(*given))
    script, arguments = tmp_path / "why.py", ["--out", str(tmp_path / "out")]
    script.write_text("# an experiment")
    with pytest.raises(KeyboardInterrupt):
        run(QUESTION, in_two_steps(True, told, made), str(script), arguments)
    assert [folder.name for folder in scratch_folder(script, 1).iterdir()] == ["000"]
    assert run(QUESTION, in_two_steps(False, told, made), str(script), arguments) == 0
    assert not scratch_folder(script, 1).exists()
    assert run(QUESTION, in_two_steps(False, told, made), str(script), ["--quick", *arguments]) == 0
    pieces, values = zip(*told, strict=True)
    assert pieces[0] > 0 and pieces[1] == 0 and pieces[2] > 0
    assert values[0] == values[1] == values[2]


def test_tables_of_whole_runs_are_kept_as_well(tmp_path):
    world, seen = {"base": Scenario.load("classroom")}, []

    def of(results):
        seen.append(len(results.runs))
        return results.contracts[["run", "started", "status", "capital"]]

    first, second, quick = (Effort(scratch=scratch).of_each(world, 3, of) for scratch in (tmp_path, tmp_path, None))
    assert seen == [3, 3]  # by the first, and by the one without a folder
    assert len(first["base"]) > 0
    pd.testing.assert_frame_equal(first["base"], second["base"])
    pd.testing.assert_frame_equal(first["base"], quick["base"])


def test_runs_that_several_experiments_take_have_one_folder_for_each_seed_beside_those_of_experiments():
    one, other = (Effort(scratch=SCRATCH / name / "1-abc").shared("calibration") for name in ("here", "there"))
    assert one == other and one.parent == SCRATCH / "shared"
    assert Effort(seed=2, scratch=SCRATCH).shared("calibration") != one
    assert Effort(quick=True).shared("calibration") is None


def test_steps_have_folders_of_their_own_in_the_same_order():
    first, second = (Effort(scratch=Path("there")) for _ in range(2))
    assert (
        [first.folder(), first.folder()] == [second.folder(), second.folder()] == [Path("there/000"), Path("there/001")]
    )
    assert Effort(quick=True).folder() is None


def test_what_another_script_left_is_removed_but_not_that_of_another_seed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    script = tmp_path / "why.py"
    script.write_text("# first")
    old, other_seed = scratch_folder(script, 1), scratch_folder(script, 2)
    old.mkdir(parents=True)
    other_seed.mkdir()
    assert scratch_folder(script, 1) == old and old.exists()
    script.write_text("# second")
    assert scratch_folder(script, 1) != old
    assert not old.exists() and other_seed.exists()
