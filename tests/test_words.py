"""Words: sentences that a user reads keep to the list in CONTRIBUTING.md."""

import re
from pathlib import Path

import pytest
import typer

from sipabm.cli import app
from sipabm.language.glossary import GLOSSARY
from sipabm.memo.said import phrases
from sipabm.parameters.lever_guide import GUIDES

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| (?P<said>.+) \| (?P<avoided>.+) \|$", re.MULTILINE)


def avoided():
    section = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("\n## Words\n")[1].split("\n## ")[0]
    rows = [match for match in ROW.finditer(section) if not match["said"].startswith(("We say", "---"))]
    return [word.strip() for row in rows for word in row["avoided"].split(",")]


def texts():
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("for_*.md"))]
    found = {page.name: page.read_text("utf-8") for page in pages}
    found |= {f"glossary: {word}": meaning for word, meaning in GLOSSARY.items()}
    found |= {f"lever: {lever}": str(guide) for lever, guide in GUIDES.items()}
    found |= {f"two pages: {key}": texts["en"] for key, texts in phrases().items()}
    for name, command in typer.main.get_command(app).commands.items():
        said = [command.help, *(getattr(each, "help", None) for each in command.params)]
        found[f"help: {name}"] = " ".join(filter(None, said))
    return found


def used(word, text):
    # As a whole word, in any case; code stands apart from sentences.
    prose = re.sub(r"`[^`]*`|\[[^\]]*\]\([^)]*\)|^ {4,}.*$", "", text, flags=re.MULTILINE)
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", " ".join(prose.split()), re.IGNORECASE)


def test_the_list_has_words():
    assert {"intensity", "e.g.", "conventional contract"} <= set(avoided())


@pytest.mark.parametrize("word", avoided())
def test_no_user_reads_a_word_that_we_avoid(word):
    assert [name for name, text in texts().items() if used(word, text)] == []


def test_a_planted_word_is_found():
    assert used("intensity", "At full\nIntensity it works.") and not used("intensity", "`intensity` and intensities")
