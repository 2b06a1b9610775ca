/**
 * Cohort: attempts begun in some years, followed to their end, and what each run of them leaves, as
 * `sipabm.studies.cohorts` has it. The worker makes it from the rows of a run.
 */

export const LONGEST_CONTRACT = 7; // years
export const LONGEST_DEVELOPMENT = 5;
const COUNTS = ["started", "developing", "signed", "running", "ended", "successful", "effect"];
export const NETS = ["net_cash", "net_with_other_value"];
export const STOPPED = 2; // as in `sipabm.words.Outcome`
const [RUNNING, DELIVERED] = [0, 1]; // as in `sipabm.words.ContractStatus`

/** Return the names of what is kept of a run, in its order. */
export function cohortColumns(parties) {
  const kinds = NETS.flatMap((net) => [net, `${net}_against_ordinary`]);
  return [...COUNTS, ...kinds.flatMap((kind) => parties.map((party) => `${kind}_${party}`))];
}

/** Return the years in which attempts begin that policies may change and that can be followed, from their dates. */
export function cohortOf(levers, years) {
  const [first, last] = [years[0], years.at(-1)];
  const begins = Math.min(Math.max(Math.min(...levers.map((lever) => lever.first)), first), last);
  const ends = Math.max(begins, Math.min(Math.max(...levers.map((lever) => lever.last ?? last)), last));
  return [begins, Math.max(begins, Math.min(ends, last - LONGEST_DEVELOPMENT - LONGEST_CONTRACT))];
}

/**
 * Return what is kept of the attempts that began in some years, in an area or in all: `history` is a run with its rows,
 * `threshold` what counts as success, `firstQuarter` the ordinal of the first quarter, `areas` all names of areas.
 */
export function cohortNumbers(history, [first, last], { area, areas, counts, parties, threshold, firstQuarter }) {
  const names = cohortColumns(parties);
  const found = Object.fromEntries(names.map((name) => [name, 0]));
  const isIn = ({ started, domain }, row) => {
    const year = Math.floor((firstQuarter + started[row]) / 4);
    return first <= year && year <= last && (area === "all" || areas[domain[row]] === area);
  };
  history.years.forEach((year, place) => {
    if (year < first || year > last) return;
    areas.forEach((each, number) => {
      if (area === "all" || area === each) found.started += history.counts[(place * areas.length + number) * counts.length + counts.indexOf("started")];
    });
  });
  const { columns: attempts } = history.attempts;
  let stopped = 0;
  for (let row = 0; row < history.attempts.length; row++) {
    if (attempts.outcome[row] !== STOPPED || !isIn(attempts, row)) continue;
    stopped += 1;
    for (const [party, cost] of Object.entries(developmentCost(attempts, row))) {
      // What a stopped attempt cost, no ordinary contract would have.
      for (const net of NETS) {
        found[`${net}_${party}`] -= cost;
        found[`${net}_against_ordinary_${party}`] -= cost;
      }
    }
  }
  const { columns: contracts } = history.contracts;
  for (let row = 0; row < history.contracts.length; row++) {
    if (!isIn(contracts, row)) continue;
    found.signed += 1;
    if (contracts.status[row] === RUNNING) continue;
    found.ended += 1;
    found.effect += contracts.effect[row];
    found.successful += contracts.status[row] === DELIVERED && contracts.effect[row] >= threshold;
    const [own, ordinary] = [netOfContract(contracts, row), netOfOrdinary(contracts, row)];
    for (const party of parties) {
      const [cash, other] = [own.cash[party] ?? 0, own.other[party] ?? 0];
      const [plainCash, plainOther] = [ordinary.cash[party] ?? 0, ordinary.other[party] ?? 0];
      found[`net_cash_${party}`] += cash;
      found[`net_with_other_value_${party}`] += cash + other;
      found[`net_cash_against_ordinary_${party}`] += cash - plainCash;
      found[`net_with_other_value_against_ordinary_${party}`] += cash + other - plainCash - plainOther;
    }
  }
  // Of attempts still under development there is no row.
  found.developing = found.started - stopped - found.signed;
  found.running = found.signed - found.ended;
  return Float64Array.from(names, (name) => found[name]);
}

/** Return what each party gave to the development of an attempt. */
function developmentCost(columns, row) {
  return { authority: columns.cost_authority[row], outcomes_funds: columns.cost_funds[row], providers: columns.cost_provider[row], investors: columns.cost_investors[row] };
}

/** Return what each party has of a contract that ended, in cash and in other value, million USD. */
export function netOfContract(columns, row) {
  const at = (name) => columns[name][row];
  const byInvestors = at("capital_investors") / at("capital");
  const [fee, unspent, spent] = [at("break_fee"), at("returned"), at("spent")];
  const cost = developmentCost(columns, row);
  return {
    cash: {
      authority: at("value_own_cashable") - at("payment_authority") - fee - at("fund_repaid") - cost.authority - at("cost_after"),
      other_departments: at("value_other_departments") - at("payment_departments"),
      other_authorities: at("value_other_authorities") - at("payment_authorities"),
      state: at("value_state") - at("payment_state"),
      outcomes_funds: at("fund_repaid") - at("payment_fund") - cost.outcomes_funds,
      guarantors: -at("guarantee_paid"),
      providers: at("to_provider") + (fee - spent) * (1 - byInvestors) - cost.providers - at("burden"),
      // What investors receive holds their unspent capital, which is no transfer: they had put it in.
      investors: at("to_investors") - (unspent + spent) * byInvestors - cost.investors,
    },
    other: { citizens: at("value_citizens"), local_firms: at("value_local_firms") },
  };
}

/** Return what an ordinary contract for the same programme would have brought each party: the authority alone pays. */
export function netOfOrdinary(columns, row) {
  const at = (name) => columns[name][row];
  const part = at("effect") === 0 ? 0 : at("conventional_effect") / at("effect");
  return {
    cash: {
      authority: at("value_own_cashable") * part - at("spent") - at("conventional_cost"),
      other_departments: at("value_other_departments") * part,
      other_authorities: at("value_other_authorities") * part,
      state: at("value_state") * part,
    },
    other: { citizens: at("value_citizens") * part, local_firms: at("value_local_firms") * part },
  };
}
