"""The documentation site builds without a warning, has no broken link, and fetches nothing from elsewhere."""

import json
import os
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import typer
from markdown_it import MarkdownIt

import sipabm
from sipabm.cli import app
from sipabm.levers import Lever
from sipabm.parameters import GROUP_OF
from sipabm.scenario.mechanisms import MECHANISMS
from sipabm.tables.codebook import TABLES

ROOT = Path(__file__).parents[1]
# What a browser fetches by itself, unlike what a reader follows.
FETCHED = {
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
}
NOT_FETCHED = {"canonical"}  # kinds of <link> that only tell
CSS_URL = re.compile(r"""(?:url\(|@import)\s*["']?([^"')]+)""")
BLOCKS = {"ol", "ul", "li", "pre", "table", "tr", "h1", "h2", "h3", "h4"}


class Page(HTMLParser):
    """A page of HTML: its anchors, where its links lead, and what it fetches."""

    def __init__(self, text):
        super().__init__()
        self.anchors, self.links, self.fetched, self.styles = set(), [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.anchors |= {told[name] for name in ("id", "name") if told.get(name)}
        self.styles.append(told.get("style") or "")
        for name, value in attributes:
            if (tag, name) in FETCHED and told.get("rel") not in NOT_FETCHED:
                self.fetched.append(value)
            if name in ("href", "src") and value:
                self.links.append(value)

    def handle_data(self, data):
        if self.lasttag == "style":
            self.styles.append(data)


class Blocks(HTMLParser):
    """How often each kind of block stands in an article of HTML, and the text of its code."""

    def __init__(self, text):
        super().__init__()
        self.counts = dict.fromkeys(BLOCKS, 0)
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag in BLOCKS:
            self.counts[tag] += 1


def broken(site):
    """Return every link of a site's pages to a file or an anchor that is not there."""
    pages = {path.resolve(): Page(path.read_text("utf-8")) for path in site.rglob("*.html")}
    found = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            # The page for what is not found has links from the root, as it may be shown anywhere.
            start = site.resolve() if parts.path.startswith("/") else path.parent
            to = (start / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            if not to.exists() or (anchor and to in pages and anchor not in pages[to].anchors):
                found.append(f"{path.relative_to(site.resolve())}: {link}")
    return found


def from_elsewhere(site):
    """Return all that the pages and styles of a site would fetch from somewhere else."""
    pages = {path: Page(path.read_text("utf-8")) for path in site.rglob("*.html")}
    fetched = {path: page.fetched + CSS_URL.findall("\n".join(page.styles)) for path, page in pages.items()}
    fetched |= {path: CSS_URL.findall(path.read_text("utf-8")) for path in site.rglob("*.css")}
    return [f"{path.name}: {url}" for path, urls in fetched.items() for url in urls if re.match(r"(https?:)?//", url)]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the folder of the site, built anew."""
    folder = tmp_path_factory.mktemp("site")
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder))
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout + ended.stderr == ""
    return folder


def test_the_check_of_links_finds_a_missing_page_a_missing_anchor_and_nothing_else(tmp_path):
    (tmp_path / "a.html").write_text(
        '<p id="here"><a href="#here"></a><a href="#gone"></a><a href="b.html"></a><a href="https://x.org"></a>'
    )
    (tmp_path / "there.html").write_text('<a href="a.html#here"></a><a href="a.html#gone"></a>')
    assert sorted(broken(tmp_path)) == ["a.html: #gone", "a.html: b.html", "there.html: a.html#gone"]


def test_the_check_of_what_is_fetched_finds_scripts_fonts_and_pictures_but_no_links(tmp_path):
    (tmp_path / "a.html").write_text(
        '<a href="https://x.org"></a><script src="//cdn.org/a.js"></script><img src="b.png">'
        "<style>@import 'https://fonts.org/f.css';</style><p style='background: url(http://p.org/p.png)'>"
    )
    (tmp_path / "b.css").write_text("p {src: url(https://fonts.org/f.woff), url(local.woff)}")
    assert sorted(from_elsewhere(tmp_path)) == [
        "a.html: //cdn.org/a.js",
        "a.html: http://p.org/p.png",
        "a.html: https://fonts.org/f.css",
        "b.css: https://fonts.org/f.woff",
    ]


def test_words_of_a_declaration_mean_nothing_to_markdown_but_for_code(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import site_pages

    text = "1 << 2 & *all*, [give_up] | `a_b` and a ` alone"
    assert MarkdownIt().renderInline(site_pages.plain(text)) == (
        "1 &lt;&lt; 2 &amp; *all*, [give_up] | <code>a_b</code> and a ` alone"
    )


def test_a_page_that_runs_in_a_browser_is_led_to_by_its_title_and_brings_what_it_needs(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import site_pages

    monkeypatch.setattr(site_pages, "BROWSER_PAGES", tmp_path)
    assert site_pages.in_browser() == []
    (tmp_path / "classroom.html").write_text("<html><title>A class\nroom &amp; more</title></html>")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "engine.wasm").write_bytes(b"\0")
    assert "- [A class room &amp; more](docs/pages/classroom.html)\n" in site_pages.try_it()
    assert site_pages.beside_browser_pages() == [tmp_path / "parts" / "engine.wasm"]


@pytest.mark.slow
def test_no_link_of_the_site_is_broken(site):
    assert broken(site) == []


@pytest.mark.slow
def test_the_site_fetches_nothing_from_elsewhere(site):
    assert from_elsewhere(site) == []


@pytest.mark.slow
def test_every_page_has_the_lists_tables_and_code_on_the_site_that_it_has_on_a_code_host(site):
    code_host = MarkdownIt("commonmark").enable("table")
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        name = "index.html" if path.name == "README.md" else f"{path.relative_to(ROOT).with_suffix('.html')}"
        article = (site / name).read_text("utf-8").split("<article", 1)[1].split("</article>", 1)[0]
        assert Blocks(article).counts == Blocks(code_host.render(path.read_text("utf-8"))).counts, path.name


@pytest.mark.slow
def test_the_reference_has_an_anchor_for_every_name(site):
    names = {
        "parameters": set(GROUP_OF),
        "levers": {lever.name.lower() for lever in Lever},
        "mechanisms": {mechanism.name for mechanism in MECHANISMS},
        "scenarios": set(sipabm.scenarios()),
        "columns": set(TABLES),
        "commands": set(typer.main.get_command(app).commands),
        "python": {f"sipabm.{name}" for name in sipabm.__all__},
    }
    for page, expected in names.items():
        anchors = Page((site / f"reference/{page}.html").read_text("utf-8")).anchors
        assert expected - anchors == set(), page


@pytest.mark.slow
def test_the_gallery_has_every_figure_and_the_command_that_makes_it(site):
    text = unescape((site / "gallery.html").read_text("utf-8"))
    figures = [f"{path.parent.relative_to(ROOT)}/{path.name}" for path in ROOT.glob("results/*/*.svg")]
    assert figures and all(f'src="{figure}"' in text for figure in figures)
    commands = [json.loads(path.read_text("utf-8")).get("again", "") for path in ROOT.glob("results/*/manifest.json")]
    assert any(commands) and all(command in text for command in commands)
