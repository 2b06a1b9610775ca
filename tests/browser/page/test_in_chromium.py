"""The page in a real browser: the numbers of `sipabm compare`, no request, no error, keyboard alone, WCAG 2.2 AA."""

import json
import re
from pathlib import Path

import pytest

from sipabm import Scenario, __version__, compare
from sipabm.browser.page import page
from sipabm.browser.page.told import RUNS, RUNS_WITH_SETS
from sipabm.cli import main

pytestmark = pytest.mark.slow
STEPS = ("predict", "watch", "off", "help", "machines", "plan", "words")
WIDTHS = {390: 844, 768: 1024, 1280: 800, 1920: 1080}
READ = (390, 1280)  # the widths at which all of axe's rules are asked
LEVER = "levers=early_meetings:100:2010:"
STATES = [
    *(f"#step={step}" for step in STEPS),
    "#shown=2&guess=1.5.9",
    "#step=off&off=leaving&expected=off%2Bleaving:fewer",
    "#step=off&off=learning",
    f"#step=help&{LEVER}",
    "#step=watch&quarter=30",
    "#step=machines&walked=30",
    "#view=policy",
    f"#view=policy&from=2010&{LEVER}",
    f"#view=policy&language=da&from=2010&{LEVER}",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def small():
    """Return a scenario of a few actors, long enough for what begins early to be followed to its end."""
    return Scenario.load("classroom").replace(name="small", quarters=72, pool=0.5)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Return pages of a scenario with one set of numbers, and with one for each run."""
    folder = tmp_path_factory.mktemp("pages")
    made = {"small": small(), "uncertain": small().replace(name="uncertain", over="posterior")}
    for name, scenario in made.items():
        (folder / f"{name}.html").write_text(page(scenario), encoding="utf-8")
        scenario.save(folder / f"{name}.toml")
    return folder


@pytest.fixture
def opened(chromium, files):
    """Return a function that opens a page of a name in a state, offline; nothing may be asked for or go wrong."""
    contexts, wrong = [], []

    def open_page(name, state="", width=1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": WIDTHS[width]}, offline=True, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on("request", lambda request: wrong.append(request.url) if is_request(request.url) else None)
        tab.goto(f"{(files / f'{name}.html').as_uri()}{state}")
        tab.wait_for_selector("main")
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def is_request(address):
    """Return whether something is asked for that does not lie in the file itself."""
    return not address.startswith(("data:", "blob:")) and not Path(address).suffix.startswith(".html")


def settle(tab):
    """Wait until nothing is being simulated."""
    tab.wait_for_function(
        "() => window.sipabm && [...document.querySelectorAll('.busy')].every((each) => !each.textContent)",
        timeout=120_000,
    )


@pytest.fixture
def settled(opened):
    """Return a function that opens a page and waits until all is simulated."""

    def open_page(*asked, **options):
        tab = opened(*asked, bypass_csp=True, **options)
        settle(tab)
        return tab

    return open_page


def rows_of(tab, selector):
    """Return what the page tells of itself in full: the `data-` attributes of some elements."""
    return tab.locator(selector).evaluate_all("(found) => found.map((each) => ({ ...each.dataset }))")


def number(text):
    """Return a number of JavaScript."""
    return float(text.replace("NaN", "nan"))


@pytest.mark.parametrize(("name", "runs"), [("small", RUNS), ("uncertain", RUNS_WITH_SETS)])
def test_a_lesson_has_the_numbers_of_compare(settled, name, runs):
    tab = settled(name, "#step=off&off=leaving.bending&expected=off%2Bleaving%2Bbending:more")
    tab.locator("summary").click()
    tab.locator("tr[data-measure]").first.wait_for()
    found = {row["measure"]: row for row in rows_of(tab, "tr[data-measure]")}
    base = small().replace(name=name, over="posterior") if name == "uncertain" else small()
    measures = [measure for measure in found if measure != "fall"]
    table = compare(base, {"off": base.without("leaving", "bending")}, runs, measures=[*measures, "fall"]).table
    assert len(found) == 11
    for row in table.set_index("measure").loc[list(found)].itertuples():
        told = [number(found[row.Index][name]) for name in ("base", "other", "difference", "low", "high")]
        expected = [row.base, row.other, row.difference, row.low, row.high]
        assert are_same(told, expected), row.Index


def are_same(told, expected):
    """Return whether a change with its interval is the same; a page has Student's t to seven digits."""
    *levels, low, high = expected
    width = abs(high - low) if high == high else 0.0
    ends = pytest.approx([low, high], abs=1e-7 * width + 1e-12, nan_ok=True)
    return told[:-2] == pytest.approx(levels, rel=1e-9, abs=1e-12, nan_ok=True) and told[-2:] == ends


@pytest.mark.parametrize(
    ("name", "runs", "area"), [("small", RUNS, None), ("uncertain", RUNS_WITH_SETS, None), ("small", RUNS, "social")]
)
def test_a_policy_view_has_the_cohorts_and_net_positions_of_compare(settled, name, runs, area, capsys):
    levers = "levers=early_meetings:100:2011:.pooled_budgets:50:2011:"
    tab = settled(name, f"#view=policy&from=2011&{levers}{f'&area={area}' if area else ''}")
    base = small().replace(name=name, over="posterior") if name == "uncertain" else small()
    policies = {"early_meetings": ["early_meetings=1@2011Q1"], "pooled_budgets": ["pooled_budgets=0.5@2011Q1"]}
    policies["together"] = [text for each in policies.values() for text in each]
    others = {label: base.with_policy(*each) for label, each in policies.items()}
    if area:
        others = {
            label: each.replace({f"levers.{text.split('=')[0]}.domains": [area] for text in policies[label]})
            for label, each in others.items()
        }
    result = compare(base, others, runs, area=area)
    cells = rows_of(tab, "td[data-measure]")
    assert len([cell for cell in cells if "party" not in cell]) == 3 * 4
    cohort = result.cohort.set_index(["alternative", "measure"])
    nets = result.net_positions.query("per == 'run'").set_index(["alternative", "measure", "party"])
    for cell in cells:
        key = (cell["world"], cell["measure"])
        row = nets.loc[(*key, cell["party"])] if "party" in cell else cohort.loc[key]
        told = [number(cell[each]) for each in ("base", "other", "difference", "low", "high")]
        expected = [row[each] for each in ("base", "other", "difference", "low", "high")]
        assert are_same(told, expected), cell
        if row["verdict"].startswith("needs"):
            assert row["verdict"] == f"needs {cell['needs']}"
        else:
            assert "needs" not in cell or cell["needs"] == "null"
    bases = rows_of(tab, "td[data-base-of]")
    assert [cell["baseOf"] for cell in bases] == ["started", "signed", "successful", "mean_effect"]
    for cell in bases:
        assert number(cell["base"]) == pytest.approx(cohort.loc[("together", cell["baseOf"]), "base"], rel=1e-7)
    if name == "small":
        check_commands(tab, result, capsys)


def check_commands(tab, result, capsys):
    """Run the commands that a page shows, and hold their numbers against those of each lever alone and all together."""
    shown = tab.locator("code.compare").all_inner_texts()
    assert len(shown) == 2
    for command, alternatives in zip(shown, (["early_meetings", "pooled_budgets"], ["together"]), strict=True):
        # The page names its scenario; on this disk it is a file.
        file = Path(tab.evaluate("decodeURIComponent(location.pathname)")).with_name("small.toml")
        words = [str(file) if word == "small" else word for word in command.split()[1:]]
        assert main([*words, "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)["tables"]["cohort"]["rows"]
        ours = result.cohort[result.cohort["alternative"].isin(alternatives)]
        for measure, part in ours.groupby("measure"):
            told = [row["difference"] for row in printed if row["measure"] == measure]
            assert told == pytest.approx(part["difference"].tolist(), rel=1e-9, nan_ok=True), measure


@pytest.mark.parametrize("state", STATES)
def test_every_step_is_accessible_and_fits_every_screen(settled, state):
    from axe_playwright_python.sync_playwright import Axe

    tab = settled("small", state)
    for width, height in WIDTHS.items():
        tab.set_viewport_size({"width": width, "height": height})
        tab.wait_for_timeout(100)  # until what is drawn has followed
        assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
        if width in READ:
            found = Axe().run(tab, options={"runOnly": RULES}).response["violations"]
            assert [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found] == []


def test_a_curve_is_drawn_by_pointer_and_shown_beside_the_record(opened):
    tab = opened("small")
    show = tab.get_by_role("button", name="Show what happened")
    assert show.is_disabled()
    box = tab.locator("svg.drawing").bounding_box()
    tab.mouse.move(box["x"] + 70, box["y"] + box["height"] - 60)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] - 20, box["y"] + 20, steps=4)
    tab.mouse.up()
    guess = [int(each) for each in tab.url.split("guess=")[1].split(".")]
    assert len(guess) == 14 and guess == sorted(guess) and guess[0] < 30 < 90 < guess[-1]
    show.click()
    assert "On record: most in 2018, with 48; 21 in 2023; 309 in all." in tab.locator("main").inner_text()


def test_a_lesson_is_worked_by_keyboard_alone(opened):
    tab = opened("small")
    for _ in range(40):
        if tab.evaluate("document.activeElement.getAttribute('role')") == "slider":
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("PageUp")
    assert "guess=2.14." in f"{tab.url}."
    for _ in range(10):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.textContent") == "Show what happened":
            break
    tab.keyboard.press("Enter")
    assert tab.get_by_text("On record: most in").is_visible()
    tab.get_by_role("button", name="Switch off").press("Enter")
    tab.get_by_role("switch", name="Leaving").press("Space")
    tab.get_by_role("button", name="More", exact=True).press("Enter")
    tab.get_by_text("You expected: more.").wait_for(timeout=120_000)
    assert "off=leaving" in tab.url


def test_a_link_shows_the_same_to_somebody_else(settled):
    tab = settled("small", "#step=off&off=leaving&expected=off%2Bleaving:more")
    text, link = tab.locator("main").inner_text(), tab.evaluate("location.hash")
    assert settled("small", link).locator("main").inner_text() == text


def test_a_teacher_opens_the_link_of_a_students_own_file(opened):
    tab = opened("small", "#step=plan")
    link = "file:///C:/Users/anna/classroom.html#shown=1&guess=1.2.3"
    tab.get_by_label("A student's link").fill(link)
    tab.keyboard.press("Enter")
    tab.get_by_text("Your guess: most in 2012, with 3; 6 in all.").wait_for()


def test_it_speaks_danish(settled):
    tab = settled("small", "#step=off&language=da&off=leaving&expected=off%2Bleaving:more")
    assert tab.evaluate("document.documentElement.lang") == "da"
    assert "Uden myndigheder, der opgiver:" in tab.locator("main").inner_text()


def test_a_newer_choice_takes_the_place_of_an_older_one(settled):
    tab = settled("small", "#step=help&expected=help%2Bearly_meetings:more")
    slider = tab.get_by_label("Early meetings", exact=True)
    for share in (20, 40, 60, 80, 100):
        slider.fill(str(share))
    settle(tab)
    many = tab.locator(".said").inner_text()
    alone = settled("small", "#step=help&levers=early_meetings:100:2012:&expected=help%2Bearly_meetings:more")
    assert many == alone.locator(".said").inner_text()


def test_a_history_is_watched_to_its_end_and_counts_as_python_does(settled):
    from sipabm import simulate

    tab = settled("small", "#step=watch&quarter=72")
    tab.locator("svg.network circle.authority").first.wait_for(timeout=60_000)
    results = simulate(small(), replicates=1, progress=False)
    outcomes = results.attempts["outcome"].value_counts()
    running = int((results.contracts["status"] == "running").sum())
    text = tab.locator("main").inner_text()
    assert f"{running} partnerships running, {outcomes['signed']} signed, {outcomes['stopped']} stopped." in text
    most = results.attempts["barrier"].value_counts()
    assert str(most.iloc[0]) in tab.locator(".bars").first.locator("li").first.inner_text()


def test_pictures_and_numbers_are_exported(settled):
    tab = settled("small", f"#view=policy&from=2010&{LEVER}")
    found = {}
    for button in ("Picture (SVG)", "Picture (PNG)", "All numbers (CSV)"):
        with tab.expect_download() as download:
            tab.get_by_role("button", name=button).first.click()
        found[button] = Path(download.value.path()).read_bytes()
    svg = found["Picture (SVG)"].decode()
    assert svg.startswith("<svg")
    title = "What each adds: successful partnerships of attempts begun in"
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", svg)
    assert title in " ".join(texts)
    assert {"Simulated: compare, do not predict.", "0"} <= set(texts)
    assert f"sipabm {__version__}, scenario small" in " ".join(texts)
    assert found["Picture (PNG)"].startswith(b"\x89PNG")
    lines = found["All numbers (CSV)"].decode("utf-8-sig").splitlines()
    assert lines[0].startswith("alternative,begun_first,begun_last,area,measure,party,base,other,difference")
    assert len(lines) == 1 + 4 + 2 * 2 * 11


def test_on_a_phone_a_question_comes_to_the_reader_and_focus_is_never_lost(settled):
    tab = settled("small", "#step=off", width=390)
    switch = tab.get_by_role("switch", name="Bending")
    switch.scroll_into_view_if_needed()
    switch.press("Space")
    asked = tab.locator(".asked")
    box = asked.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= WIDTHS[390]
    assert tab.evaluate("document.activeElement === document.querySelector('.asked')")
    tab.get_by_role("button", name="Fewer").press("Enter")
    assert tab.evaluate("document.activeElement !== document.body")
    tab.get_by_role("button", name="1 Predict").click()
    tab.get_by_role("button", name="Show it without a guess").press("Enter")
    assert tab.evaluate("document.activeElement.textContent").startswith("On record")


# As if the other runs were still to come.
INTERRUPTED = """
    sipabm.runner.ask = (channel, worlds, how, heard) => heard(28);
    dispatchEvent(new Event("hashchange"));
"""


@pytest.mark.parametrize(
    ("state", "all_of_them", "some_of_them"),
    [
        ("#step=off&off=leaving&expected=off%2Bleaving:more", "More.", "After 28 of 100 histories, so far: without"),
        (f"#view=policy&from=2010&{LEVER}", "In the model", "So far 28 of 100 pairs of histories. The answer comes"),
    ],
)
def test_there_is_no_verdict_before_all_histories_are_there(settled, state, all_of_them, some_of_them):
    tab = settled("small", state)
    assert tab.locator(".said").first.inner_text().startswith(all_of_them)
    tab.evaluate(INTERRUPTED)
    assert tab.locator(".said").first.inner_text().startswith(some_of_them)
    assert tab.locator(".said strong").count() == 0


def test_the_lesson_leads_to_who_pays_for_the_same_levers_from_the_same_year(settled):
    tab = settled("small", "#step=help&levers=early_meetings:100:2010:.pooled_budgets:50:2012:")
    tab.get_by_role("button", name="Show it for these levers").click()
    settle(tab)
    assert tab.get_by_label("From", exact=True).input_value() == "2010"
    command = tab.locator("code.compare").first.inner_text()
    assert "--lever early_meetings=1 --lever pooled_budgets=0.5 --from 2010Q1" in command
    assert tab.locator("td[data-party=all]").first.inner_text()
