"""Money for readers: amounts of the model, million USD, in a currency and in the prices of a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

OWN_CURRENCY, OWN_UNIT = "USD", "million USD"  # the model's
# Columns that hold amounts in every row, by their unit in the model's own money.
COLUMNS = {
    OWN_UNIT: (
        *("capital", "gross", "of_effects", "net", "gained", "paid"),
        *("cash_saved", "transfers", "service", "development", "after_signature", "other_value"),
        *("net_cash", "net_cash_ordinary", "net_with_other_value", "net_with_other_value_ordinary"),
        *("worst_tenth", "worst_tenth_ordinary", "cash_after_costs"),
    ),
    f"{OWN_UNIT} a partnership": ("net_cash_per_partnership", "net_with_other_value_per_partnership"),
    f"{OWN_UNIT} a year": ("net_cash_a_year", "net_with_other_value_a_year"),
}
UNIT_OF = {column: unit for unit, columns in COLUMNS.items() for column in columns}
ENDS = ("_mean", "_low", "_high")
# Columns that hold values in the unit that their row names in the column `unit`.
VALUES = (
    *("base", "other", "difference", "change", "low", "high", "mean", "value", "value_low", "value_high", "added"),
    *("observed", "observed_low", "observed_high", "median", "p05", "p95"),
)
UNIT, MONEY = "unit", "money"  # names of columns


@dataclass(frozen=True)
class Money:
    """A currency in the prices of a year: what amounts in million USD are multiplied by, and what they are called then.

    Without a year the model's own money, as it is. `note` says in one sentence where the factor comes from.
    """

    currency: str = OWN_CURRENCY
    price_year: int | None = None
    factor: float = 1.0
    note: str = ""

    @property
    def unit(self) -> str:
        """Return what amounts are in: 'million USD', 'million DKK (prices of 2024)'."""
        return self.named(OWN_UNIT)

    @property
    def short(self) -> str:
        """Return the same without the year of prices, where a title says it: 'million DKK'."""
        return f"million {self.currency}"

    @property
    def is_own(self) -> bool:
        """Return whether amounts stay as the model has them."""
        return self.price_year is None

    @property
    def asked(self) -> dict[str, str | int | None]:
        """Return what `Scenario.money` takes to give it again: currency and year; no year is the model's own."""
        return {"currency": self.currency, "price_year": self.price_year}

    def named(self, unit: str) -> str:
        """Return a unit as a reader gets it: 'million USD a year' as 'million DKK a year (prices of 2024)'."""
        if self.is_own or not is_money(unit):
            return unit
        return f"million {self.currency}{unit.removeprefix(OWN_UNIT)} (prices of {self.price_year})"

    def amount(self, millions: float) -> float:
        """Return an amount of million USD in this money, in millions."""
        return millions if self.is_own else self.factor * millions

    def converted(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table with its amounts in this money; the same table if that is the model's own.

        Amounts are all numbers of rows whose `unit` is million USD, and of columns that hold nothing else. A table with
        such columns gets a last column `money`, which names the unit; units of rows are replaced. Shares, counts and
        other units stay as they are.
        """
        if self.is_own:
            return table
        changed = table.copy()
        if UNIT in table:
            rows = table[UNIT].map(is_money).astype(bool)
            numbers = set(table.select_dtypes("number"))
            columns = [name for name in VALUES if name in numbers]
            changed.loc[rows, columns] = self.factor * table.loc[rows, columns].astype(float)
            changed[UNIT] = table[UNIT].map(self.named)
        of_money = list(columns_of_money(table))
        if of_money:
            changed[of_money] = self.factor * table[of_money]
            changed[MONEY] = self.unit
        return changed

    def units(self, table: pd.DataFrame) -> dict[str, str]:
        """Return the unit of each column of a table that holds amounts in every row."""
        return {name: self.named(unit) for name, unit in columns_of_money(table).items()}


MODEL_MONEY = Money()


def columns_of_money(table: pd.DataFrame) -> dict[str, str]:
    """Return the columns of a table that hold amounts in every row, with the unit of the model's own money."""
    # Mean and band have the unit of what they are of.
    stems = {name: name.removesuffix(next(filter(name.endswith, ENDS), "")) for name in map(str, table)}
    return {name: UNIT_OF[stem] for name, stem in stems.items() if stem in UNIT_OF}


def is_money(unit: object) -> bool:
    """Return whether a unit is million USD, or million USD for each of something."""
    return isinstance(unit, str) and (unit == OWN_UNIT or unit.startswith(f"{OWN_UNIT} "))
