import csv
import math

import pandas as pd
import pytest

from sipabm.observed import indigo, launches_by_year


def project(identity, **cells):
    return {column: "" for column in indigo.PROJECT_COLUMNS} | {
        indigo.PROJECT: identity,
        indigo.SECTOR: "Health",
        **{getattr(indigo, name.upper()): value for name, value in cells.items()},
    }


def write(path, rows, columns, encoding="utf-8"):
    with path.open("w", newline="", encoding=encoding) as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def load(tmp_path):
    """Load made-up projects, written the way the download is."""

    def load_rows(*rows, locations=None):
        projects_csv = write(tmp_path / "projects.csv", rows, indigo.PROJECT_COLUMNS)
        if locations is None:
            return indigo.load_indigo(projects_csv)
        pairs = [dict(zip(indigo.LOCATION_COLUMNS, pair, strict=True)) for pair in locations]
        return indigo.load_indigo(projects_csv, write(tmp_path / "locations.csv", pairs, indigo.LOCATION_COLUMNS))

    return load_rows


class TestDates:
    @pytest.mark.parametrize("date", ["2018", "2018-03", "2018-03-31"])
    def test_every_precision_gives_the_year_and_is_kept(self, load, date):
        loaded = load(project("A", outcomes_contract=date)).iloc[0]
        assert (loaded["year"], loaded["contracted"]) == (2018, date)

    @pytest.mark.parametrize("date", ["18", "2018-3", "2018-13", "2018-03-32", "03/2018", "2018-Q1", "2018 or later"])
    def test_any_other_form_is_refused_in_one_line(self, load, date):
        with pytest.raises(ValueError, match=r"outcomes contract signed.* not YYYY, YYYY-MM or YYYY-MM-DD") as error:
            load(project("A", outcomes_contract=date))
        assert repr(date) in str(error.value)
        assert "\n" not in str(error.value)

    def test_year_is_that_of_the_outcomes_contract_first(self, load):
        dates = {"outcomes_contract": "2015", "all_contracts": "2016", "service_start": "2017"}
        assert load(project("A", **dates))["year"].tolist() == [2015]

    def test_year_falls_back_to_the_contract_between_all_parties(self, load):
        assert load(project("A", all_contracts="2016-02", service_start="2017"))["year"].tolist() == [2016]

    def test_year_falls_back_to_the_start_of_service(self, load):
        assert load(project("A", service_start="2017-05"))["year"].tolist() == [2017]

    def test_project_without_dates_has_no_year(self, load):
        assert load(project("A"))["year"].isna().all()


class TestDurations:
    def test_recorded_anticipated_duration_comes_first(self, load):
        cells = {"duration_anticipated": "48", "duration_actual": "36", "service_start": "2017-01"}
        assert load(project("A", service_end_anticipated="2018-01", **cells))["months_service"].tolist() == [48]

    def test_dates_known_to_the_month_stand_in_for_a_missing_duration(self, load):
        loaded = load(project("A", service_start="2017-11", service_end_anticipated="2019-02-28")).iloc[0]
        assert loaded["months_service"] == loaded["months_service_anticipated"] == 15
        assert math.isnan(loaded["months_service_actual"])

    def test_a_date_known_to_the_year_alone_gives_no_months(self, load):
        loaded = load(project("A", service_start="2017", service_end_anticipated="2019-02"))
        assert loaded["months_service"].isna().all()

    def test_months_to_start_are_negative_where_service_came_first(self, load):
        loaded = load(project("A", outcomes_contract="2018-03", service_start="2018-01"))
        assert loaded["months_to_start"].tolist() == [-2]


class TestCapital:
    def test_exact_sum_comes_first(self, load):
        cells = {"capital_least": "1000000", "capital_exact": "1250000.5", "capital_most": "2000000"}
        assert load(project("A", **cells))["capital_million_usd"].tolist() == [1.2500005]

    def test_middle_between_least_and_most_stands_in(self, load):
        loaded = load(project("A", capital_least="1000000", capital_most="2000000"))
        assert loaded["capital_million_usd"].tolist() == [1.5]

    def test_least_alone_says_too_little(self, load):
        assert load(project("A", capital_least="1000000"))["capital_million_usd"].isna().all()

    def test_payment_and_users_are_read(self, load):
        loaded = load(project("A", largest_payment="3000000", targeted_users="450")).iloc[0]
        assert (loaded["max_payment_million_usd"], loaded["targeted_users"]) == (3, 450)

    @pytest.mark.parametrize("sum_", ["about 2m", "inf", "-inf", "-5", "nan"])
    def test_what_is_no_sum_of_money_is_refused(self, load, sum_):
        with pytest.raises(ValueError, match=rf"Exact - \(Value\)' has '{sum_}', not a number from 0 on$"):
            load(project("A", capital_exact=sum_))


class TestCountries:
    def test_first_country_and_all_countries_are_given(self, load):
        loaded = load(project("A"), locations=[("A", "KE"), ("A", "UG")]).iloc[0]
        assert (loaded["country"], loaded["countries"]) == ("KE", "KE, UG")

    def test_namibia_is_a_country(self, load):
        assert load(project("A"), locations=[("A", "NA")])["country"].tolist() == ["NA"]

    def test_project_without_location_has_no_country(self, load):
        loaded = load(project("A"), project("B"), locations=[("B", "DK")])
        assert loaded["country"].isna().tolist() == [True, False]

    def test_locations_are_optional(self, load):
        assert load(project("A"))[["country", "countries"]].isna().all(axis=None)


class TestMistakes:
    def test_missing_file(self, tmp_path):
        with pytest.raises(ValueError, match=r"nowhere\.csv: no such file"):
            indigo.load_indigo(tmp_path / "nowhere.csv")

    def test_missing_columns_are_all_named(self, tmp_path):
        path = write(tmp_path / "projects.csv", [], indigo.PROJECT_COLUMNS[2:])
        with pytest.raises(ValueError, match=r"projects\.csv: missing column 'ID', 'Stage of Development - \(Value\)'"):
            indigo.load_indigo(path)

    def test_other_encodings(self, tmp_path):
        rows = [project("A", stage="Gennemført")]
        path = write(tmp_path / "projects.csv", rows, indigo.PROJECT_COLUMNS, encoding="latin-1")
        with pytest.raises(ValueError, match=r"projects\.csv: not UTF-8 text"):
            indigo.load_indigo(path)

    def test_byte_order_mark_of_a_spreadsheet_is_no_mistake(self, tmp_path):
        path = write(tmp_path / "projects.csv", [project("A")], indigo.PROJECT_COLUMNS, encoding="utf-8-sig")
        assert indigo.load_indigo(path)["project"].tolist() == ["A"]

    @pytest.mark.parametrize("text", ["", "a,b\n1,2\n1,2,3,4\n"])
    def test_what_is_no_table(self, tmp_path, text):
        path = tmp_path / "projects.csv"
        path.write_text(text)
        with pytest.raises(ValueError, match=r"projects\.csv: not a CSV table \(.+\)$"):
            indigo.load_indigo(path)

    def test_no_rows(self, load):
        with pytest.raises(ValueError, match=r"projects\.csv: no rows"):
            load()

    def test_rows_without_anything_are_left_out(self, load):
        blank = dict.fromkeys(indigo.PROJECT_COLUMNS, "  ")
        assert load(blank, project("A"), blank)["project"].tolist() == ["A"]

    def test_a_row_without_its_project_is_told(self, load):
        with pytest.raises(ValueError, match=r"projects\.csv: row 2 has no 'ID'"):
            load(project("A"), project(""))

    def test_project_given_twice(self, load):
        with pytest.raises(ValueError, match=r"project 'A' appears more than once"):
            load(project("A"), project("A"))


class TestLaunches:
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
            ("CRIMINAL JUSTICE", "social"),
        ],
    )
    @pytest.mark.filterwarnings("error")
    def test_sector_belongs_to_domain_whatever_its_case(self, load, sector, domain):
        assert load(project("A", sector=sector))["domain"].tolist() == [domain]

    def test_an_unknown_sector_is_warned_of(self, load):
        with pytest.warns(UserWarning, match=r"not known count as 'other': Heath$"):
            assert load(project("A", sector="Heath"))["domain"].tolist() == ["other"]

    def test_projects_are_counted_by_year_and_domain(self, load):
        table = indigo.launches(
            load(
                project("A", outcomes_contract="2012-01"),
                project("B", outcomes_contract="2012", sector="Homelessness"),
                project("C", service_start="2014-06"),
                project("D"),
            ),
            first_year=2012,
            last_year=2014,
        )
        assert table["health"].tolist() == [1, 0, 1]
        assert table["social"].tolist() == [1, 0, 0]
        assert table["all"].tolist() == [2, 0, 1]

    def test_table_has_the_shape_of_the_observed_one(self, load):
        table = indigo.launches(load(project("A", outcomes_contract="2018")))
        pd.testing.assert_frame_equal(table[["year"]], launches_by_year()[["year"]])
        assert table.columns.tolist() == launches_by_year().columns.tolist()

    def test_projects_without_any_date_give_zeros(self, load):
        assert indigo.launches(load(project("A")))["all"].sum() == 0
