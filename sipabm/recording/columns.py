"""The columns of every table, once for both models: name, type and meaning."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sipabm.states import Barrier, Pocket, Stage

MOST_INVESTORS = 6


class Column(NamedTuple):
    """A column: name, numpy type, meaning with unit."""

    name: str
    type: str
    meaning: str


def whole(name: str, meaning: str) -> Column:
    """Return a column of whole numbers."""
    return Column(name, "i8", meaning)


def real(name: str, meaning: str) -> Column:
    """Return a column of real numbers."""
    return Column(name, "f8", meaning)


ATTEMPT = (
    whole("authority", "number of the authority"),
    whole("country", "number of the country"),
    whole("domain", "welfare area"),
    whole("started", "step of the start"),
    whole("ended", "step of signature or exit"),
    whole("stage", "stage of the exit, or signed"),
    whole("outcome", "signed or stopped"),
    whole("barrier", "the barrier that ended it, -1 if signed"),
    whole("barriers", "every barrier that stood in its way at that stage, as a sum of 1 << barrier"),
    real("capital", "capital needed, million USD"),
    whole("provider", "number of the provider, -1 if none"),
    whole("investor", "number of the lead investor, -1 if none"),
    whole("early_meeting", "1 if it began with early informal meetings"),
    whole("pragmatic", "1 if data work was pragmatic"),
    whole("mapped", "1 if competence was mapped early"),
    whole("pooled", "1 if budgets were pooled"),
    whole("house", "1 if it was developed in an innovation house"),
    whole("flexible_allowed", "1 if a flexible contract was on the table"),
    whole("cashable_only", "1 if only cashable savings counted"),
    real("novelty", "novelty of the programme, share, 0 if never known"),
    real("quality", "true quality of the programme, share of target, 0 if never known"),
    real("signal", "quality shown by the business case, share of target, 0 if never known"),
    real("uncertainty", "uncertainty left, standard deviation of log success"),
    real("cost_share", "development cost of the authority's team, share of capital"),
    whole("departments_joined", "other departments that joined"),
    whole("investors", "investors in the syndicate"),
    real("surplus", "joint surplus of the best template, multiple of capital; 0 if never negotiated"),
    real("relaxed_surplus", "largest joint surplus with one barrier relaxed, 0 if not needed"),
    whole("rounds", "rounds of offers"),
    real("cost_authority", "development cost borne by the authority, million USD"),
    real("cost_provider", "development cost borne by the provider, million USD"),
    real("cost_investors", "development cost borne by investors, million USD"),
)

CONTRACT = (
    whole("authority", "number of the authority"),
    whole("country", "number of the country"),
    whole("domain", "welfare area"),
    whole("started", "step in which the attempt started"),
    whole("signed", "step of signature"),
    whole("ended", "step of the last quarter of service; of the last step if still running"),
    whole("status", "running, delivered or why it ended early"),
    whole("programme", "placement or upskilling"),
    whole("instrument", "payment by results, social impact bond or both"),
    whole("form", "rigid or flexible"),
    whole("rigour", "evaluation rigour"),
    whole("years", "agreed duration in years"),
    whole("quarters_run", "quarters of service so far"),
    real("capital", "capital, million USD"),
    real("capital_investors", "capital of investors, million USD"),
    real("capital_provider", "capital of the provider, million USD"),
    real("price", "payment at target per unit of capital"),
    real("authority_limit", "highest price the authority would have paid"),
    real("consortium_ask", "lowest price provider and investors would have taken"),
    real("provider_payment_share", "share of payments that goes to the provider"),
    whole("rounds", "rounds of offers"),
    whole("provider", "number of the provider"),
    whole("investor", "number of the lead investor, -1 if none invests"),
    whole("investors", "number of investors"),
    whole("departments_joined", "other departments that pay"),
    whole("parties", "authority, departments, fund, provider and investors together"),
    whole("fund", "number of the outcomes fund, -1 if none"),
    real("fund_share", "share of payments the fund carries"),
    real("fund_committed", "commitment of the fund, million USD"),
    whole("cashable_only", "1 if only cashable savings counted"),
    whole("house", "1 if it was developed in an innovation house"),
    real("novelty", "novelty of the programme, share"),
    real("success", "true success, share of target"),
    real("measured", "measured success, share of target"),
    whole("replans", "number of re-plannings"),
    real("cost_authority", "development cost borne by the authority, million USD"),
    real("cost_provider", "development cost borne by the provider, million USD"),
    real("cost_investors", "development cost borne by investors, million USD"),
    real("payment_authority", "outcome payment of the authority, million USD"),
    real("payment_departments", "outcome payment of joined departments, million USD"),
    real("payment_fund", "outcome payment of the fund, million USD"),
    real("fund_repaid", "given back to the fund by the authority, million USD"),
    real("guarantee_paid", "guarantee paid by the authority, million USD"),
    real("spent", "capital spent on service, million USD"),
    real("returned", "capital never spent and given back, million USD"),
    real("promised", "what investors expected to receive back when they signed, million USD"),
    real("to_investors", "all that investors receive back, million USD"),
    real("to_provider", "outcome payment to the provider, million USD"),
    real("cost_after", "cost to the authority of evaluation and re-planning after signature, million USD"),
    real("burden", "cost to the provider of the evaluation, million USD"),
    *(real(f"value_{pocket.name.lower()}", "public value in this pocket, million USD") for pocket in Pocket),
)
Table = tuple[str, int, str]
CONTRACT_TABLES: tuple[Table, ...] = (
    ("member", MOST_INVESTORS, "numbers of the investors, -1 for none"),
    ("ticket", MOST_INVESTORS, "capital of each investor, million USD"),
    ("received", MOST_INVESTORS, "received by each investor, million USD"),
)
WHOLE_TABLES = {"works_in", "member", "law_since", "fund_open"}

YEARLY = (
    real("considered", "times an authority looked at partnerships"),
    real("started", "attempts started"),
    *(real(f"exits_{stage.name.lower()}", "attempts stopped in this stage") for stage in list(Stage)[:-1]),
    *(real(f"exit_{barrier.name.lower()}", "attempts ended by this barrier") for barrier in Barrier),
    real("signed", "partnerships signed"),
    real("capital", "capital of partnerships signed, million USD"),
    real("parties", "parties of partnerships signed, summed"),
    real("months", "months from idea to signature, summed over partnerships signed"),
    real("upskilling", "partnerships signed that train people for less exposed work"),
    real("in_house", "partnerships signed that were developed in an innovation house"),
    real("repeat_authorities", "partnerships signed by an authority that had signed before"),
    real("repeat_providers", "partnerships signed by a provider that had signed before"),
    real("repeat_investors", "partnerships signed under a lead investor that had signed before"),
    real("cost_authority", "development cost of authorities for attempts ended this year, million USD"),
    real("cost_provider", "development cost of providers for attempts ended this year, million USD"),
    real("cost_investors", "development cost of investors for attempts ended this year, million USD"),
    real("cost_after", "cost to authorities after signature of partnerships ended this year, million USD"),
    real("burden", "cost of evaluation to providers of partnerships ended this year, million USD"),
    real("running", "partnerships running at the end of the year"),
    real("delivered", "partnerships that reached their term"),
    real("ended_early", "partnerships that ended before their term"),
    real("successful", "partnerships that reached their term and the success threshold"),
    real("success", "true success, summed over partnerships ended"),
    real("invested", "investors' capital of partnerships ended, million USD"),
    real("promised", "what these investors expected to receive when they signed, million USD"),
    real("received", "received by investors of partnerships ended, million USD"),
    real("repaid", "partnerships ended with investors whose capital came back in full"),
    real("with_investors", "partnerships ended that had investors"),
    real("payment", "outcome payments and guarantees, million USD"),
    real("payment_fund", "of these, paid by outcomes funds, million USD"),
    real("fund_repaid", "given back to outcomes funds, million USD"),
    *(real(f"value_{pocket.name.lower()}", "public value in this pocket, million USD") for pocket in Pocket),
)

STATE = (
    real("closing_belief", "mean belief that an attempt closes"),
    real("delivery_belief", "mean belief in delivery, share of target"),
    real("expected_cost", "mean development cost expected, share of capital"),
    real("fatigue", "mean fatigue"),
    real("resistance", "mean frontline resistance"),
    real("support", "mean political support"),
    real("trust", "mean trust over all ties"),
    real("machine_share", "share of exposed work that machines do"),
)


def record_type(columns: tuple[Column, ...], tables: tuple[Table, ...] = ()) -> np.dtype:
    """Return the numpy type of a record with single numbers and small tables."""
    fields: list[Any] = [(column.name, column.type) for column in columns]
    fields += [(name, "i8" if name in WHOLE_TABLES else "f8", (size,)) for name, size, _ in tables]
    return np.dtype(fields, align=True)


ATTEMPT_TYPE = record_type(ATTEMPT)
CONTRACT_TYPE = record_type(CONTRACT, CONTRACT_TABLES)


def position(columns: tuple[Column, ...], name: str) -> int:
    """Return the position of a column by name."""
    return [column.name for column in columns].index(name)
