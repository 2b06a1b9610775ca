"""Pages: one HTML file and a PDF of two pages, with text that is text, and names that are never read as markup."""

import io
import re

import pandas as pd
import pytest
from pypdf import PdfReader

from sipabm.levers import Lever
from sipabm.memo.content import Panel
from sipabm.memo.pages import SIZES, figure_of_panel, fitting, html, pdf
from sipabm.memo.said import LANGUAGES, say

NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "#panic() $x$ *b* _i_ @ref [c] `raw`",
    "{what} {0} %s \\u{41}",
)
LEVERS = [lever.name.lower() for lever in Lever]


def plain(text):
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def text_of(content):
    return plain(" ".join(part.extract_text() for part in PdfReader(io.BytesIO(content)).pages))


@pytest.fixture(scope="module")
def study(compared):
    return compared({"early_meetings": (0.5, 0.25), "pooled_budgets": (-0.75, 0.25)})


@pytest.fixture(scope="module")
def told(words, study):
    return {language: fitting(words(study, language)) for language in LANGUAGES}


@pytest.fixture(scope="module")
def nasty(words, compared, study):
    base = study.scenarios["base"].replace(name=NASTY[0], description=NASTY[1])
    others = {label: base.replace(name=label) for label in NASTY[2:]}
    made = {"command": f"sipabm compare '{NASTY[0]}'"}
    return fitting(words(compared(dict.fromkeys(NASTY[2:], (0.5, 0.2)), base=base, others=others, manifest=made)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_its_language_and_its_parts_are_named(told, page, language):
    read = page(told[language])
    tags = dict(read.tags)
    assert tags["html"]["lang"] == language
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1 and levels.count(1) == 1 and set(levels[1:]) == {2}
    tables = [attributes for tag, attributes in read.tags if tag == "table"]
    assert len(tables) == len(read.of("caption")) == 3
    assert all(attributes.get("scope") in ("col", "row", "rowgroup") for tag, attributes in read.tags if tag == "th")
    assert read.of("title")[0] == plain(told[language]["title"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_needs_nothing_else(told, page, language):
    read = page(told[language])
    assert {tag for tag, _ in read.tags} & {"script", "link", "img", "iframe", "object", "embed"} == set()
    links = [value for _, attributes in read.tags for name, value in attributes.items() if name in ("src", "href")]
    assert all(value.startswith("#figure") for value in links)
    assert "url(http" not in html(told[language]) and "@import" not in html(told[language])


def test_figures_have_title_description_and_real_text_and_names_of_their_own(told, page):
    read = page(told["en"])
    svgs = [attributes for tag, attributes in read.tags if tag == "svg"]
    assert len(svgs) == 2 and all(attributes["role"] == "img" for attributes in svgs)
    assert [text for text in read.of("desc") if text.startswith("Early meetings: +0.5. Pooled budgets: −0.8")]
    assert {"Early meetings", "Pooled budgets", "+0.5"} <= set(read.of("svg"))
    names = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(names) == len(set(names))


def test_scales_have_a_decimal_comma_in_danish():
    rows = pd.DataFrame({"label": ["a"], "text": ["b"], "value": [0.0], "low": [-0.5], "high": [0.5]})
    ticks = [
        re.findall(r">([−\d.,]+)</text>", figure_of_panel(Panel(say("row.without"), rows), one)["svg"])
        for one in LANGUAGES
    ]
    assert (
        ticks[0] and [tick.replace(".", ",") for tick in ticks[0]] == ticks[1] and any("," in tick for tick in ticks[1])
    )


def test_every_number_of_the_page_stands_in_a_table_or_says_what_was_simulated(told, page, study):
    read = page(told["en"])
    said = [plain(text) for tags, text in read.texts if not {"style", "code", "svg", "title"} & set(tags)]
    repeated = {value for _, value in told["en"]["repeat"]}
    tokens = {token for text in said if text not in repeated for token in re.findall(r"\d[\d,]*\.?\d*", text)}
    tables = [number for table in study.tables.values() for number in table.select_dtypes("number").to_numpy().ravel()]
    # Shares as a reader sees them; the level of intervals; years, runs, actors; assumed numbers and all of them.
    known = {*tables, *(100 * number for number in tables), 95, 2, *study.made["years"], study.made["replicates"]}
    base = study.scenarios["base"]
    known |= {base.actors(kind) for kind in ("authorities", "providers", "investors")}
    known |= set(counts_of_parameters())
    known |= {2012}  # when the levers start

    def stands(token):
        digits = len(token.partition(".")[2])
        return any(f"{abs(number):.{digits}f}" == token.replace(",", "") for number in known)

    assert len(tokens) > 20 and [token for token in tokens if not stands(token)] == []
    assert not stands("3.14159")


def counts_of_parameters():
    from sipabm.parameters.reference import parameter_rows

    rows = parameter_rows()
    return len(rows), sum(row["source"].startswith("assumed") for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_has_the_same_words_two_pages_at_most_and_is_tagged(told, language):
    content = pdf(told[language])
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) <= 2
    assert reader.metadata.title == told[language]["title"]
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith(language) and "/StructTreeRoot" in root
    # Hyphens divide words at the ends of lines.
    said = re.sub(r"[-­] ?", "", text_of(content))
    for text in (told[language]["answer"], told[language]["tables"][1]["rows"][1]["heading"]):
        assert re.sub(r"[-­] ?", "", plain(text)) in said


def test_a_pdf_has_the_same_bytes_whenever_it_is_made(told):
    assert pdf(told["en"]) == pdf(told["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_levers_fit_on_two_pages(words, compared, language):
    told = fitting(words(compared(dict.fromkeys(LEVERS, (0.5, 0.25))), language))
    assert SIZES[-1] < told["size"] < SIZES[0]
    assert len(PdfReader(io.BytesIO(pdf(told))).pages) == 2


def test_names_of_strangers_stay_text_on_the_page(nasty, page):
    read = page(nasty)
    assert {tag for tag, _ in read.tags} & {"script", "img"} == set()
    said = plain(" ".join(text for _, text in read.texts))
    for text in NASTY:
        assert text in said


def test_names_of_strangers_stay_text_in_the_pdf(nasty):
    said = text_of(pdf(nasty)).replace("- ", "").replace(" ", "")
    for text in NASTY:
        assert re.sub(r"\s", "", text) in said
