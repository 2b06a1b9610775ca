import base64
import gzip
import json
import re
import shutil
import subprocess

import pytest

from sipabm.browser import engine_wasm
from sipabm.browser.page import page
from sipabm.errors import ScenarioError

MOST_BYTES = 600_000
ADDRESS = re.compile(r"(?:https?:)?//[a-z][\w.-]+", re.IGNORECASE)
SPACES = {"http://www.w3.org"}  # names, which nobody asks for
COMMENT = re.compile(r"//.*|/\*.*?\*/", re.DOTALL)


@pytest.fixture(scope="module")
def classroom():
    return page("classroom")


def part(text, name):
    """Return what was packed into a page under a name."""
    return gzip.decompress(base64.b64decode(re.search(rf'id="packed-{name}">([^<]*)<', text)[1]))


@pytest.mark.parametrize("name", ["classroom", "world", "denmark"])
def test_a_page_is_small(name):
    assert len(page(name).encode()) < MOST_BYTES


def test_it_holds_the_engine_and_what_it_is_told(classroom):
    assert part(classroom, "wasm") == engine_wasm()
    assert json.loads(part(classroom, "told"))["scenario"]["name"] == "classroom"


def test_a_world_brings_a_set_of_numbers_for_each_run():
    told = json.loads(part(page("world"), "told"))
    assert len(told["scenario"]["draws"]["sets"]) == told["page"]["runs"]


def test_it_names_no_other_address(classroom):
    assert {found for found in ADDRESS.findall(classroom) if found.startswith("http")} <= SPACES
    assert "default-src 'none'" in classroom
    assert not re.search(r'<(?:link|script|img)[^>]+(?:src|href)="(?!data:)', classroom)


def test_it_is_the_same_every_time(classroom):
    assert page("classroom") == classroom


def test_scripts_end_where_they_should(classroom):
    assert classroom.count("<script") == classroom.count("</script>") == 4


@pytest.mark.parametrize("pattern", [r'<script type="module">\n(.*?)</script>', r'id="worker">\n(.*?)</script>'])
def test_its_modules_are_one_script_without_a_name_given_twice(classroom, pattern, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node")
    script = tmp_path / "script.mjs"
    script.write_text(re.search(pattern, classroom, re.DOTALL)[1])
    ended = subprocess.run([node, "--check", str(script)], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert not re.search(r"^(import|export) ", script.read_text(), re.MULTILINE)


def test_a_name_of_ones_own_is_no_markup():
    from sipabm import Scenario

    text = page(Scenario.load("classroom").replace(name="<b>&"))
    assert "<b>&" not in text.split("<style>")[0]


@pytest.mark.parametrize("views", [(), ("lesson", "lesson"), ("report",)])
def test_views_that_there_are_not_are_refused(views):
    with pytest.raises(ScenarioError, match=r"^views = .* is not allowed; give 'lesson', 'policy' or both$"):
        page("classroom", views)


def test_what_the_lesson_plan_expects_of_attempts_holds():
    from sipabm import simulate
    from sipabm.browser.page.phrases import phrases

    assert "Most attempts stop." in phrases()["plan.3.expect"]["en"]
    outcomes = simulate("classroom", replicates=20, progress=False).attempts.groupby("run")["outcome"]
    assert all((each == "stopped").mean() > 0.5 for _, each in outcomes)
