"""Pages that only the documentation site has: the reference, written from the declarations, and the gallery."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import typer
from refresh import COLUMNS

import sipabm
from sipabm.barriers import BARRIERS, Barrier
from sipabm.cli import app
from sipabm.cli.levers_command import TOLD
from sipabm.cli.measures_command import FORMS
from sipabm.language.number_names import name_in_words
from sipabm.parameters import GROUPS
from sipabm.parameters.lever_guide import lever_rows, parameters_of
from sipabm.parameters.reference import parameter_rows
from sipabm.scenario import Scenario
from sipabm.scenario.mechanisms import mechanism_rows
from sipabm.scenario.overview import features
from sipabm.sweeps.measures import measure_rows
from sipabm.tables.codebook import column_rows

ROOT = Path(__file__).parents[1]
RESULTS, BROWSER_PAGES = ROOT / "results", ROOT / "docs" / "pages"
SVG = "{http://www.w3.org/2000/svg}"
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
CODE, SPECIAL = re.compile(r"(`[^`]+`)"), re.compile(r"([*_\\`\[\]|])")
PARAMETER = {name: head for name, head in COLUMNS.items() if name != "meaning"}  # which stands above the others


def generated() -> dict[str, str]:
    """Return the text of every generated page by its place."""
    pages = {
        "gallery.md": gallery(),
        "reference/parameters.md": parameters(),
        "reference/levers.md": levers(),
        "reference/barriers.md": barriers(),
        "reference/mechanisms.md": mechanisms(),
        "reference/scenarios.md": scenarios(),
        "reference/columns.md": columns(),
        "reference/measures.md": measures(),
        "reference/commands.md": commands(),
        "reference/python.md": python(),
    }
    return pages | ({"try_it.md": try_it()} if in_browser() else {})


def plain(text: str) -> str:
    """Return a text in which no character means anything to Markdown, but for names between backticks."""
    parts = CODE.split(text)
    parts[::2] = [SPECIAL.sub(r"\\\1", part).replace("&", "&amp;").replace("<", "&lt;") for part in parts[::2]]
    return "".join(parts)


def named(name: str, level: int = 3) -> str:
    """Return a heading that is a name of the program, by which others can link to it."""
    return f"{'#' * level} `{name}` {{ #{name} }}\n\n"


def capital(text: str) -> str:
    """Return a text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def entries(told: Mapping[str, str]) -> str:
    """Return what is told of a thing, a line for each head; those of which nothing is told are left out."""
    return "".join(f"- **{head}**: {plain(text)}\n" for head, text in told.items() if text) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table whose first column holds names."""
    titles = list(head)
    lines = [
        titles,
        ["---"] * len(titles),
        *([f"`{name}`", *map(plain, cells)] for name, *cells in rows),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def block(command: str) -> str:
    """Return a command to copy."""
    return f"```text\n{command}\n```\n\n"


def parameters() -> str:
    """Return the page of all parameters, by group."""
    rows = parameter_rows()
    parts = [
        "# Parameters\n\n"
        f"All {len(rows)} numbers of the model, in {len(GROUPS)} groups. A number that nobody knows is drawn from its "
        "*plausible* range, the program accepts what is within the *bounds*, and the *neutral value* changes nothing. "
        "A command prints the same:\n\n" + block("sipabm parameters --search development")
    ]
    for group, members in groupby(rows, key=lambda row: row["group"]):
        parts.append(f"{named(group, 2)}{plain((GROUPS[group].__doc__ or '').strip())}\n\n")
        for row in members:
            told = entries({head: row[key] for key, head in PARAMETER.items()})
            parts.append(f"{named(row['name'])}{plain(row['meaning'])}\n\n{told}")
    return "".join(parts)


def levers() -> str:
    """Return the page of all levers: in plain words, then in the model."""
    parts = [
        "# Levers\n\nWhat a policy can start to help partnerships come about. Each answers something that stops them, "
        "and each has a cost or a side effect. A command prints the same:\n\n" + block("sipabm levers early_meetings")
    ]
    for row in lever_rows():
        name = row["lever"]
        numbers = table(
            ("Its numbers", "Default", "Plausible", "Meaning"),
            ((each["name"], each["default"], each["plausible"], each["meaning"]) for each in parameters_of(name)),
        )
        told = entries({capital(head): row[key] for key, head in TOLD.items()})
        use = block(f"sipabm compare world --lever {name}=0.5 --from 2024Q1")
        parts.append(f"{named(name, 2)}{plain(row['what'])}\n\n{told}{linked(numbers)}{use}")
    return "".join(parts)


def linked(rows: str) -> str:
    """Return a table whose names link to their parameters."""
    return re.sub(r"^\| (`(\w+)`) ", r"| [\1](parameters.md#\2) ", rows, flags=re.MULTILINE)


def barriers() -> str:
    """Return the page of all barriers."""
    rows = (
        (each.name.lower(), BARRIERS[each].family.name.lower(), BARRIERS[each].gates, BARRIERS[each].meaning)
        for each in Barrier
    )
    return (
        f"# Barriers\n\nWhat can stop an attempt: {len(BARRIERS)} barriers of five families. The gate is the step at "
        "which it is recorded.\n\n" + table(("Barrier", "Family", "Gate", "Meaning"), rows)
    )


def mechanisms() -> str:
    """Return the page of what can be switched off by name."""
    parts = [
        "# Mechanisms\n\nWhat can be switched off by name, to see what it does. A command prints the same:\n\n"
        + block("sipabm mechanisms")
    ]
    for row in mechanism_rows():
        told = entries({"Off": row["off"]})
        use = block(f"sipabm compare world --without {row['mechanism']}")
        parts.append(f"{named(row['mechanism'], 2)}{plain(row['meaning'])}\n\n{told}{use}")
    return "".join(parts)


def scenarios() -> str:
    """Return the page of the scenarios that come with the package."""
    parts = ["# Scenarios\n\nThe worlds that come with the package.\n\n"]
    for name in sipabm.scenarios():
        told = {capital(head): text for head, text in features(Scenario.load(name))}
        what, _ = told.pop("Description"), told.pop("Scenario")
        text = f"The whole file, with its sources: [{name}.toml](../sipabm/scenario/named/{name}.toml).\n\n"
        parts.append(f"{named(name, 2)}{plain(what)}\n\n{entries(told)}{text}{block(f'sipabm run {name} --report')}")
    return "".join(parts)


def columns() -> str:
    """Return the page of all columns of the tables of results."""
    parts = ["# Columns\n\nWhat every column of every table of results holds.\n\n" + block("sipabm columns attempts")]
    for name, rows in groupby(column_rows(), key=lambda row: row["table"]):
        cells = ((row["column"], row["holds"], row["meaning"]) for row in rows)
        parts.append(named(name, 2) + table(("Column", "Holds", "Meaning"), cells))
    return "".join(parts)


def measures() -> str:
    """Return the page of what a sweep can measure of runs."""
    parts = [f"# Measures\n\nWhat a sweep can measure of runs. {plain(FORMS)}\n\n" + block("sipabm measures")]
    for kind, rows in groupby(measure_rows(), key=lambda row: row["kind"]):
        cells = ((row["measure"], row["unit"], row["forms"], row["meaning"]) for row in rows)
        parts.append(f"## {capital(kind)}\n\n" + table(("Measure", "Unit", "Also", "Meaning"), cells))
    return "".join(parts)


def commands() -> str:
    """Return the page of the command line, from its help."""
    parts = [
        "# Command line\n\nEvery command, with all that it takes. Its help says the same:\n\n"
        + block("sipabm run --help")
    ]
    for name, command in typer.main.get_command(app).commands.items():
        types = get_type_hints(command.callback)
        given = ((usage(each, types[each.name]), getattr(each, "help", "") or "") for each in command.params)
        what = plain(f"{command.help}\n\n{command.epilog or ''}".strip())
        parts.append(f"## `sipabm {name}` {{ #{name} }}\n\n{what}\n\n" + table(("It takes", "Meaning"), given))
    return "".join(parts)


def usage(given: Any, kind: Any) -> str:
    """Return how an argument or an option of some kind is written: '--seed N', '--model engine|mesa'."""
    names = ", ".join((*given.opts, *given.secondary_opts)) or given.name
    value = given.metavar or "|".join(words_allowed(kind))
    return f"{names} {value}" if value and names.startswith("-") else names


def words_allowed(kind: Any) -> list[str]:
    """Return the words that a type allows, none if it is not one of words."""
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    return [word for part in get_args(kind) for word in words_allowed(part)]


def python() -> str:
    """Return the page of the package's doors, which mkdocstrings fills from their docstrings."""
    parts = ["# Python\n\nEverything that `import sipabm` offers, from its docstrings.\n\n"]
    for title, kind in (("Functions", False), ("Classes", True)):
        doors = [name for name in sipabm.__all__ if isinstance(getattr(sipabm, name), type) == kind]
        parts.append(f"## {title}\n\n" + "".join(f"::: sipabm.{name}\n\n" for name in doors))
    return "".join(parts)


def gallery() -> str:
    """Return the page of all figures, each with what it shows and the command that makes it."""
    parts = ["# Gallery\n\nEvery figure, and the command that makes it again.\n\n"]
    for folder in sorted(path.parent for path in RESULTS.glob("*/manifest.json")):
        figures = "".join(figure(path, f"results/{folder.name}/") for path in sorted(folder.glob("*.svg")))
        if figures:
            parts.append(f"## {question(folder)}\n\n{answer(folder)}{figures}{block(command(folder))}")
    return "".join(parts)


def finding(path: Path) -> str:
    """Return the page of a finding, with its figures and tables."""
    figures = "".join(figure(each, "") for each in sorted(path.parent.glob("*.svg")))
    tables = ", ".join(f"[{each.name}]({each.name})" for each in sorted(path.parent.glob("*.csv")))
    return f"{path.read_text('utf-8')}\n## Figures\n\n{figures}## Tables\n\n{tables}\n"


def question(folder: Path) -> str:
    """Return the question that a folder of results answers, or which scenario it ran."""
    manifest = manifest_of(folder)
    return manifest.get("question") or f"The scenario {manifest['scenario']}"


def answer(folder: Path) -> str:
    """Return the first sentence of what was found, and where all of it stands; nothing if it was a run."""
    page = folder / "finding.md"
    if not page.is_file():
        return ""
    found = page.read_text("utf-8").split("\n- ")[1].strip()
    return f"{plain(first_sentence(found))} [All that was found](results/{folder.name}/finding.md)\n\n"


def command(folder: Path) -> str:
    """Return the command that makes a folder of results again."""
    manifest = manifest_of(folder)
    return manifest.get("again") or (
        f"sipabm run {manifest['scenario']} --replicates {manifest['replicates']} --seed {manifest['seed']} --report"
    )


def manifest_of(folder: Path) -> dict[str, str]:
    """Return what a folder of results says of how it was made."""
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def figure(path: Path, folder: str) -> str:
    """Return a figure, with its title and the first sentence of its description as far as its file has them."""
    svg = ElementTree.parse(path).getroot()
    title, described = (svg.findtext(f"{SVG}{tag}") or "" for tag in ("title", "desc"))
    alternative = plain(described or title or name_in_words(path.stem))
    link = f"{folder}{path.name}"
    heading = f"### {plain(title)}\n\n" if title else ""
    return f"{heading}[![{alternative}]({link}){{ loading=lazy }}]({link})\n\n{plain(first_sentence(described))}\n\n"


def first_sentence(text: str) -> str:
    """Return the first sentence of a text."""
    return SENTENCE_END.split(text)[0]


def in_browser() -> list[Path]:
    """Return the pages that run in a browser."""
    return sorted(BROWSER_PAGES.glob("*.html"))


def beside_browser_pages() -> list[Path]:
    """Return what the pages that run in a browser need beside them."""
    return [path for path in BROWSER_PAGES.rglob("*") if path.is_file() and path not in in_browser()]


def try_it() -> str:
    """Return the page that leads to those that run in a browser."""
    found = {path.name: re.search(r"<title>(.*?)</title>", path.read_text("utf-8"), re.DOTALL) for path in in_browser()}
    titles = {name: " ".join(title[1].split()) if title else name for name, title in found.items()}
    rows = (f"- [{title}](docs/pages/{name})\n" for name, title in titles.items())
    return "# Try it\n\nEach of these pages runs in the browser, and needs nothing else.\n\n" + "".join(rows)


def of_text(name: str) -> str:
    """Return the page that shows a file of the repository."""
    path = ROOT / name
    language = {".py": "python", ".toml": "toml", ".cff": "yaml"}.get(path.suffix, "text")
    alone = (
        "---\nhide: [navigation, toc]\nsearch: {exclude: true}\n---\n"  # as wide as lines of code are, and not searched
    )
    return f"{alone}# {plain(name)}\n\n````{language}\n{path.read_text('utf-8').rstrip()}\n````\n"
