/** Contrasts: what changes from one world to another in each measure, as `sipabm compare` has it. */

import { characteristics, isNoise, linearValues, mean, paired, total } from "./statistics.js";

export const FALL = "fall";

/** Return base, other, difference and interval of a measure from the first runs of two worlds. */
export function contrast(page, name, base, other, runs) {
  const sides = [base, other].map((world) => (name === FALL ? falls(page, world, runs) : valuesOf(page, name, world, runs)));
  const [first, second] = sides;
  return { measure: name, base: first.mean, other: second.mean, ...paired(first.byRun, second.byRun, page.student), runs };
}

/** Return a measure of a world: its mean, and a value for each run with the same mean. */
function valuesOf(page, name, world, runs) {
  const { columns, per } = page.measures[name];
  const [amount, below] = [columns, per].map((names) => sumsOf(page, names, world, runs));
  return { mean: mean(amount) / mean(below), byRun: linearValues(amount, below) };
}

/** Return the sum of columns for each run, one where there are none: what is divided by nothing. */
function sumsOf(page, columns, world, runs) {
  const sums = Array(runs).fill(columns.length ? 0 : 1);
  for (const column of columns)
    page.runner.yearly(world, column, runs, page.state.area).forEach((years, run) => (sums[run] += total(years)));
  return sums;
}

/** Return how far the curve of each run falls from its best three years to the last three. */
function falls(page, world, runs) {
  const byRun = page.runner.yearly(world, "signed", runs, page.state.area).map((years) => characteristics(years, page.years[0]).fall);
  return { mean: mean(byRun), byRun };
}

/** Return the word for a difference: more, fewer, same (in every run), noise or undefined. */
export function verdict(row) {
  if (row.isSame) return "same";
  if (Number.isNaN(row.low)) return "undefined";
  return isNoise(row) ? "noise" : row.difference > 0 ? "more" : "fewer";
}
