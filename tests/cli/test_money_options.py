"""Money in another currency and the prices of another year: in what is printed, in JSON and in files, and refused."""

import json
import shlex

import pandas as pd
import pytest

from sipabm.errors import ScenarioError

SMALL = ("classroom", "--set", "quarters=24", "--set", "own_interest=0.15")
LEVER = ("--lever", "early_meetings=1", "--from", "2011Q1")
KRONER = ("--currency", "DKK", "--price-year", 2024)
FACTOR = 6.3131 * 118.82 / 102.23
UNIT = "million DKK (prices of 2024)"
COMPARE = ("compare", *SMALL, *LEVER, "--replicates", 3)
ROBUST = ("robust", *SMALL, *LEVER, "--sets", 3, "--replicates", 1, "--measure", "cash_saved", "--by", "years")
RUN = ("run", *SMALL, "--replicates", 3)


def tables_of(cli, *arguments):
    """Return the tables that a command prints as JSON."""
    code, out, err = cli(*arguments, "--json")
    assert (code, err) == (0, [])
    return json.loads(out)["tables"]


def check_rows(dollars, kroner):
    """Check that rows in million USD are converted, and no others; return how many there were."""
    found = 0
    for before, after in zip(dollars["rows"], kroner["rows"], strict=True):
        of_money = before["unit"] == "million USD"
        found += of_money
        assert after["unit"] == (UNIT if of_money else before["unit"])
        for name in ("base", "other", "difference", "change", "low", "high", "mean", "added"):
            if before.get(name) is not None:
                assert after[name] == pytest.approx(before[name] * (FACTOR if of_money else 1.0), rel=1e-9)
    return found


def test_a_comparison_has_all_its_amounts_in_the_currency(cli):
    dollars, kroner = tables_of(cli, *COMPARE), tables_of(cli, *COMPARE, *KRONER)
    assert check_rows(dollars["comparison"], kroner["comparison"]) > 10
    assert check_rows(dollars["net_positions"], kroner["net_positions"]) > 100
    assert check_rows(dollars["cohort"], kroner["cohort"]) == 0
    assert dollars["curves"] == kroner["curves"]


def test_a_comparison_says_the_currency_wherever_it_prints_money(cli):
    _, out, _ = cli(*COMPARE, *KRONER)
    words = " ".join(out.split())
    assert f"net positions of these attempts, {UNIT}" in words
    assert f"Money: million USD in prices of 2018 (assumed), times {FACTOR:.5g} for million DKK in prices of" in words
    assert out.count("USD") == 2  # both in that note


def test_dollars_that_are_asked_for_are_those_of_no_option(cli):
    assert tables_of(cli, *COMPARE) == tables_of(cli, *COMPARE, "--currency", "USD")


def test_robust_has_amounts_in_the_currency_and_all_shares_as_they_are(cli):
    dollars, kroner = tables_of(cli, *ROBUST), tables_of(cli, *ROBUST, *KRONER)
    assert check_rows(dollars["changes"], kroner["changes"]) == 1
    assert check_rows(dollars["sets"], kroner["sets"]) == 3
    assert check_rows(dollars["net_positions"], kroner["net_positions"]) > 50
    assert check_rows(dollars["cohort"], kroner["cohort"]) == 0
    assert kroner["sets"]["units"]["cash_after_costs"] == UNIT
    for before, after in zip(dollars["sets"]["rows"], kroner["sets"]["rows"], strict=True):
        assert after["cash_after_costs"] == pytest.approx(FACTOR * before["cash_after_costs"], rel=1e-9)
    for name in ("answers", "luck", "deciding"):
        assert dollars[name] == kroner[name]


@pytest.mark.slow
def test_a_report_has_all_its_amounts_in_the_currency_and_its_files_say_so(cli, tmp_path):
    folder = tmp_path / "runs"
    dollars = tables_of(cli, *RUN, "--out", folder)
    kroner = tables_of(cli, "report", folder, *KRONER)
    for name in ("net_positions", "public_value", "pockets", "yearly_summary"):
        amounts = {column for column, unit in dollars[name]["units"].items() if unit.startswith("million USD")}
        assert amounts
        for column in amounts:
            assert kroner[name]["units"][column].startswith("million DKK")
        for before, after in zip(dollars[name]["rows"], kroner[name]["rows"], strict=True):
            assert after["money"] == UNIT
            for column in before:
                changed = FACTOR * before[column] if column in amounts else before[column]
                assert after[column] == (pytest.approx(changed, rel=1e-9) if column in amounts else changed)
        assert set(pd.read_csv(folder / f"{name}.csv")["money"]) == {UNIT}
    assert check_rows(dollars["key_figures"], kroner["key_figures"]) > 2
    assert "USD" not in (folder / "key_figures.csv").read_text("utf-8")
    assert dollars["funnel"] == kroner["funnel"]


@pytest.mark.parametrize("command", [COMPARE, ROBUST, RUN])
def test_no_table_speaks_of_dollars_any_more(cli, tmp_path, command):
    folder = ("--out", tmp_path / "new") if command is RUN else ()
    assert "USD" not in json.dumps(tables_of(cli, *command, *folder, *KRONER))


def test_what_all_parties_have_is_still_their_sum(cli, tmp_path):
    rows = tables_of(cli, *RUN, "--out", tmp_path / "runs", *KRONER)["net_positions"]["rows"]
    everywhere = [row for row in rows if row["domain"] == "all"]
    *parties, together = (row["net_cash"] for row in everywhere)
    assert everywhere[-1]["party"] == "all" and together == pytest.approx(sum(parties), abs=1e-9)


@pytest.mark.slow
def test_run_writes_what_report_writes(cli, tmp_path):
    folder = tmp_path / "runs"
    cli(*RUN, "--out", folder, "--report", *KRONER)
    written = (folder / "net_positions.csv").read_bytes()
    cli("report", folder, *KRONER)
    assert (folder / "net_positions.csv").read_bytes() == written
    cli("report", folder)
    assert b"money" not in (folder / "net_positions.csv").read_bytes()


@pytest.mark.slow
def test_the_two_pages_of_a_report_have_the_rate_that_was_given(cli, tmp_path):
    folder = tmp_path / "runs"
    cli(*RUN, "--out", folder)
    rate = ("--currency", "DKK", "--set", "currencies.DKK.rate=10")
    assert cli("report", folder, *rate)[0] == 0
    said = "times 10: by the exchange rate of 2018, 10 DKK for one USD (as given by the user)."
    assert said in (folder / "memo.html").read_text("utf-8")


def test_a_report_whose_two_pages_cannot_be_said_leaves_the_folder_as_it_was(cli, tmp_path, monkeypatch):
    folder = tmp_path / "runs"
    cli(*RUN, "--out", folder)
    before = sorted(folder.rglob("*"))

    def refuse(*_):
        raise ScenarioError("no two pages")

    monkeypatch.setattr("sipabm.cli.report_command.memo_of_runs", refuse)
    assert cli("report", folder)[0] == 2 and sorted(folder.rglob("*")) == before


@pytest.mark.slow
def test_report_takes_an_index_that_the_runs_have_not(cli, tmp_path):
    folder = tmp_path / "runs"
    cli(*RUN, "--out", folder)
    code, out, _ = cli(
        "report", folder, "--currency", "DKK", "--price-year", 2030, "--set", "currencies.DKK.prices.2030=130"
    )
    assert code == 0 and "million DKK (prices of 2030)" in out
    code, _, err = cli("report", folder, "--set", "give_up=0.2")
    assert code == 2 and "--set give_up would change the runs" in err[0]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "table"), [(COMPARE, "net_positions"), (ROBUST, "changes")])
def test_the_command_of_the_manifest_makes_the_same_amounts_again(cli, tmp_path, monkeypatch, command, table):
    index = ("--set", "currencies.DKK.prices.2030=130")
    first, again = tmp_path / "first", tmp_path / "again"
    asked = ("--currency", "DKK", "--price-year", 2030)
    code, _, err = cli(*command, *index, *asked, "--out", first)
    assert (code, err) == (0, [])
    made = json.loads((first / "manifest.json").read_text("utf-8"))
    assert made["money"] == {"currency": "DKK", "price_year": 2030}
    monkeypatch.chdir(first)
    assert cli(*shlex.split(made["again"])[1:], "--out", again)[0] == 0
    assert (again / f"{table}.csv").read_bytes() == (first / f"{table}.csv").read_bytes()


@pytest.mark.parametrize("command", [COMPARE, ROBUST, RUN])
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--currency", "XYZ"), "no currency 'XYZ' (currencies: USD, DKK, EUR, GBP)"),
        (("--currency", "DKK", "--price-year", 2090), "no price index of DKK for 2090: there is one for 2015 to 2025"),
        (("--price-year", 12), "price_year = 12 is not allowed"),
    ],
)
def test_what_there_is_no_rate_for_is_refused_before_any_run(cli, tmp_path, command, options, words):
    code, out, err = cli(*command, "--out", tmp_path / "new", *options)
    assert (code, out, len(err)) == (2, "", 1)
    assert words in err[0]
    assert not (tmp_path / "new").exists()
