import importlib.util
from pathlib import Path

import pandas as pd
import pytest

SCRIPT = Path(__file__).parent.parent.parent / "experiments" / "forecast_decline.py"
SPEC = importlib.util.spec_from_file_location("forecast_decline_by_hand", SCRIPT)
forecast = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(forecast)


def relatives(value):
    rows = [
        {"score": score, "targets": targets, "method": method, "other": other, "value": value, "low": 0.5, "high": high}
        for score in ("wis", "crps")
        for targets in forecast.SPANS
        for method in forecast.OWN
        for other, high in zip(forecast.LABELS, [1.2] * 4 + [0.9] * 2 + [1.1] * 4, strict=True)
    ]
    return pd.DataFrame(rows)


def test_the_first_score_is_kept_whatever_is_found_later(tmp_path, monkeypatch):
    monkeypatch.setattr(forecast, "FIRST_SCORE", tmp_path / "first_score.csv")
    first = forecast.first_score(relatives(0.7))
    assert set(first["score"]) == {"wis"} and set(first["targets"]) == {"all targets"}
    first.to_csv(forecast.FIRST_SCORE, index=False)
    assert forecast.first_score(relatives(1.3))["value"].unique().tolist() == [0.7]
    assert "0.70" in forecast.first_sentence(forecast.first_score(relatives(1.3)), relatives(1.3))


@pytest.mark.parametrize(("value", "beaten"), [(0.7, "beats 6 of 6"), (1.3, "beats 0 of 6")])
def test_losses_are_told_as_plainly_as_wins(value, beaten):
    of_model, of_ensemble = forecast.headline(relatives(value))
    assert beaten in of_model and beaten in of_ensemble
    assert "2 of them beyond" in of_model or value > 1
    unsure, sure = (relatives(value).assign(low=value - by, high=value + by) for by in (0.5, 0.2))
    assert all("neither better nor worse beyond luck: " in said for said in forecast.where_sentences(unsure))
    verdict = "model is better" if value < 1 else "model is worse"
    assert all(verdict in said for said in forecast.where_sentences(sure))


def test_it_is_sure_only_of_nulls_whose_interval_lies_below_one():
    said = forecast.headline(relatives(0.7))[0]
    assert "2 of them beyond what the choice of origins explains" in said
