"""Assembly of a page: template, style, modules and data in one HTML file."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from sipabm.arguments import ScenarioOrName, checked_scenario
from sipabm.browser import engine_script, engine_wasm
from sipabm.browser.page.phrases import checked_language, phrases
from sipabm.browser.page.told import told
from sipabm.errors import ScenarioError, shown

VIEWS = ("lesson", "policy")
# In the order in which they need each other: joined, they are one module.
MODULES = (
    "elements",
    "words",
    "statistics",
    "state",
    "runner",
    "charts",
    "cohort",
    "contrasts",
    "compared",
    "watch",
    "machines",
    "levers",
    "exported",
    "policy",
    "lesson",
    "main",
)
WORKER_MODULES = ("cohort", "worker")
IMPORT, EXPORT = re.compile(r"^import [^;]+;\n", re.MULTILINE), re.compile(r"^export (?=\w)", re.MULTILINE)
LAST_EXPORT = re.compile(r"^export \{[^}]*\};\n?", re.MULTILINE)


def page(
    scenario: ScenarioOrName,
    views: tuple[str, ...] = VIEWS,
    language: str = "en",
    *,
    currency: str | None = None,
    price_year: int | None = None,
    file: str | None = None,
    state: str = "",
    inside: bool = False,
) -> str:
    """Return a page of a scenario as HTML: it holds the engine and all else, and asks nothing of any server.

    `views` are 'lesson', 'policy' or both, and the first one is shown first; a reader can change the language. Money is
    in a currency and the prices of a year, as in `Scenario.money`. `file` is what commands call the scenario, by
    default its name. It begins in a `state`, written as in its links after '#'; `inside` another page it has no link of
    its own. ScenarioError for a scenario that cannot be read, or an engine that was made from another source.
    """
    scenario, language = checked_scenario(scenario), checked_language(language)
    if not views or set(views) - set(VIEWS) or len(set(views)) < len(views):
        raise ScenarioError(f"views = {shown(views)} is not allowed; give 'lesson', 'policy' or both")
    data = told(scenario, views, language, file or scenario.name, scenario.money(currency, price_year))
    data["page"] |= {"link": state, "inside": inside}
    book = phrases()
    return Template(text_of("page.html")).substitute(
        language=language,
        title=escape(book["title"][language].format(name=scenario.name)),
        noscript=escape(book["noscript"][language]),
        style=text_of("page.css"),
        told=packed(json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()),
        wasm=packed(engine_wasm()),
        worker=LAST_EXPORT.sub("", engine_script()) + joined(WORKER_MODULES),
        script=joined(MODULES),
    )


@cache
def text_of(name: str) -> str:
    """Return the text of a file of the page."""
    return (files("sipabm.browser.page") / name).read_text("utf-8")


def joined(modules: Iterable[str]) -> str:
    """Return modules as one: a file that was opened by a double click may not load others."""
    return "".join(EXPORT.sub("", IMPORT.sub("", text_of(f"{name}.js"))) for name in modules)


def packed(content: bytes) -> str:
    """Return bytes compressed and as text, the same every time."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()
