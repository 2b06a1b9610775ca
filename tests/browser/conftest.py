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
    """Return what a piece of JavaScript returns in node, given `engine`, some `values`, and what in_node.mjs has."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node")
    # By this name node takes it for what it is.
    script = tmp_path_factory.mktemp("script") / "engine.mjs"
    script.write_text(engine_script(), "utf-8")
    told = {
        "script": script.as_uri(),
        "wasm": base64.b64encode(engine_wasm()).decode(),
        "layout": engine_layout(),
    }

    def run(code, values=None):
        task = json.dumps({**told, "code": code, "values": values})
        ended = subprocess.run([node, str(IN_NODE)], input=task, capture_output=True, text=True)
        assert ended.returncode == 0, ended.stderr[-3000:]
        return json.loads(ended.stdout)

    return run


@pytest.fixture(scope="session")
def numbers():
    """Return the real numbers that a text in base64 stands for."""
    return lambda text: np.frombuffer(base64.b64decode(text), dtype="f8")
