"""Statistics of deals on invented contracts, with numbers worked out by hand."""

import math

import pandas as pd
import pytest

from sipabm.validation import deal_statistics as deal


def of(values):
    return [None if pd.isna(value) else pytest.approx(value) for value in values]


def test_a_share_is_that_of_each_run(invented):
    results = invented([{"payers": 1}, {"payers": 2}, {"payers": 3}, {"payers": 4}, {"run": 1}])
    assert deal.share_of_deals("payers > 1", results).tolist() == of([0.75, 0.0])


def test_a_share_may_be_among_some_deals(invented):
    results = invented([{"domain": "health"}, {"domain": "health", "payers": 2}, {"payers": 2}])
    assert deal.share_of_deals("payers > 1", results, among="domain == 'health'").to_dict() == {0: 0.5}


def test_deals_signed_after_the_last_year_observed_do_not_count(invented):
    results = invented([{"payers": 2, "signed": "2023Q4"}, {"payers": 1, "signed": "2024Q1"}])
    assert deal.share_of_deals("payers > 1", results)[0] == 1.0


def test_all_deals_count_where_the_runs_only_begin_after_it(invented):
    results = invented([{"signed": "2031Q1"}])
    late = type(results)(
        results.scenario.replace(
            first_quarter="2030Q1",
            countries=({"code": "A", "authorities": 1, "providers": 1, "investors": 1},),
            funds=(),
        ),
        {},
        results.load,
    )
    assert len(deal.deals(late)) == 1
    assert len(deal.deals(results)) == 0


def test_means_and_quantiles_are_of_a_number_written_over_columns(invented):
    results = invented([{"years": 2}, {"years": 3}, {"years": 7}])
    assert deal.mean_of_deals("12 * years", results)[0] == 48
    assert deal.median_of_deals("12 * years", results)[0] == 36
    assert deal.quantile_of_deals("12 * years", 0.75, results)[0] == 60


def test_months_are_from_idea_to_signature(invented):
    results = invented([{"started": "2013Q1", "signed": "2015Q1"}, {"started": "2014Q4", "signed": "2015Q1"}])
    assert deal.deals(results)["months"].tolist() == [24, 3]


def test_development_cost_is_that_of_all_parties(invented):
    assert deal.median_of_deals("cost / capital", invented([{"capital": 1.5}]))[0] == pytest.approx(0.15 / 1.5)


def test_experienced_is_who_signed_in_an_earlier_quarter_of_the_same_run(invented):
    rows = [{"signed": "2015Q1"}, {"signed": "2015Q1"}, {"signed": "2015Q2"}, {"run": 1, "signed": "2016Q1"}]
    other = {"authority": 2, "signed": "2017Q1"}
    assert deal.deals(invented([*rows, other]))["experienced"].tolist() == [False, False, True, False, False]


def test_ratios_of_medians_are_of_some_deals_to_others(invented):
    results = invented([{"fund": 1, "capital": 1.0}, {"fund": 2, "capital": 3.0}, {"fund": 0, "capital": 4.0}])
    assert deal.ratio_of_medians("capital", "fund > 0", "fund == 0", results).tolist() == [0.5]


def test_the_spread_of_logarithms_is_that_of_growth(invented):
    results = invented([{"capital": math.exp(1)}, {"capital": math.exp(3)}])
    assert deal.spread_of_logarithms("capital", results)[0] == pytest.approx(math.sqrt(2))


def test_ranks_that_agree_correlate_fully_whatever_the_sizes(invented):
    rows = [{"capital": 1.0, "parties": 3}, {"capital": 2.0, "parties": 4}, {"capital": 90.0, "parties": 5}]
    opposite = [{**row, "run": 1, "parties": 9 - row["parties"]} for row in rows]
    found = deal.rank_correlation("capital", "parties", invented([*rows, *opposite]))
    assert found.tolist() == of([1.0, -1.0])


def test_ranks_correlate_as_spearman_says(invented):
    rows = [{"capital": c, "parties": p} for c, p in ((1.0, 3), (2.0, 5), (3.0, 4), (4.0, 6))]
    # 1 - 6 (0 + 1 + 1 + 0) / (4 (16 - 1))
    assert deal.rank_correlation("capital", "parties", invented(rows))[0] == pytest.approx(0.8)


def test_no_rank_correlation_where_a_number_never_varies(invented):
    assert deal.rank_correlation("capital", "parties", invented([{"capital": 1.0}, {"capital": 2.0}])).empty


def test_deals_are_counted_with_zero_for_a_run_without(invented):
    assert deal.number_of_deals("country == 'GB' and fund > 0", invented([{"fund": 3}, {}])).tolist() == [1, 0]


def test_the_largest_countries_and_their_concentration(invented):
    rows = [{"country": code} for code in ("GB", "GB", "GB", "GB", "US", "US", "US", "FR", "other", "other")]
    results = invented(rows)
    assert deal.share_of_largest_countries(2, results)[0] == pytest.approx(0.7)
    assert deal.concentration_of_countries(["GB", "US", "DK"], results)[0] == pytest.approx(0.16 + 0.09)


def test_the_largest_payment_is_the_cap_on_capital(invented):
    results = invented([{"capital": 2.0}])
    assert deal.largest_payment(results)[0] == pytest.approx(2.0 * results.scenario.negotiation.payment_cap)


def test_conversion_is_of_attempts_that_ended_in_the_years_observed(invented):
    attempts = [{"outcome": "signed"}, {"outcome": "stopped"}, {"outcome": "stopped"}, {"outcome": "stopped"}]
    late = {"outcome": "signed", "ended": "2024Q1"}
    assert deal.conversion(invented(attempts=[*attempts, late])).tolist() == [0.25]


def test_what_a_signature_costs_has_the_cost_of_all_that_failed_in_it(invented):
    stopped = {"outcome": "stopped", "cost_authority": 0.2, "cost_investors": 0.3}
    attempts = [{}, stopped, {"country": "US"}, {**stopped, "run": 1}]
    costs = deal.cost_per_signature("GB", invented(attempts=attempts))
    assert costs[0] == pytest.approx(0.6) and pd.isna(costs[1])


def test_early_endings_are_of_deals_that_ended_by_the_date_of_the_export(invented):
    rows = [{}, {"status": "ended_for_results"}, {"status": "running", "ended": "2025Q4"}]
    late = {"status": "ended_by_law", "ended": "2026Q1"}
    assert deal.ended_early(invented([*rows, late]))[0] == 0.5


def test_repaid_are_those_with_investors_that_ended_by_the_count(invented):
    yearly = [{"repaid": 3, "with_investors": 4}, {"year": 2021, "repaid": 0, "with_investors": 9}]
    results = invented(yearly=[*yearly, {"run": 1, "repaid": 0, "with_investors": 0}])
    assert deal.repaid(results)[0] == 0.75 and pd.isna(deal.repaid(results)[1])


def test_a_total_return_is_the_median_of_deals_delivered_with_investors(invented):
    rows = [{"to_investors": 1.1}, {"to_investors": 1.3}, {"to_investors": 2.4, "capital_investors": 2.0}]
    none = [{"to_investors": 9.0, "status": "ended_for_results"}, {"capital_investors": 0.0}, {"ended": "2021Q1"}]
    assert deal.total_return(invented([*rows, *none]))[0] == pytest.approx(0.2)


def test_value_is_per_payment_and_its_fiscal_part_saves_cash(invented):
    yearly = [
        {"value_own_cashable": 2.0, "value_state": 1.0, "value_citizens": 6.0, "value_local_firms": 1.0, "payment": 4.0}
    ]
    results = invented(yearly=yearly)
    assert deal.value_per_payment(results)[0] == pytest.approx(2.5)
    assert deal.fiscal_share(results)[0] == pytest.approx(0.3)
