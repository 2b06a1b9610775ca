"""Which lever brings most additional successful partnerships, at what cost, and how stable is the ranking?"""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd

from sipabm import Scenario
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import change, level, percent, plain
from sipabm.plots import ForestPanel, plot_forest, plot_interactions, plot_robust
from sipabm.studies import Comparison, compare
from sipabm.studies.attribution import Attribution
from sipabm.studies.attribution_sentences import interactions_title, pair_sentences, total_sentence
from sipabm.studies.lever_attribution import LEVERS, attribute_levers
from sipabm.studies.robustness import Robustness, robust
from sipabm.studies.robustness_sentences import answer as robust_answer
from sipabm.studies.robustness_sentences import capital, verb
from sipabm.studies.robustness_sentences import sentences as robust_sentences
from sipabm.studies.robustness_sentences import title as robust_title
from sipabm.studies.robustness_tables import FIRST as OFTEN_FIRST
from sipabm.studies.robustness_tables import TOP, WORTH

QUESTION = str(__doc__)
FIRST = "2012Q1"
SUCCESS, COST_OF_SUCCESS = "successful", "cost_per_additional_success"
ENDS = ("", "_low", "_high")
COLUMNS = {
    SUCCESS: "added_successful",
    "signed": "added_signed",
    "cost": "added_cost",
    COST_OF_SUCCESS: "cost_of_one_more",
    "payment": "added_payment",
    "misplaced": "added_misplaced",
}
PANELS = (
    ForestPanel("successful partnerships", [f"{COLUMNS[SUCCESS]}{end}" for end in ENDS], sign=True),
    ForestPanel("cost of one more success, million USD", [f"{COLUMNS[COST_OF_SUCCESS]}{end}" for end in ENDS]),
)


def answer(effort: Effort) -> Finding:
    """Return the levers in the order of successful partnerships added to the world, with cost and stability."""
    world = Scenario.load("world")
    # Few runs of each combination, as nine levers have 512 of them.
    runs, sets, each, combined = effort.choose((200, 200, 1, 8), (4, 4, 1, 2))
    pulled = {name_of(lever): world.with_policy(f"{lever}=1@{FIRST}") for lever in LEVERS}
    found = compare(world, pulled, runs, effort.seed, folder=effort.folder())
    levers = effort.choose(LEVERS, LEVERS[:3])
    how_survived: dict[str, Any] = {"measure": SUCCESS, "by": "years", "folder": effort.folder()}
    survived = robust(world, LEVERS, FIRST, sets, each, effort.seed, **how_survived)
    how: dict[str, Any] = {"levers": levers, "measures": [SUCCESS], "folder": effort.folder()}
    together = attribute_levers(world, FIRST, combined, effort.seed, **how)
    table = ranking(found).merge(shapley_values(together), how="left").merge(places(survived))
    title = f"What each lever adds in the scenario “world”, from {FIRST[:4]} on"
    return Finding(
        table=table.rename(columns={"alternative": "lever"}),
        figure=plot_forest(table.rename(columns={"alternative": "label"}), PANELS, title),
        sentences=[
            answer_sentence(survived.answers),
            robust_answer(survived),
            *sentences(found, together, combined),
            *robust_sentences(survived)[1:],
        ],
        scenarios={"world": world, **pulled},
        replicates=found.runs.runs,
        more_tables={
            "all_measures": found.table,
            "interactions": together.interactions,
            "shapley": together.shares,
            "answers": survived.answers,
            "luck": survived.luck,
            "deciding": survived.deciding,
            "sets": survived.sets,
        },
        more_figures={
            "interactions": plot_interactions(together.interactions, interactions_title(together)),
            "robust": plot_robust(survived.answers, robust_title(survived)),
        },
        made_from=(
            f"{found.runs.runs} runs of each of {len(pulled) + 1} worlds, twice {each} of each of them with each of "
            f"{sets} sets of numbers, and {combined} of each of {len(together.combinations)} combinations of levers"
        ),
    )


def name_of(lever: str) -> str:
    """Return what a lever is called in tables and figures."""
    return lever.replace("_", " ")


def answer_sentence(answers: pd.DataFrame) -> str:
    """Return the answer: which lever adds most and which is worth its cost most often, in how many sets of numbers."""
    most, pays = (largest(answers, criterion) for criterion in (OFTEN_FIRST, WORTH))
    return (
        f"{capital(most['lever'])} {verb('add', most['lever'])} most successful partnerships: in "
        f"{percent(most['share'])} of the sets of numbers that fit the record. What is worth its cost in cash most "
        f"often is {pays['lever']}, in {percent(pays['share'])} of them."
    )


def largest(answers: pd.DataFrame, criterion: str) -> pd.Series:
    """Return the row of the lever of which a criterion holds in most sets."""
    rows = answers[answers["criterion"] == criterion]
    return rows.loc[rows["share"].idxmax()]


def ranking(found: Comparison) -> pd.DataFrame:
    """Return a row for each lever, the best first: what it changes, each with its interval."""
    changes = found.table.pivot(index="alternative", columns="measure", values=["difference", "low", "high"])
    columns = {
        f"{name}{end}": changes[part, measure]
        for measure, name in COLUMNS.items()
        for part, end in zip(("difference", "low", "high"), ENDS, strict=True)
    }
    rows = pd.DataFrame(columns).sort_values(COLUMNS[SUCCESS], ascending=False, kind="stable")
    return rows.reset_index()


def places(survived: Robustness) -> pd.DataFrame:
    """Return in which share of sets of numbers each lever is first, and among the first three."""
    shares = survived.answers.pivot(index="lever", columns="criterion", values="share")[[OFTEN_FIRST, TOP]]
    return (
        shares.rename(columns={OFTEN_FIRST: "first", TOP: "among_first_three"}).rename_axis("alternative").reset_index()
    )


def shapley_values(together: Attribution) -> pd.DataFrame:
    """Return what each lever adds on average over all orders in which levers can be pulled."""
    names = {"label": "alternative", "value": "shapley", "low": "shapley_low", "high": "shapley_high"}
    return together.shares[list(names)].rename(columns=names)


def sentences(found: Comparison, together: Attribution, combined: int) -> list[str]:
    """Return ranking, cost, payments and interactions in words."""
    return [
        ranking_sentence(rows_of(found, SUCCESS)),
        cost_sentence(rows_of(found, COST_OF_SUCCESS)),
        payment_sentence(rows_of(found, "payment"), "Outcome payments are not part of that cost; they"),
        payment_sentence(rows_of(found, "misplaced"), "Payments for no effect"),
        f"All combinations ({combined} runs of each). {total_sentence(together)}",
        *pair_sentences(together),
    ]


def rows_of(found: Comparison, measure: str) -> pd.DataFrame:
    """Return the rows of one measure, the largest change first, what is not defined last."""
    rows = found.table[found.table["measure"] == measure]
    return rows.sort_values("difference", ascending=False, kind="stable")


def ranking_sentence(rows: pd.DataFrame) -> str:
    """Return what each lever adds, the best first."""
    parts = [f"{row['alternative']} {change(row)}" for row in rows.to_dict("records")]
    return (
        f"Most is added by {rows['alternative'].iloc[0]}. Used by every project from {FIRST} on, and not only by those "
        f"that do so anyway, each lever alone changes the {plain(rows['base'].iloc[0])} successful partnerships by: "
        f"{'; '.join(parts)}."
    )


def cost_sentence(rows: pd.DataFrame) -> str:
    """Return what one more success costs with each lever, cheapest first, and with which that is not defined."""
    # Rows have the largest cost first, a reader wants the cheapest lever first.
    defined = rows.dropna(subset=["difference"]).iloc[::-1].to_dict("records")
    parts = [f"{row['alternative']} {level(row)}" for row in defined]
    missing = rows.loc[rows["difference"].isna(), "alternative"].tolist()
    undefined = f" Not defined, as nothing is added beyond noise: {listed(missing)}." if missing else ""
    costs = f"Transaction cost of one more success in million USD, negative where it saves: {'; '.join(parts)}."
    return costs + undefined


def payment_sentence(rows: pd.DataFrame, said: str) -> str:
    """Return by how much payments change with each lever."""
    parts = [f"{row['alternative']} {change(row)}" for row in rows.to_dict("records")]
    return f"{said} change by, in million USD: {'; '.join(parts)}."


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
