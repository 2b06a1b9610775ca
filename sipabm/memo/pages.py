"""Pages of a memo: one HTML file with everything in it, and a PDF, both of the same words, tables and figure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import matplotlib
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sipabm.language.numbers import plain, short_tick
from sipabm.memo.content import Cell, Memo, Panel, Row, Table
from sipabm.memo.said import Language, Number, Part, in_language, say, sentence
from sipabm.plots import Described, figure_bytes, marks_figure, years_figure

HEADINGS = ("answer", "assumed", "not_covered", "live", "repeat")
SVG, IDS = re.compile(r"<svg\b.*</svg>", re.DOTALL), re.compile(r'(?<=\bid=")|(?<=href="#)|(?<=url\(#)')
STYLE, METADATA = re.compile(r"<style\b.*?</style>", re.DOTALL), re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
# Sizes of letters, in points: the largest with which two pages hold the memo, else the smallest.
SIZES, MOST_PAGES = (8.6, 8.2, 7.8, 7.4, 7.0, 6.6), 2
Words = dict[str, Any]
LIVE = "live"  # a page of its own in the HTML, which has no place on paper
TEMPLATE = files("sipabm.memo") / "templates" / "memo.typ"
# matplotlib brings the letters of its figures: so a PDF has the same wherever it is made.
LETTERS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def in_words(memo: Memo, language: Language) -> Words:
    """Return all that a memo says in a language, as the templates of both kinds take it but for the size of letters."""

    def text(part: Part) -> str:
        return sentence(part, language)

    return {
        "language": language,
        "kicker": text(say("kicker")),
        "title": text(memo.title),
        "intro": text(say("intro")),
        "headings": {name: text(say(f"heading.{name}")) for name in HEADINGS}
        | {"question": text(memo.question), "figure": text(memo.figure)},
        "answer": text(memo.answer),
        "points": list(map(text, memo.points)),
        "setting": list(map(text, memo.setting)),
        "terms": [[text(each.term), text(each.meaning)] for each in memo.terms],
        "figures": [figure_of_panel(panel, language) for panel in memo.panels],
        "figure_note": text(memo.figure_note),
        "tables": [table_in_words(table, language) for table in memo.tables],
        "assumed": list(map(text, memo.assumed)),
        "not_covered": list(map(text, memo.not_covered)),
        "repeat": [[text(each.term), in_language(each.meaning, language)] for each in memo.repeat],
        "live_intro": text(say("live.intro")),
        LIVE: "",
    }


def table_in_words(table: Table, language: Language) -> dict[str, Any]:
    """Return a table in a language."""
    return {
        "name": table.name,
        "heading": sentence(table.heading, language),
        "caption": sentence(table.caption, language),
        "columns": [sentence(column, language) for column in table.columns],
        "rows": [row_in_words(row, language) for row in table.rows],
        "notes": [sentence(note, language) for note in table.notes],
    }


def row_in_words(row: Row, language: Language) -> dict[str, Any]:
    """Return a row of a table in a language."""

    def cell(each: Cell) -> dict[str, Any]:
        parts = {"text": in_language(each.text, language), "below": in_language(each.below, language)}
        return {**parts, "strong": each.strong}

    heading = {"heading": sentence(row.heading, language), "marked": row.marked, "strong": row.strong}
    return {**heading, "cells": list(map(cell, row.cells))}


def figure_of_panel(panel: Panel, language: Language) -> dict[str, str]:
    """Return the heading of a panel, what it shows in words, and itself as an SVG with real text."""

    def tick(value: float) -> str:
        return in_language(Number(short_tick(value)), language)

    rows, heading = panel.rows, sentence(panel.heading, language)
    if panel.drawn == "years":
        labels = list(map(str, rows["year"]))
        texts = [in_language(Number(plain(value)), language) for value in rows["value"]]
        drawn = years_figure(rows, tick)
    else:
        labels = [sentence(label, language) for label in rows["label"]]
        texts = [in_language(text, language) for text in rows["text"]]
        drawn = marks_figure(rows.assign(label=labels, text=texts), tick)
    said = [
        in_language(say("figure.row", label=label, text=text), language)
        for label, text in zip(labels, texts, strict=True)
    ]
    description = ". ".join(said)
    svg = figure_bytes(Described(drawn, heading, description), "svg").decode()
    return {"heading": heading, "described": description, "svg": svg}


def html(words: Words) -> str:
    """Return a memo in words as one HTML file that needs nothing else."""
    loader = PackageLoader("sipabm.memo", "templates")
    # A name that the template has and we do not give is a mistake of ours, which must not become an empty place.
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    figures = [{**each, "svg": inline(each["svg"], number)} for number, each in enumerate(words["figures"], 1)]
    return environment.get_template("memo.html").render({**words, "figures": figures})


def inline(svg: str, number: int) -> Markup:
    """Return an SVG file as a part of a page: its names are its own, and its style does not touch the rest."""
    found = SVG.search(svg)
    assert found is not None
    # What is a name in it was escaped by who drew it.
    bare = STYLE.sub("", METADATA.sub("", found[0]))
    return Markup(IDS.sub(f"figure{number}-", bare))


def pdf(words: Words) -> bytes:
    """Return a memo in words as a PDF, the same bytes for the same words: tagged, and with text that is text."""
    import typst  # slow to import

    with as_file(TEMPLATE) as template:
        made = typst.compile(template, format="pdf", **typeset(words), pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    return made


def fitting(words: Words) -> Words:
    """Return a memo in words with the largest size of letters with which two pages hold it, else the smallest."""
    import typst

    with as_file(TEMPLATE) as template:
        for size in SIZES:
            fitted = {**words, "size": size}
            pages = json.loads(typst.query(template, "<pages>", field="value", one=True, **typeset(fitted)))
            if pages <= MOST_PAGES:
                break
    return fitted


def typeset(words: Words) -> dict[str, Any]:
    """Return what is given to typst: words as data, which is never read as markup, and the letters."""
    printed = {name: value for name, value in words.items() if name != LIVE}
    given = {"memo": json.dumps(printed, ensure_ascii=False)}
    return {"sys_inputs": given, "font_paths": [LETTERS], "ignore_system_fonts": True}


PAGES: dict[str, Callable[[Words], str | bytes]] = {".html": html, ".pdf": pdf}
