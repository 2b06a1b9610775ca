"""Currencies: real rates and indices, a factor worked out by hand, and none of it decides a result."""

import pytest

from sipabm import Scenario
from sipabm.language.money import MODEL_MONEY
from sipabm.scenario.currencies import DEFAULTS

CROWNS = {"rate": 10.0, "year": 2020, "prices": {"2018": 80.0, "2020": 100.0, "2030": 150.0}}


@pytest.fixture
def denmark():
    """Return a scenario that comes with sipabm."""
    return Scenario.load("denmark")


def test_without_currency_and_year_money_is_the_models_own(denmark):
    assert denmark.money() is denmark.money("USD") is MODEL_MONEY
    assert denmark.money("usd", denmark.prices_of).factor == 1.0


def test_dollars_of_the_rates_year_are_only_exchanged(denmark):
    money = denmark.money("DKK")
    assert (money.factor, money.unit) == (6.3131, "million DKK (prices of 2018)")


def test_prices_rise_by_the_index_of_the_currency(denmark):
    assert denmark.money("DKK", 2024).factor == pytest.approx(6.3131 * 118.82 / 102.23, rel=1e-12)
    assert denmark.money(None, 2024).factor == pytest.approx(132.35 / 105.94, rel=1e-12)


def test_a_rate_of_another_year_is_met_by_dollars_of_that_year(denmark):
    # 2018 to 2020 in dollars, exchanged at 10, and 2020 to 2030 in crowns.
    money = denmark.replace({"currencies.XCR": CROWNS}).money("XCR", 2030)
    assert money.factor == pytest.approx(109.20 / 105.94 * 10 * 1.5, rel=1e-12)


def test_the_note_names_rate_year_and_sources(denmark):
    note = denmark.money("DKK", 2024).note
    for words in ("6.3131 DKK for one USD", "average in 2018", "Federal Reserve", "Statistics Denmark", "assumed"):
        assert words in note


@pytest.mark.parametrize(
    "changes", [{"currencies.DKK.rate": 7.0}, {"currencies.DKK.prices.2026": 123.4}, {"prices_of": 2020}]
)
def test_money_decides_no_result(denmark, changes):
    other = denmark.replace(changes)
    assert other != denmark
    assert other.digest() == denmark.digest()


def test_what_a_user_gives_is_not_told_under_the_source_of_the_default(denmark):
    other = denmark.replace({"currencies.DKK.rate": 7.0, "currencies.DKK.prices.2026": 123.4})
    assert "Federal Reserve" not in other.money("DKK").note
    assert "2026: as given by the user" in other.money("DKK", 2026).note
    # Nor after a further change of something else.
    assert other.replace(quarters=40).currencies == other.currencies


def test_a_file_may_give_one_number_of_one_currency(tmp_path, denmark):
    file = tmp_path / "mine.toml"
    file.write_text('based_on = "denmark"\nname = "mine"\n[currencies.DKK.prices]\n2026 = 123.4\n')
    mine = Scenario.load(file)
    assert mine.money("DKK", 2026).factor == pytest.approx(6.3131 * 123.4 / 102.23, rel=1e-12)
    assert mine.money("EUR") == denmark.money("EUR")


def test_a_scenario_with_a_currency_of_ones_own_reads_back_as_the_same(tmp_path, denmark):
    mine = denmark.replace({"currencies.XCR": CROWNS})
    mine.save(tmp_path / "mine.toml")
    assert Scenario.load(tmp_path / "mine.toml") == mine
    assert hash(Scenario.load(tmp_path / "mine.toml")) == hash(mine)


def test_differences_name_the_single_number(denmark):
    found = denmark.diff(denmark.replace({"currencies.DKK.prices.2026": 123.4}))
    row = found.set_index("field").loc["currencies.DKK.prices.2026"]
    assert (row["this"], row["other"]) == (None, 123.4)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("NOK",), "no currency 'NOK' (currencies: USD, DKK, EUR, GBP); give its rate, like --set"),
        (("DKK", 2031), "no price index of DKK for 2031: there is one for 2015 to 2025; give it as --set"),
        (("EUR", 2010), "there is one for 2018 to 2024"),
        (("DKK", 20), "price_year = 20 is not allowed"),
        ((7,), "the currency is of type int"),
    ],
)
def test_what_there_is_no_rate_or_index_for_is_refused_in_one_line(line_of, denmark, asked, words):
    assert words in line_of(lambda: denmark.money(*asked))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"currencies.DKK.rate": 0.0}, "currencies.DKK.rate = 0.0 is not allowed"),
        ({"currencies.DKK.rates": 7.0}, "currencies.DKK.rates"),
        ({"currencies.DKK.prices.26": 120.0}, "which is no year like 2024"),
        ({"currencies.DKK.prices.2026": 101.0}, "prices fall from 121.08 in 2025 to 101 in 2026"),
        ({"currencies.USD.rate": 1.1}, "USD.rate = 1.1 is not allowed; it should be 1"),
        ({"currencies.kroner": CROWNS}, "a code of three capital letters"),
        ({"currencies.XCR": {"rate": 2.0}}, "'currencies.XCR.year' is missing"),
        ({"currencies": 3}, "currencies = 3 is not allowed"),
        ({"currencies.DKK": 3}, "currencies.DKK = 3 is not allowed"),
        ({"currencies.DKK.prices": 3}, "currencies.DKK.prices = 3 is not allowed"),
    ],
)
def test_what_is_no_rate_and_no_index_is_refused_in_one_line(line_of, denmark, changes, words):
    assert words in line_of(lambda: denmark.replace(changes))


@pytest.mark.parametrize("code", DEFAULTS)
def test_every_rate_and_index_that_comes_with_sipabm_names_its_source(code):
    currency = DEFAULTS[code]
    assert currency["source"] and currency["prices_source"]
    assert str(currency["year"]) in currency["prices"]


def test_crowns_and_euros_are_worth_what_their_peg_says():
    # Denmark keeps the krone within 2.25 % of 7.46038 to the euro (ERM II).
    assert DEFAULTS["DKK"]["rate"] / DEFAULTS["EUR"]["rate"] == pytest.approx(7.46038, rel=0.0225)
