"""Figures of a report, and the same as slides, each with what it shows in words."""

from __future__ import annotations

import pandas as pd

from sipabm.language.lists import counted
from sipabm.language.numbers import percent, plain, year
from sipabm.plots import curve_plot, funnel_plot, stopped_plot
from sipabm.plots.described import Described
from sipabm.plots.report_plot import plot_report
from sipabm.plots.returns_plot import FEWEST_DEALS, plot_returns
from sipabm.plots.slides import finish_slide, slide_axes
from sipabm.plots.style import style
from sipabm.report import EVERY_DOMAIN, EVERY_HORIZON, Report
from sipabm.report.curve_words import curve_in_words

REPORT_SLIDES = CURVE, FUNNEL, STOPPED, RETURNS = ("slide_curve", "slide_funnel", "slide_stopped", "slide_returns")
RETURN_TITLE = "What investors were promised, and what they got"
RETURN_PANELS = ("a  Return a year", "b  Promised less realised")
MOST_BARRIERS = 8  # that can be read on a slide
STOPPED_TITLE = f"The {MOST_BARRIERS} barriers that stopped most attempts"


def report_figures(said: Report) -> dict[str, Described]:
    """Return the figures of a report by name."""
    panels = plot_report(said.yearly, said.signed_by_run, said.funnel, said.barriers, said.scenario)
    words = " ".join([curve_words(said), funnel_words(said.funnel), stopped_words(said.barriers)])
    returns = plot_returns(said.returns, said.scenario)
    return {
        "figure": Described(panels, title_of(said, "Partnerships"), words),
        "returns": Described(returns, title_of(said, RETURN_TITLE), return_words(said.returns)),
    }


def report_slides(said: Report) -> dict[str, Described]:
    """Return the panels of a report as slides by name, of barriers those that stopped most attempts."""
    titles = dict(zip(REPORT_SLIDES, (curve_plot.TITLE, funnel_plot.TITLE, STOPPED_TITLE, RETURN_TITLE), strict=True))
    slides = {name: slide_axes(title_of(said, title), 1 + (name == RETURNS)) for name, title in titles.items()}
    curve_plot.plot_curve(said.yearly, said.signed_by_run, "", slides[CURVE][0])
    funnel_plot.plot_funnel(said.funnel, "", slides[FUNNEL][0])
    stopped_plot.plot_stopped(most_frequent(said.barriers), "", slides[STOPPED][0])
    plot_returns(said.returns, said.scenario, slides[RETURNS])
    with style():
        for panel, title in zip(slides[RETURNS], RETURN_PANELS, strict=True):
            panel.set_title(title)  # shorter, as the scenario stands in that of the slide
    words = (curve_words(said), funnel_words(said.funnel), stopped_words(said.barriers), return_words(said.returns))
    return {
        name: Described(finish_slide(axes), title_of(said, titles[name]), text)
        for (name, axes), text in zip(slides.items(), words, strict=True)
    }


def most_frequent(barriers: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the barriers that stopped most attempts over all welfare areas, in their order."""
    everywhere = barriers[barriers["domain"] == EVERY_DOMAIN].fillna({"share": 0.0})
    most = everywhere.nlargest(MOST_BARRIERS, "share", keep="first")["barrier"]
    return barriers[barriers["barrier"].isin(most)]


def title_of(said: Report, title: str) -> str:
    """Return a title with the scenario that it is of."""
    return f"{title}, scenario “{said.scenario}”"


def curve_words(said: Report) -> str:
    """Return the yearly curve in words."""
    runs = counted(said.replicates, "run")
    return f"New partnerships a year, mean of {runs} and 90 % of them: {curve_in_words(said.yearly)}."


def funnel_words(funnel: pd.DataFrame) -> str:
    """Return the steps of a funnel in words."""
    steps = "; ".join(f"{row['label']} {plain(row['mean'])}" for row in funnel.to_dict("records"))
    return f"From considered to successful, per run: {steps}."


def stopped_words(barriers: pd.DataFrame) -> str:
    """Return what stopped most attempts in each welfare area, in words."""
    of_areas = barriers[barriers["domain"] != EVERY_DOMAIN].dropna(subset="share")
    most = of_areas.sort_values("share", ascending=False, kind="stable").drop_duplicates("domain")
    found = "; ".join(f"{row['domain']}, {row['label']} {percent(row['share'])}" for row in most.to_dict("records"))
    return f"What stopped most attempts: {found or 'none were stopped'}."


def return_words(returns: pd.DataFrame) -> str:
    """Return what was promised and realised in the last year with enough deals, in words."""
    rows = returns[(returns["horizon"] == EVERY_HORIZON) & (returns["deals"] >= FEWEST_DEALS)]
    if rows.empty:
        return f"Fewer than {FEWEST_DEALS} deals of a year have ended."
    last = rows.iloc[-1]
    promised, realised = (percent(last[name], 1) for name in ("promised", "realised"))
    return (
        f"Return on capital a year of deals signed in {year(last['year'])}: promised {promised}, realised {realised}."
    )
