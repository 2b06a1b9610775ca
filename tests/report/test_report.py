"""The report: its tables by name, its notes, and what a notebook shows."""

from dataclasses import replace

from sipabm import simulate
from sipabm.language.numbers import plain
from sipabm.report import report


def test_a_world_in_which_nothing_happens_has_a_report(nothing_happens):
    said = report(nothing_happens)
    assert (said.funnel["mean"] == 0).all() and said.funnel["share_of_started"].isna().all()
    assert said.barriers["share"].isna().all() and said.key_figures["mean"].isna().all()


def test_tables_are_named_after_what_they_hold(busy_results):
    names = ("yearly_summary", "funnel", "barriers", "bending", "key_figures", "public_value", "pockets")
    names = (*names, "net_positions", "returns")
    assert set(report(busy_results).tables()) == {f"{name}.csv" for name in names}


def test_a_notebook_shows_three_tables_and_the_notes(busy_results):
    said = replace(report(busy_results), scenario="<b>&", notes=("1 < 2",))
    page = said._repr_html_()
    assert "><b>Scenario &lt;b&gt;&amp;, 4 runs</b><table" in page and page.endswith("<p>1 &lt; 2</p></div>")
    assert page.count("<table") == 3


def test_attempts_under_development_at_the_end_are_noted(lively):
    results = simulate(lively.replace(quarters=9), replicates=2)
    left = results.runs["started"].mean() - len(results.attempts) / 2
    assert left > 0
    assert f"Still under development at the end: {plain(left)} attempts per run" in report(results).notes[0]


def test_willingness_to_pay_is_noted_where_there_is_any(lively):
    short = lively.replace(quarters=4)
    said = report(simulate(short.replace(willingness_to_pay=0.3))).notes
    assert any("would pay 0.30 USD" in note for note in said)
    assert not any("Willingness" in note for note in report(simulate(short.replace(willingness_to_pay=0.0))).notes)


def test_growth_of_technology_is_noted_where_work_is_exposed(busy_results, lively):
    assert "doubles every 11 years (a scenario, not an observation); 0 % of investors" in report(busy_results).notes[-1]
    for changes in ({"doubling_time": 0.0}, {"exposure": {"social": 0.0, "employment": 0.0, "health": 0.0}}):
        quiet = simulate(lively.replace(changes).replace(quarters=4))
        assert not any("Technology" in note for note in report(quiet).notes)
