"""What MkDocs builds the site of: the repository's own pages, each in its place, and those of docs/site_pages.py.

The site has the folders of the repository, so that a link of a page leads to the same thing on a code host and here.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import site_pages
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)#\s]+)")
AS_THEY_ARE = {".md", ".png", ".svg", ".csv", ".ipynb", ".html"}


def on_config(config: MkDocsConfig) -> None:
    """Give the pages that run in a browser their place in the navigation, if there are any."""
    if site_pages.in_browser():
        config.nav.insert(2, {"Try it": "try_it.md"})


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add every page, and every file that a page links to: text as a page of its own, all else as it is."""
    pages = {**of_repository(), **site_pages.generated()}
    linked = {name for place, text in pages.items() for name in linked_files(place, text)}
    for place, text in pages.items():
        files.append(File.generated(config, place, content=LINK.sub(lambda link, at=place: shown(link[0], at), text)))
    for name in linked - set(pages):
        if Path(name).suffix in AS_THEY_ARE:
            files.append(File.generated(config, name, abs_src_path=str(ROOT / name)))
        else:
            files.append(File.generated(config, f"{name}.md", content=site_pages.of_text(name)))
    for path in site_pages.beside_browser_pages():
        files.append(File.generated(config, path.relative_to(ROOT).as_posix(), abs_src_path=str(path)))


def of_repository() -> dict[str, str]:
    """Return every Markdown page of the repository by its place; findings with their figures and tables."""
    paths = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    pages = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}
    findings = {f"results/{path.parent.name}/finding.md": path for path in ROOT.glob("results/*/finding.md")}
    return pages | {place: site_pages.finding(path) for place, path in findings.items()}


def linked_files(place: str, text: str) -> list[str]:
    """Return the files of the repository that a page at a place links to."""
    return [name for link in LINK.findall(text) if (ROOT / (name := target(link, place))).is_file()]


def target(link: str, place: str) -> str:
    """Return where a link of the page at a place leads, from the root of the repository."""
    return (ROOT / PurePosixPath(place).parent / link).resolve().relative_to(ROOT.resolve()).as_posix()


def shown(link: str, place: str) -> str:
    """Return a link of the page at a place as the site has it: a file of text is a page there."""
    is_text = (ROOT / target(link, place)).is_file() and Path(link).suffix not in AS_THEY_ARE
    return f"{link}.md" if is_text else link
