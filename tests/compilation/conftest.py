"""Shared by tests of compilation: a cache of their own, and Python started anew on it."""

import os
import subprocess
import sys

import pytest

from sipabm.compilation import machine_code


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """Return an empty cache folder, in use for this test."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("SIPABM_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def start(cache):
    """Start Python anew with some code, on the cache of the test, and return what it printed."""

    def start(code, **variables):
        environment = {**os.environ, **variables}
        # Elsewhere, as Python looks for packages in the folder where it is started.
        place = {"cwd": cache.parent, "env": environment}
        return subprocess.run([sys.executable, "-c", code], **place, check=True, capture_output=True, text=True)

    return start


@pytest.fixture
def made(monkeypatch):
    """Let making object code be quick, and return how often it was made."""
    calls = []
    monkeypatch.setattr(machine_code, "made_object_code", lambda: calls.append("made") or b"object code")
    return calls
