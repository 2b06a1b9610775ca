"""Shared by tests of the engine in a browser: node, which runs engine.js as a page does."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from sipabm.browser import engine_layout, engine_script, engine_wasm

IN_NODE = Path(__file__).with_name("in_node.mjs")


@pytest.fixture(scope="session")
def in_node(tmp_path_factory):
    """Lend what returns what a piece of JavaScript does in node, given `engine`, `values`, and what in_node.mjs has.

    One engine serves all tests, as it serves all that is done on a page.
    """
    path = shutil.which("node")
    if path is None:
        pytest.skip("there is no node")
    # By this name node takes it for what it is.
    script = tmp_path_factory.mktemp("script") / "engine.mjs"
    script.write_text(engine_script(), "utf-8")
    engine = {"script": script.as_uri(), "wasm": base64.b64encode(engine_wasm()).decode(), "layout": engine_layout()}
    with subprocess.Popen([path, str(IN_NODE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:

        def tell(task):
            node.stdin.write(json.dumps(task) + "\n")
            node.stdin.flush()

        def run(code, values=None):
            tell({"code": code, "values": values})
            done = json.loads(node.stdout.readline())
            assert "error" not in done, done["error"]
            return done.get("value")

        tell(engine)
        yield run
        node.stdin.close()


@pytest.fixture(scope="session")
def numbers():
    """Return the real numbers that a text in base64 stands for."""
    return lambda text: np.frombuffer(base64.b64decode(text), dtype="f8")
