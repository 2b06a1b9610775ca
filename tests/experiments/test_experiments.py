"""Every experiment in `experiments/`: its quick form writes a whole finding, and its manifest makes it again."""

import importlib.util
import json
import re
import shlex
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from sipabm.experiment import run
from sipabm.plots import figure_of
from sipabm.plots.style import style
from sipabm.source import source_digest

ROOT = Path(__file__).parent.parent.parent
SCRIPTS = sorted((ROOT / "experiments").glob("*.py"))
ALWAYS = {"table.csv", "figure.png", "figure.svg", "finding.md", "manifest.json"}
LONGEST_SENTENCE = 1200
COLUMN, PAGE = 3.5, 7.2  # inches


def loaded(script):
    """Return the module of a script, which is in no package."""
    spec = importlib.util.spec_from_file_location(f"experiment_{script.stem}", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def quick_form(script, out):
    """Return the quick form of an experiment: script, module, what it found, folder, manifest."""
    module, kept = loaded(script), []

    def answer(effort):
        kept.append(module.answer(effort))
        return kept[-1]

    assert run(module.QUESTION, answer, str(script), ["--quick", "--out", str(out)]) == 0
    made = json.loads((out / script.stem / "manifest.json").read_text())
    return SimpleNamespace(script=script, module=module, found=kept[0], folder=out / script.stem, made=made)


def check_question(quick):
    assert quick.module.QUESTION.endswith("?") and "\n" not in quick.module.QUESTION


def check_files(quick):
    assert {file.name for file in quick.folder.iterdir()} >= ALWAYS
    assert all(file.stat().st_size > 0 for file in quick.folder.iterdir())
    assert len(pd.read_csv(quick.folder / "table.csv")) > 0


def check_sentences(quick):
    assert any(character.isdigit() for character in quick.found.sentences[0])
    for sentence in quick.found.sentences:
        assert sentence[0].isupper() and sentence.endswith(".") and len(sentence) <= LONGEST_SENTENCE, sentence
        assert not re.search(r"\b(nan|inf)\b|  ", sentence), sentence


def check_that_the_quick_form_says_so(quick):
    assert quick.made["quick"] and "too few runs to cite" in (quick.folder / "finding.md").read_text()


def check_manifest(quick):
    assert quick.made["source_digest"] == source_digest()
    assert quick.made["replicates"] >= 1 and quick.made["made_from"]
    assert quick.made["scenarios"] == {name: world.digest() for name, world in quick.found.scenarios.items()}


def check_figures(quick):
    """Check that figures fit a column or a page, and that no text leaves them."""
    for name, drawn in {"figure": quick.found.figure, **quick.found.more_figures}.items():
        figure = figure_of(drawn)
        assert figure.get_figwidth() in (COLUMN, PAGE), name
        with style():
            figure.canvas.draw()
        for text, box in texts(figure):
            inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1
            assert inside, (name, text)


CHECKS = (
    check_question,
    check_files,
    check_sentences,
    check_that_the_quick_form_says_so,
    check_manifest,
    check_figures,
)


# In the fast tests the one with deals; all of them in the slow tests.
FAST = ("outcomes_funds",)
CASES = [
    pytest.param(script, id=script.stem, marks=() if script.stem in FAST else pytest.mark.slow) for script in SCRIPTS
]


# One test for all checks: tests that run side by side do not share what an experiment found.
@pytest.mark.parametrize("script", CASES)
def test_its_quick_form_is_whole_and_its_manifest_makes_it_again_to_the_byte(script, tmp_path):
    quick = quick_form(script, tmp_path / "first")
    for check in CHECKS:
        check(quick)
    python, again, *arguments = shlex.split(quick.made["again"])
    assert python == "python" and ROOT / again == script
    assert run(quick.module.QUESTION, quick.module.answer, again, [*arguments, "--out", str(tmp_path)]) == 0
    for file in sorted(quick.folder.iterdir()):
        if file.suffix in (".csv", ".md", ".svg"):
            assert (tmp_path / script.stem / file.name).read_bytes() == file.read_bytes(), file.name


def test_the_experiment_of_the_guide_is_whole(tmp_path):
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "own_experiment.md").read_text("utf-8"), re.DOTALL)
    script = tmp_path / "support.py"
    script.write_text(code)
    quick = quick_form(script, tmp_path / "out")
    for check in CHECKS:
        check(quick)
    assert f"python {script.as_posix()} --quick --seed 1" == quick.made["again"]


def texts(figure):
    """Return every text of a figure that is not empty, with the place it takes."""
    found = [*figure.texts, *(text for legend in figure.legends for text in legend.get_texts())]
    for axes in figure.axes:
        found += [*axes.texts, axes.xaxis.label, axes.yaxis.label, axes.title, axes._left_title]
        found += [*tick_labels(axes.xaxis), *tick_labels(axes.yaxis)]
    return [(text.get_text(), text.get_window_extent()) for text in found if text.get_text().strip()]


def tick_labels(axis):
    """Return the labels of an axis that are drawn: matplotlib has more, beyond its ends."""
    low, high = sorted(axis.get_view_interval())
    ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    return [tick.label1 for tick in ticks if tick.label1.get_visible()]
