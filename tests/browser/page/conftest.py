"""Shared by tests of the page: its modules in node, and the page itself in Chromium."""

import json
import shutil
import subprocess

import pytest

from sipabm.browser.page.assembly import MODULES, joined

# All but the one that begins: what needs a page asks for it only when it is called.
PLAIN_MODULES = MODULES[: MODULES.index("main")]


@pytest.fixture(scope="session")
def js():
    """Return what a piece of JavaScript returns in node, given the modules that need no page, and some `values`."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node")

    def run(code, **values):
        # JSON has no number that is missing.
        missing = "(key, value) => (Number.isNaN(value) ? null : value)"
        told = f"const values = {json.dumps(values)};\nconst answer = () => {{ {code} }};\n"
        script = f"{joined(PLAIN_MODULES)}\n{told}process.stdout.write(JSON.stringify(answer(), {missing}));"
        ended = subprocess.run([node, "--input-type=module", "-"], input=script, capture_output=True, text=True)
        assert ended.returncode == 0, ended.stderr[-3000:]
        return json.loads(ended.stdout)

    return run


@pytest.fixture(scope="session")
def chromium():
    """Return Chromium, Debian's or playwright's own."""
    playwright = pytest.importorskip("playwright.sync_api")
    found = shutil.which("chromium")
    with playwright.sync_playwright() as started:
        try:
            browser = started.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except playwright.Error:
            pytest.skip("there is no Chromium")
        yield browser
        browser.close()
