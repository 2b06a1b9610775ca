"""The posterior of the fitted numbers, each at its place within its plausible range."""

from sipabm.plots.posterior_plot import plot_posterior, positions


def test_numbers_stand_where_they_lie_in_their_range_the_best_known_first(fitted_numbers):
    assert positions(fitted_numbers).to_dict("list") == {
        "label": ["worth (social)", "pool"],
        "value": [37.5, 50.0],
        "low": [25.0, 25.0],
        "high": [75.0, 75.0],
    }


def test_the_axis_is_the_whole_range(fitted_numbers):
    assert plot_posterior(fitted_numbers).get_xlim() == (0.0, 100.0)
