import io
import sys

from sipabm.progress import progress_bar
from sipabm.surroundings import somebody_looks


def test_a_bar_passes_on_what_it_follows():
    with progress_bar(3, "runs", False) as bar:
        assert list(bar.follow("abc")) == ["a", "b", "c"]


def test_nothing_is_shown_where_nobody_looks(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    assert not somebody_looks()
    with progress_bar(2, "runs", None) as bar:
        list(bar.follow(range(2)))
    assert stream.getvalue() == ""
