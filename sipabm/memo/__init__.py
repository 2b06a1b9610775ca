"""Memo: the report of two pages for people who must decide, as HTML and PDF, in English or Danish."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sipabm.errors import ScenarioError
from sipabm.memo.compared import comparison_memo
from sipabm.memo.content import Memo
from sipabm.memo.pages import PAGES, in_words
from sipabm.memo.said import Language
from sipabm.studies import comparison
from sipabm.studies.study_folder import Study
from sipabm.tables.folders import kind_of
from sipabm.whole_files import write_aside

MEMOS = {comparison.STUDY: comparison_memo}


def memo_of(study: Study) -> Memo:
    """Return what a memo says of a study; ScenarioError if there is none of its kind."""
    kind = kind_of(study.made)
    if kind not in MEMOS:
        raise ScenarioError(f"there are no two pages of a {kind}; they are of {', '.join(MEMOS)}")
    return MEMOS[kind](study)


def write_memo(memo: Memo, files: Iterable[Path], language: Language) -> None:
    """Write a memo to files, each of the kind that its name says: '.html' or '.pdf'."""
    # All of them first: nothing is half written if one cannot be made.
    words = in_words(memo, language)
    contents = {file: PAGES[file.suffix.lower()](words) for file in files}
    for file, content in contents.items():
        write_aside(file, content)
