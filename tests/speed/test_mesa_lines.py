"""A million runs by Mesa's batch_run, told from a part of them: the arithmetic, with numbers worked out by hand."""

from sipabm.speed import mesa_lines
from sipabm.speed.clock import Spent


def test_a_million_runs_in_mesa_are_told_from_as_many_as_the_seconds_allow(monkeypatch):
    asked, wall = [], iter([20.0, 600.0])

    def spent_by(arguments):
        compile(arguments[1], "batch", "exec")
        asked.append(arguments[1])
        return Spent(next(wall), 0.0)

    monkeypatch.setattr(mesa_lines, "spent_by", spent_by)
    monkeypatch.setattr(mesa_lines, "processors", lambda: 2)
    line = mesa_lines.million_in_mesa(600.0)
    # Two runs in 20 seconds, so 60 in 600; at 10 seconds a run a million take 115.7 days.
    assert ["range(2)" in asked[0], "range(60)" in asked[1]] == [True, True]
    assert (line.measured, line.note) == ("116 days", "6.0 runs a minute on 2 processes; told from 60 runs")
