"""Memo: the report of two pages for people who must decide, as HTML and PDF, in English or Danish.

Made from what a study leaves in its folder alone: manifest, tables and scenarios.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from sipabm.errors import ScenarioError
from sipabm.memo.compared import comparison_memo
from sipabm.memo.content import Memo
from sipabm.memo.live import Live
from sipabm.memo.pages import LIVE, PAGES, fitting, in_words
from sipabm.memo.said import Language
from sipabm.memo.survived import robustness_memo
from sipabm.memo.swept import sweep_memo, swept_study
from sipabm.studies import comparison, robustness
from sipabm.studies.study_folder import Study, damaged_table, read_study
from sipabm.sweeps.storing import SWEEP
from sipabm.tables import folders
from sipabm.whole_files import write_aside


class Kind(NamedTuple):
    """What makes a memo of a kind of study, and reads the study from its folder."""

    memo: Callable[[Study], Memo]
    read: Callable[[Path], Study]


def of_tables(*names: str) -> Callable[[Path], Study]:
    """Return what reads a study with some of its tables."""
    return lambda folder: read_study(folder, [f"{name}.csv" for name in names])


STUDIES = {
    comparison.STUDY: Kind(comparison_memo, of_tables("comparison", "cohort", "net_positions")),
    robustness.STUDY: Kind(
        robustness_memo, of_tables("answers", "luck", "deciding", "cohort", "net_positions", "sets", "drawn")
    ),
    SWEEP: Kind(sweep_memo, swept_study),
}


def memo_of(study: Study) -> Memo:
    """Return what a memo says of a study."""
    return STUDIES[folders.kind_of(study.made)].memo(study)


def memo_of_folder(folder: Path) -> Memo:
    """Return what a memo says of the study in a folder; ScenarioError if there is none, or it is damaged."""
    made = folders.read_manifest(folder)
    kind = folders.kind_of(made)
    if kind not in STUDIES:
        raise ScenarioError(
            f"there are no two pages of a {kind} ('{folder}'); they are of {', '.join(STUDIES)} and runs"
        )
    study = STUDIES[kind].read(folder)
    try:
        return STUDIES[kind].memo(study)
    except ScenarioError:
        raise
    except (LookupError, ValueError, TypeError, AttributeError):  # a row or column is missing, or another
        raise damaged_table(folder, made, study.tables) from None


def write_memo(
    memo: Memo, files: Sequence[Path], language: Language, page_of: Callable[[Live, Language], str] | None = None
) -> None:
    """Write a memo to files, each of the kind that its name says: '.html' or '.pdf'.

    `page_of` makes the live page that its HTML holds; without it there is none.
    """
    words = fitting(in_words(memo, language))
    if page_of and any(file.suffix.lower() == ".html" for file in files):  # paper holds no live page
        words[LIVE] = page_of(memo.live, language)
    # All of them first: nothing is half written if one cannot be made.
    contents = {file: PAGES[file.suffix.lower()](words) for file in files}
    for file, content in contents.items():
        write_aside(file, content)
