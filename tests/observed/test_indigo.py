"""An INDIGO download: what its cells become, what is refused, and what is left out and told."""

import math
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some
from indigo_files import cells_of

from sipabm import ScenarioError
from sipabm.observed import indigo, launches_by_year, quantiles


@pytest.fixture
def loaded(load):
    """Return the table of invented projects, nothing of which is left out."""

    def loaded(*rows, **tables):
        download = load(*rows, **tables)
        assert download.unused.empty
        return download.projects

    return loaded


class TestDates:
    @pytest.mark.parametrize("date", ["2018", "2018-03", "2018-03-31", "2020-02-29"])
    def test_every_precision_gives_the_year_and_is_kept(self, loaded, project, date):
        first = loaded(project("A", outcomes_contract=date)).iloc[0]
        assert (first["year"], first["contracted"]) == (int(date[:4]), date)

    @pytest.mark.parametrize("midnight", ["T00:00:00", " 00:00", "T00:00:00.000Z"])
    def test_a_midnight_that_some_program_added_goes(self, loaded, project, midnight):
        assert loaded(project("A", outcomes_contract=f"2018-03-31{midnight}"))["contracted"].tolist() == ["2018-03-31"]

    @pytest.mark.parametrize(
        "date",
        (
            *("18", "2018-3", "2018-13", "2018-00", "2018-03-32", "2018-02-30", "2019-02-29", "03/2018", "Mar-18"),
            *("2018-Q1", "2018 or later", "43160", "-2018", "2018-03-31T12:00:00", "٢٠١٨", "nan", "=2018"),
        ),
    )
    def test_what_is_no_date_is_refused_with_file_line_column_and_value(self, load, project, line_of, date):
        line = line_of(lambda: load(project("A"), project("B", outcomes_contract=date)))
        assert line.startswith("projects.csv line 3: 'Dates - Date outcomes contract signed - (Value)' has ")
        assert "not YYYY, YYYY-MM or YYYY-MM-DD; correct the cell" in line and ascii(date)[1:-1] in ascii(line)

    @pytest.mark.parametrize("date", ["0018", "1905-04", "2108-01-01", "9999"])
    def test_a_year_without_partnerships_is_left_out(self, load, project, left_out, date):
        assert left_out(project("A", service_start=date)) == [(2, date, "a date before 1990 or after 2100")]
        with pytest.warns(UserWarning):
            assert load(project("A", service_start=date)).projects["started"].isna().all()

    def test_year_is_that_of_the_outcomes_contract_first(self, loaded, project):
        dates = {"outcomes_contract": "2015", "all_contracts": "2016", "service_start": "2017"}
        assert loaded(project("A", **dates))["year"].tolist() == [2015]

    def test_year_falls_back_to_the_contract_between_all_parties(self, loaded, project):
        rows = project("A", outcomes_contract="", all_contracts="2016-02", service_start="2017")
        assert loaded(rows)["year"].tolist() == [2016]

    def test_year_falls_back_to_the_start_of_service(self, loaded, project):
        assert loaded(project("A", outcomes_contract="", service_start="2017-05"))["year"].tolist() == [2017]

    def test_a_project_without_dates_has_no_year_which_is_told(self, load, project, left_out):
        row = project("A", outcomes_contract="")
        assert left_out(row) == [(2, "", "no date of a contract or a start, and so no year")]
        with pytest.warns(UserWarning):
            assert load(row).projects["year"].isna().all()

    @pytest.mark.parametrize(
        ("start", "end"), [("2018-10", "2018-03"), ("2018", "2017-12"), ("2018-03-02", "2018-03-01")]
    )
    def test_an_end_before_its_start_is_left_out(self, load, project, left_out, start, end):
        row = project("A", service_start=start, service_end_actual=end)
        assert left_out(row) == [(2, end, "before the start of service")]
        with pytest.warns(UserWarning):
            first = load(row).projects.iloc[0]
        assert first["started"] == start and pd.isna(first["ended_actual"]) and math.isnan(first["months_service"])

    @pytest.mark.parametrize(("start", "end"), [("2018-10", "2018"), ("2018", "2018-01"), ("2018-03-01", "2018-03")])
    def test_an_end_that_may_be_after_its_start_is_kept(self, loaded, project, start, end):
        assert loaded(project("A", service_start=start, service_end_actual=end))["ended_actual"].tolist() == [end]


class TestDurations:
    def test_recorded_anticipated_duration_comes_first(self, loaded, project):
        cells = {"duration_anticipated": "48", "duration_actual": "36", "service_start": "2017-01"}
        assert loaded(project("A", service_end_anticipated="2018-01", **cells))["months_service"].tolist() == [48]

    def test_dates_known_to_the_month_stand_in_for_a_missing_duration(self, loaded, project):
        first = loaded(project("A", service_start="2017-11", service_end_anticipated="2019-02-28")).iloc[0]
        assert first["months_service"] == first["months_service_anticipated"] == 15
        assert math.isnan(first["months_service_actual"])

    def test_a_date_known_to_the_year_alone_gives_no_months(self, loaded, project):
        rows = loaded(project("A", service_start="2017", service_end_anticipated="2019-02"))
        assert rows["months_service"].isna().all()

    def test_months_to_start_are_negative_where_service_came_first(self, loaded, project):
        rows = loaded(project("A", outcomes_contract="2018-03", service_start="2018-01"))
        assert rows["months_to_start"].tolist() == [-2]

    def test_a_service_of_more_than_fifty_years_is_left_out(self, project, left_out):
        assert left_out(project("A", duration_actual="2018")) == [(2, "2018", "more than 600 months")]


class TestSums:
    def test_exact_sum_comes_first(self, loaded, project):
        cells = {"capital_least": "1000000", "capital_exact": "1250000.5", "capital_most": "2000000"}
        assert loaded(project("A", **cells))["capital_million_usd"].tolist() == [1.2500005]

    def test_middle_between_least_and_most_stands_in(self, loaded, project):
        rows = loaded(project("A", capital_least="1e6", capital_most="+2000000."))
        assert rows["capital_million_usd"].tolist() == [1.5]

    def test_least_alone_says_too_little(self, loaded, project):
        assert loaded(project("A", capital_least="1000000"))["capital_million_usd"].isna().all()

    def test_a_least_above_the_most_says_nothing(self, load, project, left_out):
        row = project("A", capital_least="2000000", capital_most="1000000")
        assert left_out(row) == [(2, "2000000", "more than the most")]
        with pytest.warns(UserWarning):
            assert load(row).projects["capital_million_usd"].isna().all()

    def test_payment_and_users_are_read(self, loaded, project):
        first = loaded(project("A", largest_payment="3000000", targeted_users="450")).iloc[0]
        assert (first["max_payment_million_usd"], first["targeted_users"]) == (3, 450)

    @pytest.mark.parametrize(
        "sum_",
        ["about 2m", "inf", "-inf", "-5", "nan", "1e999", "9" * 400, "1_000", "0x10", "1 000", "$5", "5%", "1,250,000"],
    )
    @pytest.mark.parametrize("column", ["capital_exact", "largest_payment", "targeted_users", "duration_actual"])
    def test_what_is_no_number_is_refused_with_file_line_and_column(self, load, project, line_of, column, sum_):
        line = line_of(lambda: load(project("A", **{column: sum_})))
        assert line.startswith(f"projects.csv line 2: '{getattr(indigo, column.upper())}' has '{sum_[:20]}")
        assert line.endswith("', not a number from 0 on; correct the cell or empty it") and len(line) < 600

    def test_how_many_more_cells_are_alike_is_told(self, load, project, line_of):
        rows = [project(name, capital_exact="?") for name in "ABC"]
        assert line_of(lambda: load(*rows)).endswith(" (and 2 more like it)")

    @pytest.mark.parametrize(
        ("column", "value", "reason"),
        [
            ("capital_exact", "1e300", "more than 1e+10 USD"),
            ("capital_exact", "20000000000", "more than 1e+10 USD"),
            ("targeted_users", "8000000000", "more than 1e+09 users"),
        ],
    )
    def test_what_cannot_be_true_is_left_out(self, load, project, left_out, column, value, reason):
        row = project("A", **{column: value})
        assert left_out(row) == [(2, value, reason)]
        with pytest.warns(UserWarning):
            assert load(row).projects[["capital_million_usd", "targeted_users"]].isna().all(axis=None)


class TestCountries:
    def test_first_country_and_all_countries_are_given(self, loaded, project):
        first = loaded(project("A"), locations=[("A", "KE"), ("A", "ug"), ("A", "KE")]).iloc[0]
        assert (first["country"], first["countries"]) == ("KE", "KE, UG")

    def test_namibia_is_a_country(self, loaded, project):
        assert loaded(project("A"), locations=[("A", "NA")])["country"].tolist() == ["NA"]

    def test_project_without_location_has_no_country(self, loaded, project):
        rows = loaded(project("A"), project("B"), locations=[("B", "DK")])
        assert rows["country"].isna().tolist() == [True, False]

    def test_locations_are_optional(self, loaded, project):
        assert loaded(project("A"))[["country", "countries"]].isna().all(axis=None)

    @pytest.mark.parametrize(
        ("location", "value", "reason"),
        [
            (("Z", "DK"), "Z", "no project of the table of projects"),
            (("", "DK"), "", "no project of the table of projects"),
            (("A", "Korea, Republic of"), "Korea, Republic of", "no country code of two letters"),
            (("A", ""), "", "no country code of two letters"),
        ],
    )
    def test_locations_of_no_project_or_no_country_are_left_out(self, project, left_out, location, value, reason):
        assert left_out(project("A"), locations=[("A", "DK"), location]) == [(3, value, reason)]


class TestProjects:
    def test_rows_without_anything_are_left_out(self, loaded, project):
        blank = ["  "] * len(indigo.PROJECT_COLUMNS)
        assert loaded(blank, project("A"), blank)["project"].tolist() == ["A"]

    def test_a_row_without_its_project_is_refused_with_its_line(self, load, project, line_of):
        line = line_of(lambda: load(project("A"), project("")))
        assert line == "projects.csv line 3: 'ID' is empty; every row needs its project"

    def test_a_project_given_twice_is_refused_with_both_lines(self, load, project, line_of):
        line = line_of(lambda: load(project("B"), project("A"), project("A")))
        assert line.startswith("projects.csv line 4: 'ID' has 'A', which appears more than once, first in line 3")

    @pytest.mark.parametrize(
        ("sector", "domain"),
        [
            ("Employment and training", "employment"),
            ("Health", "health"),
            ("Child and family welfare", "social"),
            ("Homelessness", "social"),
            ("Criminal justice", "social"),
            ("Education", "social"),
            ("Poverty reduction", "social"),
            ("Agriculture and environment", "other"),
            ("", "other"),
            ("health", "health"),
            ("CRIMINAL  JUSTICE ", "social"),
        ],
    )
    def test_sector_belongs_to_domain_whatever_its_case(self, loaded, project, sector, domain):
        assert loaded(project("A", sector=sector))["domain"].tolist() == [domain]

    def test_an_unknown_sector_counts_as_other_and_is_told(self, load, project):
        with pytest.warns(
            UserWarning, match=r"projects\.csv: a sector that is not known, which counts as 'other' \(2\)"
        ):
            download = load(project("A", sector="Heath"), project("B", sector="Welth"))
        assert download.projects["domain"].tolist() == ["other", "other"]
        assert download.unused["value"].tolist() == ["Heath", "Welth"]

    def test_what_is_left_out_is_told_in_one_printable_line(self, load, project):
        rows = [project(str(number), service_start=f"00{number}", sector="\x1b[2J") for number in range(10, 40)]
        with pytest.warns(UserWarning) as warned:
            unused = load(*rows).unused
        text = str(warned[0].message)
        assert len(warned) == 1 and text.isprintable() and "after 2100 (30)" in text and len(unused) == 60
        assert all(map(str.isprintable, unused["value"]))


class TestLaunches:
    def test_projects_are_counted_by_year_and_domain(self, load, project):
        with pytest.warns(UserWarning, match="no date"):
            projects = load(
                project("A", outcomes_contract="2012-01"),
                project("B", outcomes_contract="2012", sector="Homelessness"),
                project("C", outcomes_contract="", service_start="2014-06"),
                project("D", outcomes_contract=""),
            ).projects
        table = indigo.launches(projects, first_year=2012, last_year=2014)
        assert table["health"].tolist() == [1, 0, 1]
        assert table["social"].tolist() == [1, 0, 0]
        assert table["all"].tolist() == [2, 0, 1]

    def test_table_has_the_shape_of_the_observed_one(self, loaded, project):
        table = indigo.launches(loaded(project("A", outcomes_contract="2018")))
        pd.testing.assert_frame_equal(table[["year"]], launches_by_year()[["year"]])
        assert table.columns.tolist() == launches_by_year().columns.tolist()

    def test_projects_of_other_years_give_zeros(self, loaded, project):
        assert indigo.launches(loaded(project("A", outcomes_contract="2025")))["all"].sum() == 0


months = some.builds("{}-{:02}".format, some.integers(2005, 2030), some.integers(1, 12))
dates = some.one_of(some.just(""), some.integers(2005, 2030).map(str), months, months.map("{}-15".format))
sums = some.one_of(some.just(""), some.integers(0, 10**11).map(str), some.floats(0, 1e12).map("{:.3f}".format))
projects = some.fixed_dictionaries(
    {
        **dict.fromkeys(["outcomes_contract", "service_start", "service_end_actual", "service_end_anticipated"], dates),
        **dict.fromkeys(["capital_least", "capital_exact", "capital_most", "targeted_users", "duration_actual"], sums),
        "sector": some.sampled_from([*indigo.DOMAIN_OF_SECTOR, "", "none of them"]),
    }
)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::RuntimeWarning")
# Made smaller, rows that fail would take minutes.
@settings(max_examples=40, phases=[Phase.generate])
@given(rows=some.lists(projects, min_size=1, max_size=8))
def test_whatever_the_rows_nothing_is_endless_no_end_before_its_start_and_each_gap_is_told(rows, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "invented.csv"
    cells = [cells_of(str(number), **row) for number, row in enumerate(rows)]
    pd.DataFrame(cells, columns=indigo.PROJECT_COLUMNS).to_csv(path, index=False)
    download = indigo.load_indigo(path)
    table = download.projects
    assert table["project"].tolist() == [str(number) for number in range(len(rows))]
    numbers = table.select_dtypes("number").astype(float)
    assert not np.isinf(numbers).any(axis=None)
    assert not (numbers.drop(columns="months_to_start") < 0).any(axis=None)
    dated = [row["outcomes_contract"] or row["service_start"] for row in rows]
    assert table["year"].isna().tolist() == [not date for date in dated]
    for row, capital in zip(rows, table["capital_million_usd"], strict=True):
        if row["capital_exact"] and float(row["capital_exact"]) <= indigo.MOST_USD:
            assert capital == pytest.approx(float(row["capital_exact"]) / 1e6)
    told = set(zip(download.unused["line"] - 2, download.unused["value"], strict=True))
    for name, column in {"started": "service_start", "ended_actual": "service_end_actual"}.items():
        for number, (before, after) in enumerate(zip(rows, table[name], strict=True)):
            assert (
                after == before[column] if pd.notna(after) else not before[column] or (number, before[column]) in told
            )
    assert not np.isinf(quantiles(table)["value"]).any()


def test_columns_are_read_whatever_their_order_and_whatever_stands_beside_them(write, project):
    plain = dict(zip(indigo.PROJECT_COLUMNS, project("A", capital_exact="1500000"), strict=True))
    beside = {f"{column.removesuffix('(Value)')}(Source)": "a report, p. 3" for column in plain if column != "ID"}
    cells = dict(sorted({**plain, **beside, "Overall project finance - Currency - (Value)": "GBP"}.items()))
    download = indigo.load_indigo(write(list(cells), [list(cells.values())]))
    assert download.projects["capital_million_usd"].tolist() == [1.5] and download.unused.empty


def test_the_three_tables_come_apart_by_name_or_in_their_order(load, project):
    projects, organisations, unused = load(project("A"), organisations=[("Investor", "A", "Bank")])
    assert projects["project"].tolist() == ["A"]
    assert organisations.to_dict("records") == [{"project": "A", "organisation": "Bank", "role": "investor"}]
    assert unused.columns.tolist() == ["file", "line", "column", "value", "reason"] and unused.empty


def test_what_the_page_on_validation_shows_runs(load, project, tmp_path, monkeypatch):
    page = (Path(__file__).parents[2] / "docs" / "validation.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?load_indigo.*?)^```", page, re.DOTALL | re.MULTILINE)
    load(project("A", capital_exact="2000000"), locations=[("A", "DK")], organisations=[("Investor", "A", "Bank")])
    (tmp_path / "locations.csv").rename(tmp_path / "delivery_locations.csv")
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(compile(code, "validation.md", "exec"), names)
    assert [len(names[table]) for table in ("projects", "organisations", "unused")] == [1, 1, 0]


def test_errors_are_those_of_all_inputs(load, project):
    with pytest.raises(ScenarioError):
        load(project("A", capital_exact="?"))
