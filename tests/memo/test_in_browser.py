"""Pages in a browser: nothing leaves the window, two sheets hold them, nothing is asked for or complained of."""

import io
import shutil

import pytest
from pypdf import PdfReader

from sipabm.browser.page import page_inside
from sipabm.levers import Lever
from sipabm.memo import memo_of
from sipabm.memo.pages import LIVE, fitting, html
from sipabm.memo.said import LANGUAGES

sync_api = pytest.importorskip("playwright.sync_api")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium is found")]
LEVERS = [lever.name.lower() for lever in Lever]
WIDTHS = (390, 1280)
# Contrast of a text with what is behind it, by WCAG 2.1, and how large and bold it is.
CONTRASTS = """() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if (!colour.endsWith(", 0)")) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("main *")].filter(each => !each.closest("svg") &&
    [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())).map(each => {
      const [one, other] = [light(getComputedStyle(each).color), light(ground(each))].sort((a, b) => b - a);
      return [(one + 0.05) / (other + 0.05), each.textContent.slice(0, 40)];
  });
}"""


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module", params=[2, len(LEVERS)])
def pages(request, words, compared):
    """Return the page of two levers, or of nine, in each language, with the live page inside."""
    study = compared(dict.fromkeys(LEVERS[: request.param], (0.5, 0.25)))
    live = memo_of(study).live
    return {
        language: html({**fitting(words(study, language)), LIVE: page_inside(live, language)}) for language in LANGUAGES
    }


@pytest.fixture(params=LANGUAGES)
def opened(request, browser, pages, tmp_path):
    """Return a function that opens a page so wide, and what was asked for and complained of meanwhile."""
    file = tmp_path / "memo.html"
    file.write_text(pages[request.param], "utf-8")
    asked, said, there = [], [], []

    def open_page(width):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        there.append(page)
        return page

    yield open_page, asked, said
    for page in there:
        page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_leaves_the_window_but_tables_in_their_own_boxes(opened, width):
    open_page, asked, said = opened
    page = open_page(width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    outside = page.evaluate(
        "() => [...document.querySelectorAll('main *')].filter(each => !each.closest('.scroll, svg') && "
        "each.getBoundingClientRect().right > innerWidth + 1).map(each => each.outerHTML.slice(0, 80))"
    )
    assert outside == []
    # What the live page hands to its worker comes from itself.
    assert [url for url in asked if not url.startswith("blob:")] == [page.url] and said == []


def test_the_live_page_inside_has_the_levers_of_the_study_and_simulates(opened):
    open_page, asked, said = opened
    page = open_page(1280)
    page.locator(".live iframe").scroll_into_view_if_needed()
    inside = page.frame_locator(".live iframe")
    inside.locator("table td").first.wait_for(timeout=60_000)  # numbers of runs that this browser made
    assert inside.locator("input[type=range]").first.input_value() == "100"
    assert inside.locator("h1").count() == 1
    assert [url for url in asked if not url.startswith("blob:")] == [page.url] and said == []


def test_two_sheets_of_a4_hold_it_and_no_table_is_wider_than_a_sheet(opened):
    page = opened[0](1280)
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    assert len(printed.pages) <= 2
    assert [round(float(side)) for side in printed.pages[0].mediabox[2:]] == pytest.approx([595, 842], abs=1)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})  # 180 mm, between the margins of a sheet
    assert page.evaluate("document.documentElement.scrollWidth") == 680


def test_text_has_enough_contrast(opened):
    found = opened[0](1280).evaluate(CONTRASTS)
    assert len(found) > 50 and [each for each in found if each[0] < 4.5] == []


def test_letters_are_large_enough_for_a_phone(opened):
    page = opened[0](390)
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('main p, main li, main td, main th, main dd')]"
        ".map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= 14
    # Of a figure the letters as they are drawn.
    drawn = page.evaluate(
        "() => [...document.querySelectorAll('svg text')].map(each => each.getBoundingClientRect().height)"
    )
    assert min(drawn) >= 11
