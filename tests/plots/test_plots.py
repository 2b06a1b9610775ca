"""All public plots: into the caller's axes and nowhere else, or into a figure of their own."""

import inspect

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sipabm import ScenarioError, plots
from sipabm.plots import (
    ForestPanel,
    Passed,
    figure_bytes,
    figure_of,
    plot_barrier_sets,
    plot_barrier_years,
    plot_bending,
    plot_box,
    plot_compared_curves,
    plot_curve,
    plot_dots,
    plot_fans,
    plot_forest,
    plot_funnel,
    plot_influence,
    plot_interactions,
    plot_network,
    plot_positions,
    plot_posterior,
    plot_report,
    plot_response_panels,
    plot_responses,
    plot_returns,
    plot_robust,
    plot_steps,
    plot_stopped,
    plot_waterfall,
)

ENDS = ("all mechanisms off", "all on")
FOREST = [ForestPanel("partnerships", ("added", "added_low", "added_high")), ForestPanel("cost", ("cost",) * 3)]
# How each plot is drawn from fixtures by name into some axes, and how many panels it has.
PLOTS = {
    "plot_barrier_sets": (lambda get, axes: plot_barrier_sets(get("found").sets, get("found").barriers, "T", axes), 2),
    "plot_barrier_years": (lambda get, axes: plot_barrier_years(get("found").by_domain_and_year, "T", axes), 4),
    "plot_bending": (lambda get, axes: plot_bending(get("said").bending, axes=axes), 7),
    "plot_box": (lambda get, axes: plot_box(*get("discovered")(), "T", axes), 2),
    "plot_compared_curves": (lambda get, axes: plot_compared_curves(get("curves")(), {}, "T", axes), 2),
    "plot_curve": (lambda get, axes: plot_curve(get("said").yearly, get("said").signed_by_run, axes=axes), 1),
    "plot_dots": (lambda get, axes: plot_dots([[get("dots")()], [get("dots")(zero=True)]], "T", axes), 2),
    "plot_fans": (lambda get, axes: plot_fans(*get("fans"), "Bass", "T", axes), 2),
    "plot_forest": (lambda get, axes: plot_forest(get("changes")(), FOREST, "T", axes), 2),
    "plot_funnel": (lambda get, axes: plot_funnel(get("said").funnel, axes=axes), 1),
    "plot_influence": (lambda get, axes: plot_influence(*get("influence")(), "T", axes), 2),
    "plot_interactions": (lambda get, axes: plot_interactions(get("attribution")()[2], "T", axes), 1),
    "plot_network": (lambda get, axes: plot_network(get("network"), "T", axes), 4),
    "plot_positions": (lambda get, axes: plot_positions(get("positions")(), "T", axes), 2),
    "plot_posterior": (lambda get, axes: plot_posterior(get("fitted_numbers"), "T", axes), 1),
    "plot_report": (
        lambda get, axes: plot_report(
            get("said").yearly, get("said").signed_by_run, get("said").funnel, get("said").barriers, "S", axes
        ),
        3,
    ),
    "plot_response_panels": (lambda get, axes: plot_response_panels(get("two_panels"), "T", axes=axes), 2),
    "plot_responses": (
        lambda get, axes: plot_responses(
            get("responses")(), x="setting", measures=("signed", "cost"), x_label="x", line="group", axes=axes
        ),
        2,
    ),
    "plot_returns": (lambda get, axes: plot_returns(get("said").returns, "S", axes), 2),
    "plot_robust": (lambda get, axes: plot_robust(get("survived"), "T", axes), 4),
    "plot_steps": (
        lambda get, axes: plot_steps(get("thirty"), get("thirty"), Passed(1.0, 2.0, "a run"), axes),
        2,
    ),
    "plot_stopped": (lambda get, axes: plot_stopped(get("said").barriers, axes=axes), 1),
    "plot_waterfall": (lambda get, axes: plot_waterfall(*get("attribution")()[:2], ENDS, "T", axes), 1),
}


@pytest.fixture(params=PLOTS)
def plot(request):
    """Return how a plot is drawn into some axes, and how many panels it has."""
    draw, panels = PLOTS[request.param]
    return lambda axes: draw(request.getfixturevalue, axes), panels


def page(panels):
    """Return axes for so many panels, and one more."""
    figure = Figure(figsize=(4 * (panels + 1), 4))
    FigureCanvasAgg(figure)
    return list(figure.subplots(1, panels + 1))


def artists(axes):
    return {id(artist) for artist in axes.findobj()}


def of_figure(figure):
    """Return all of a figure that is in none of its axes, and where these stand."""
    places = [axes.get_position(original=True).bounds for axes in figure.axes]
    extras = [*figure.texts, *figure.legends, *figure.artists, *figure.lines, *figure.images, *figure.subfigs]
    return [*figure.get_size_inches()], figure.axes.copy(), places, extras, figure.get_suptitle()


def test_every_public_plot_is_tested_here_and_takes_axes():
    public = {name for name in plots.__all__ if name.startswith("plot_")}
    assert public == set(PLOTS)
    for name in public:
        assert inspect.signature(getattr(plots, name)).parameters["axes"].default is None


def test_it_draws_into_the_axes_given_and_returns_them(plot):
    draw, panels = plot
    *given, _ = page(panels)
    drawn = draw(given[0] if panels == 1 else given)
    assert (drawn is given[0]) if panels == 1 else (drawn == given)
    for axes in given:
        assert [*axes.lines, *axes.collections, *axes.patches, *axes.images]


def test_it_leaves_the_rest_of_the_callers_figure_alone(plot):
    draw, panels = plot
    *given, other = page(panels)
    before, others = of_figure(other.figure), artists(other)
    draw(given[0] if panels == 1 else given)
    assert of_figure(other.figure) == before
    assert artists(other) == others


def test_without_axes_it_makes_a_figure_of_its_own_that_can_be_saved(plot):
    draw, panels = plot
    drawn = draw(None)
    assert isinstance(drawn, list) == (panels > 1)
    assert set(figure_of(drawn).axes) == set(drawn if panels > 1 else [drawn])
    assert figure_bytes(drawn, "png").startswith(b"\x89PNG")


def test_another_number_of_axes_is_refused_in_one_line(plot):
    draw, panels = plot
    given = page(panels)
    for wrong in ([], given):
        with pytest.raises(ScenarioError) as refused:
            draw(wrong)
        assert str(refused.value) == f"axes: {panels} needed, one for each panel, but {len(wrong)} given"


def test_two_curves_stand_side_by_side(said):
    left, right, _ = page(2)
    for axes, title in ((left, "one"), (right, "other")):
        plot_curve(said.yearly, said.signed_by_run, title, axes)
    assert [axes.get_title(loc="left") for axes in (left, right)] == ["one", "other"]
    assert left.get_ylim() == right.get_ylim()
