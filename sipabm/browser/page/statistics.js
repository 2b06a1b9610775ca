/** Statistics: means, bands and paired intervals by the same rules as `sipabm.statistics`. */

export const BAND = [0.05, 0.95];
export const SPAN = 3; // years, so that one good year does not decide

/** Return the sum of numbers. */
export function total(numbers) {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

/** Return the mean of numbers; NaN of none. */
export function mean(numbers) {
  return total(numbers) / numbers.length;
}

/** Return a quantile of numbers: linear between the two nearest, as numpy has it. */
export function quantile(numbers, share) {
  const sorted = Float64Array.from(numbers).sort();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** Return the standard deviation of numbers, of a sample. */
export function spread(numbers) {
  const middle = mean(numbers);
  return Math.sqrt(total(numbers.map((number) => (number - middle) ** 2)) / (numbers.length - 1));
}

/** Return mean, low and high (5 and 95 % quantiles over runs) of each year, from runs × years. */
export function bandOf(runs) {
  const years = runs[0].map((_, year) => runs.map((run) => run[year]));
  const [low, high] = BAND.map((share) => years.map((values) => quantile(values, share)));
  return { mean: years.map(mean), low, high };
}

/** Return a value for each run whose mean is the ratio of both means: the delta method. NaN where nothing divides. */
export function linearValues(amount, per) {
  const below = mean(per);
  const ratio = mean(amount) / below;
  return amount.map((value, run) => ratio + (value - ratio * per[run]) / below);
}

/**
 * Return the mean difference of values by run with its paired 95 % interval; `student` holds the quantiles of Student's
 * t by degrees of freedom, from 1 on.
 */
export function paired(base, other, student) {
  const byRun = other.map((value, run) => value - base[run]);
  const difference = mean(byRun);
  const runs = byRun.length;
  const half = runs > 1 ? (student[runs - 2] * spread(byRun)) / Math.sqrt(runs) : NaN;
  return { difference, low: difference - half, high: difference + half, isSame: byRun.every((value) => value === 0) };
}

/** Return whether the interval of a difference covers zero or is missing. */
export function isNoise({ low, high }) {
  return !(low > 0 || high < 0);
}

/** Return year, height and fall of a yearly curve, as `sipabm.sweeps` has them; NaN where nothing is signed. */
export function characteristics(values, firstYear) {
  const peak = Math.max(...values);
  if (!(peak > 0)) return { peak_year: NaN, peak: 0, fall: NaN };
  const sums = values.slice(SPAN - 1).map((_, year) => total(values.slice(year, year + SPAN)));
  const fall = sums.length ? 1 - sums.at(-1) / Math.max(...sums) : NaN;
  return { peak_year: firstYear + values.indexOf(peak), peak, fall };
}
