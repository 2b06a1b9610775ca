/**
 * The engine in a browser: what Python does around the compiled functions, in the order and the words of Python.
 *
 * A scenario is what `sipabm.browser.scenario_data` made, `layout` what `sipabm.browser.engine_layout` did. Fields of
 * records are looked up in the layout: none is known here but those that Python sets before a run as well.
 */

const WORD = 8;
const KINDS = ["authorities", "providers", "investors"];
const MOST_OF_WORLDS = 64e6; // bytes of worlds that are kept
const TWO_TO_32 = 4294967296;
const BYTES = { i4: 4, i8: 8, f8: 8 };
const QUARTER = /^(\d{4})Q([1-4])$/;
const YEAR = /^\d{4}$/;

/** What somebody asked for is not there or not allowed; its message is one line for whoever asked. */
class EngineError extends Error {}

/** Return the engine (a promise, all else is synchronous); `wasm` is bytes, or the same as base64. */
async function loadEngine(wasm, layout) {
  const bytes = typeof wasm === "string" ? fromBase64(wasm) : wasm;
  const { instance } = await WebAssembly.instantiate(bytes, {});
  instance.exports._initialize();
  return new Engine(instance.exports, layout);
}

/** Return the bytes that a text in base64 stands for. */
function fromBase64(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

// Scenarios ---------------------------------------------------------------------------------------------------------

/** Return a scenario with some values replaced, as `Scenario.replace` does; EngineError for one that is not allowed. */
function replaced(layout, scenario, changes) {
  const made = { ...scenario, kept: [...scenario.kept] };
  for (const [key, value] of Object.entries(changes)) assign(layout, made, key, value);
  check(layout, made);
  return made;
}

/** Put a value into a scenario, of which nothing that another one shares is changed. */
function assign(layout, scenario, key, value) {
  const path = key.split(".");
  if (Object.hasOwn(layout.parameters, path[0])) path.unshift(layout.parameters[path[0]].group);
  const [group, name, ...rest] = path;
  const known = group === "levers" ? layout.levers.includes(name) : layout.parameters[name]?.group === group;
  if (!known || rest.length > 1) throw new EngineError(`no parameter or lever '${key}'`);
  const old = scenario[group][name];
  // A table may be given in part: what is not named stays.
  const given = rest.length ? { [rest[0]]: value } : value;
  const isTable = old !== null && typeof old === "object";
  if (isTable !== (given !== null && typeof given === "object" && !Array.isArray(given)))
    throw new EngineError(`${key} is ${isTable ? "a table" : "one number"}`);
  for (const field of isTable ? Object.keys(given) : [])
    if (!Object.hasOwn(old, field)) throw new EngineError(`no parameter or lever '${key}.${field}'`);
  const dated = group === "levers" ? { ...given, ...datesOf(given) } : given;
  scenario[group] = { ...scenario[group], [name]: isTable ? { ...old, ...dated } : given };
  const whole = group === "levers" ? `levers.${name}` : name;
  scenario.kept.push(...(isTable ? Object.keys(given).map((field) => `${whole}.${field}`) : [whole]));
}

/** Return the quarters among the fields of a lever, of a year its first. */
function datesOf(lever) {
  const dates = {};
  for (const field of ["first", "last"])
    if (lever[field] !== undefined && lever[field] !== null) dates[field] = quarterText(lever[field]);
  return dates;
}

/** Return a quarter as text, of a year its first. */
function quarterText(value) {
  const text = YEAR.test(String(value)) ? `${value}Q1` : String(value);
  if (!QUARTER.test(text)) throw new EngineError(`'${text.slice(0, 40)}' is no quarter; write it like 2024Q1`);
  return text;
}

/** Return quarters since year 0. */
function ordinal(quarter) {
  const [, year, place] = QUARTER.exec(quarter);
  return 4 * Number(year) + Number(place) - 1;
}

/** Return the step of a quarter, 0 for the first of the run, possibly outside it. */
function stepOf(scenario, quarter) {
  return ordinal(quarter) - ordinal(scenario.first_quarter);
}

/** Throw an EngineError for the first value of a scenario that is not allowed. */
function check(layout, scenario) {
  for (const [name, { group, cases, bounds, unit }] of Object.entries(layout.parameters)) {
    const value = scenario[group][name];
    for (const each of cases ?? [""])
      checkNumber(each ? `${name}.${each}` : name, each ? value[each] : value, bounds, unit);
  }
  for (const name of layout.weights) {
    const { group } = layout.parameters[name];
    if (Object.values(scenario[group][name]).every((weight) => weight === 0))
      throw new EngineError(`${name} has only weights of 0; at least one must be above 0`);
  }
  for (const name of layout.levers) checkLever(layout, scenario, `levers.${name}`, scenario.levers[name]);
  if (scenario.levers.outcomes_fund.practice > 0)
    throw new EngineError("levers.outcomes_fund.practice should be 0: list existing funds under funds");
  checkActors(layout, scenario);
}

/** Throw an EngineError unless a value is a number between bounds. */
function checkNumber(name, value, [low, high], unit) {
  if (!(typeof value === "number" && low <= value && value <= high))
    throw new EngineError(`${name} = ${String(value).slice(0, 40)} is outside ${low} to ${high} (${unit})`);
}

/** Throw an EngineError if shares, dates or areas of a lever make no sense. */
function checkLever(layout, scenario, name, lever) {
  for (const field of ["practice", "intensity"]) checkNumber(`${name}.${field}`, lever[field], [0, 1], "share");
  if (lever.intensity > 0 && !lever.first)
    throw new EngineError(`${name} has an intensity, so it needs its first quarter, like 2024Q1`);
  for (const quarter of [lever.first, lever.last]) {
    const step = quarter ? stepOf(scenario, quarter) : 0;
    if (step < 0 || step >= scenario.quarters) throw new EngineError(`${name}: quarter ${quarter} is outside the run`);
  }
  if (lever.first && lever.last && stepOf(scenario, lever.last) < stepOf(scenario, lever.first))
    throw new EngineError(`${name} ends in ${lever.last}, before it starts in ${lever.first}`);
  checkAreas(layout, name, lever);
}

/** Throw an EngineError if a lever names what is no welfare area, or areas of no policy. */
function checkAreas(layout, name, { domains = [], first }) {
  if (!Array.isArray(domains)) throw new EngineError(`${name}.domains should be a list of welfare areas`);
  for (const area of domains)
    if (!layout.areas.includes(area)) throw new EngineError(`${name}: no welfare area '${String(area).slice(0, 40)}'`);
  if (domains.length && !first)
    throw new EngineError(`${name} names areas of a policy, so it needs its first quarter, like 2024Q1`);
}

/** Throw an EngineError if there are none of a kind of actors, or more in a country than have identities. */
function checkActors(layout, scenario) {
  const { largestCount, largestNumberOfAKind } = layout.constants;
  const countries = pooled(scenario);
  for (const kind of KINDS)
    if (!countries.some((country) => country[kind] > 0)) throw new EngineError(`countries have no ${kind}`);
  const isTooLarge = (country) =>
    KINDS.some((kind) => country[kind] > largestCount) ||
    country.kinds.some((each) => each.number > largestNumberOfAKind);
  if (countries.some(isTooLarge)) throw new EngineError(`pool = ${scenario.population.pool} makes too many actors`);
}

/** Return the scenario that a run has, with numbers of its own but for those that are kept. */
function drawn(layout, scenario, seed, run) {
  if (!scenario.draws) return scenario;
  const { names, sets, runs, seed: own } = scenario.draws;
  if (run >= runs) throw new EngineError(`run ${run} has no numbers: this page holds those of runs 0 to ${runs - 1}`);
  if (scenario.over === "ranges" && seed !== own)
    throw new EngineError(`seed ${seed} has no numbers: this page holds those of seed ${own}`);
  const made = { ...scenario, draws: null };
  for (const group of new Set(Object.values(layout.parameters).map((each) => each.group)).add("levers"))
    made[group] = tablesCopied(scenario[group]);
  names.forEach((field, place) => {
    const path = field.split(".");
    const table = path.length > 1 ? path.slice(0, -1).join(".") : field;
    if (scenario.kept.includes(field) || scenario.kept.includes(table)) return;
    if (path[0] !== "levers") path.unshift(layout.parameters[path[0]].group);
    const last = path.pop();
    path.reduce((part, step) => part[step], made)[last] = sets[run % sets.length][place];
  });
  return made;
}

/** Return a copy of a group of values with copies of its tables. */
function tablesCopied(group) {
  const copy = (value) => (value !== null && typeof value === "object" ? { ...value } : value);
  return Object.fromEntries(Object.entries(group).map(([name, value]) => [name, copy(value)]));
}

/** Return the countries with the actors that a run has. */
function pooled({ countries, population: { pool } }) {
  if (pool === 1) return countries;
  return countries.map((country) => {
    const kinds = country.kinds.map((kind) => ({ ...kind, number: multiple(kind.number, pool) }));
    const authorities = kinds.length ? sum(kinds.map((kind) => kind.number)) : multiple(country.authorities, pool);
    const [providers, investors] = [multiple(country.providers, pool), multiple(country.investors, pool)];
    return { ...country, kinds, authorities, providers, investors };
  });
}

/** Return a multiple of a number of actors, rounded, at least one where there are any. */
function multiple(number, pool) {
  return number > 0 ? Math.max(1, Math.floor(pool * number + 0.5)) : 0;
}

/** Return the sum of numbers. */
function sum(numbers) {
  return numbers.reduce((before, number) => before + number, 0);
}

/** Return welfare areas as a sum of 1 << area; naming none means all. */
function setOfAreas(layout, areas) {
  const named = areas.length ? layout.areas.filter((area) => areas.includes(area)) : layout.areas;
  return sum(named.map((area) => 1 << layout.areas.indexOf(area)));
}

/** Return the terms of a lever: what it is from which step to which. */
function termsOfLever(layout, scenario, lever) {
  const never = layout.constants.forever;
  return {
    practice: lever.practice,
    intensity: lever.intensity,
    first: lever.first ? stepOf(scenario, lever.first) : never,
    last: lever.last ? stepOf(scenario, lever.last) : never,
    domains: setOfAreas(layout, lever.domains ?? []),
  };
}

/** Return the terms of every outcomes fund, the one of the lever last. */
function termsOfFunds(layout, scenario) {
  const codes = scenario.countries.map((country) => country.code);
  const funds = scenario.funds.map((fund) => ({
    ...fund,
    country: codes.indexOf(fund.country), // -1 for all
    domains: setOfAreas(layout, fund.domains),
    opens: stepOf(scenario, fund.opens),
    closes: stepOf(scenario, fund.closes),
    remaining: fund.purse,
  }));
  const lever = scenario.levers.outcomes_fund;
  if (!lever.first || lever.intensity === 0) return funds;
  const { first, last, intensity, domains } = termsOfLever(layout, scenario, lever);
  const purse = scenario.environment.lever_fund_purse;
  const share = Math.min(intensity, layout.constants.largestFundShare);
  const rest = { share, repayment: 0, invests: false, development_share: 0, purse, remaining: purse };
  return [...funds, { country: -1, domains, opens: first, closes: last, ...rest }];
}

/** Return the number of calendar years that a run touches, and the quarter of the year of its first step. */
function calendar(layout, scenario) {
  const { quartersAYear } = layout.constants;
  const firstQuarter = ordinal(scenario.first_quarter) % quartersAYear;
  const years = Math.floor((firstQuarter + scenario.quarters - 1) / quartersAYear) + 1;
  return { firstQuarter, years, firstYear: Math.floor(ordinal(scenario.first_quarter) / quartersAYear) };
}

// Actors and the plan of their ties -----------------------------------------------------------------------------------

/** Return the kinds of authorities of a country; one that lists none has authorities of one usual kind. */
function allKinds(layout, country) {
  return country.kinds.length ? country.kinds : [{ ...layout.constants.usualKind, number: country.authorities }];
}

/** Return how many actors of a kind a country has: one number, or one for each kind of authorities that it lists. */
function numbersByKind(country, kind) {
  return kind === "authorities" && country.kinds.length ? country.kinds.map((each) => each.number) : [country[kind]];
}

/** Return country number and identity of all actors of a kind. */
function placesOf(layout, countries, kind) {
  const { identitiesACountry, identitiesAKind } = layout.constants;
  const actors = sum(countries.map((country) => country[kind]));
  const [country, identity] = [new Int32Array(actors), new Float64Array(actors)];
  let actor = 0;
  countries.forEach((each, number) =>
    numbersByKind(each, kind).forEach((count, place) => {
      const first = number * identitiesACountry + place * identitiesAKind;
      country.fill(number, actor, actor + count);
      for (let one = 0; one < count; one++) identity[actor++] = first + one;
    }),
  );
  return { country, identity };
}

/** Return what the kind of each authority says of it: set of areas, median size, spread of size. */
function kindsOfAuthorities(layout, countries) {
  const [areas, kindSize, kindSpread] = [[], [], []];
  for (const kind of countries.flatMap((country) => allKinds(layout, country)))
    for (let authority = 0; authority < kind.number; authority++) {
      areas.push(setOfAreas(layout, kind.areas));
      kindSize.push(kind.size);
      kindSpread.push(kind.size_spread);
    }
  return { areas, kind_size: kindSize, kind_spread: kindSpread };
}

/** Return the number of actors in each row of seats, and for each group of rows its first and how many it has. */
function rowsOfSeats(countries) {
  const [numbers, groups] = [[], []];
  for (const kind of KINDS) {
    const anywhere = numbers.length;
    for (const country of countries) {
      const home = numbers.length;
      numbers.push(...numbersByKind(country, kind));
      groups.push([home, numbers.length - home]);
    }
    groups.push([anywhere, numbers.length - anywhere]);
  }
  return { numbers, groups };
}

/** Return what the ties of a run are made from, field by field as in Python, but for who the actors are. */
function planOf(layout, scenario, countries, places, seed, run) {
  const { network, ties } = scenario;
  const { ends, sorts } = layout.constants;
  const { numbers, groups } = rowsOfSeats(countries);
  const largest = groups.map(([row, rows]) => Math.max(1, ...numbers.slice(row, row + rows)));
  const hubs = [1, 1, 1, network.investor_hubs, network.investor_hubs, 1];
  const start = [0];
  for (const kind of KINDS) start.push(start.at(-1) + places[kind].identity.length);
  let before = 0;
  const plan = {
    seed,
    replicate: run,
    ties: sorts[ties],
    half: Math.floor(network.peers / 2),
    one_more: (network.peers / 2) % 1,
    rewiring: network.rewiring,
    // Half the neighbours are drawn where both ends are of one kind: a tie that one draws is a neighbour of both.
    mean: [
      network.peers,
      network.foreign_peers / 2,
      network.known_providers,
      network.known_investors,
      network.provider_investors,
      network.investor_peers / 2,
    ],
    abroad: [0, 1, ...Array(4).fill(network.foreign_share)],
    hubs,
    source: ends.map(([from]) => from),
    target: ends.map(([, to]) => to),
    start,
    row_first: numbers.map((number) => (before += number) - number),
    row_number: numbers,
    group_row: groups.map(([row]) => row),
    group_rows: groups.map(([, rows]) => rows),
    group_actors: groups.map(([row, rows]) => sum(numbers.slice(row, row + rows))),
    top: hubs.flatMap((each) => largest.map((number) => Math.ceil(Math.log2(number) / each + 1e-9))),
  };
  return { ...plan, most: mostTies(layout, plan, countries.length) };
}

/** Return more ties than can be made: those among peers by their sort, one for each slot of all others. */
function mostTies(layout, plan, countries) {
  const { peers } = layout.constants;
  const links = plan.source.map((from, purpose) =>
    purpose === peers ? 0 : (plan.start[from + 1] - plan.start[from]) * Math.ceil(plan.mean[purpose]),
  );
  return sum(links) + sum(plan.group_actors.slice(0, countries).map((number) => mostPeers(layout, plan, number)));
}

/** Return more ties than can be made among a number of authorities of one country. */
function mostPeers(layout, plan, number) {
  const mean = plan.mean[layout.constants.peers];
  if (number - 1 <= mean) return number * number;
  if (plan.ties !== layout.constants.sorts.block) return number * (plan.half + 1);
  const usual = -0.5 * number * (number - 1) * Math.log(1 - mean / (number - 1));
  return Math.ceil(usual + 10 * Math.sqrt(usual)) + 100;
}

// Memory --------------------------------------------------------------------------------------------------------------

/** The memory of the compiled functions, from which arrays are taken one after the other and given back all at once. */
class Memory {
  constructor(exports) {
    this.memory = exports.memory;
    this.free = Number(exports.__heap_base.value);
    this.look();
  }

  /** Look at the memory anew, which moves when it grows. */
  look() {
    const { buffer } = this.memory;
    this.bytes = new Uint8Array(buffer);
    this.wholes = new Int32Array(buffer);
    this.reals = new Float64Array(buffer);
  }

  /** Return an array of some shape, of records or numbers of so many bytes; what it holds is left from before. */
  take(bytes, ...shape) {
    const length = shape.reduce((before, number) => before * number, 1);
    const at = Math.ceil(this.free / 16) * 16;
    this.free = at + bytes * length;
    const lacking = this.free - this.memory.buffer.byteLength;
    if (lacking > 0) {
      try {
        this.memory.grow(Math.ceil(lacking / 65536) + 64);
      } catch {
        throw new EngineError("this run needs more memory than the browser gives; take fewer actors");
      }
      this.look();
    }
    return { at, bytes, shape, length };
  }

  /** Return an array of type 'i4', 'i8' or 'f8' that holds the numbers of one list, or of several one after another. */
  put(type, ...lists) {
    const array = this.take(BYTES[type], sum(lists.map((numbers) => numbers.length)));
    let { at } = array;
    for (const numbers of lists) {
      if (type === "f8") this.reals.set(numbers, at / WORD);
      else if (type === "i4") this.wholes.set(numbers, at / 4);
      else for (let place = 0; place < numbers.length; place++) this.setWhole(at + WORD * place, numbers[place]);
      at += BYTES[type] * numbers.length;
    }
    return array;
  }

  /** Return an array filled with zero. */
  zeros(bytes, ...shape) {
    const array = this.take(bytes, ...shape);
    this.bytes.fill(0, array.at, array.at + bytes * array.length);
    return array;
  }

  /** Set a whole number of eight bytes. */
  setWhole(at, value) {
    this.wholes[at / 4] = value | 0; // the lower half, whatever lies above
    this.wholes[at / 4 + 1] = Math.floor(value / TWO_TO_32);
  }

  /** Return a whole number of eight bytes. */
  whole(at) {
    return (this.wholes[at / 4] >>> 0) + TWO_TO_32 * this.wholes[at / 4 + 1];
  }

  /** Return a copy of the first bytes of an array, as numbers of a typed array. */
  copy(Numbers, array, length) {
    return new Numbers(this.memory.buffer.slice(array.at, array.at + length * Numbers.BYTES_PER_ELEMENT));
  }
}

/** Records in memory: fields by name, as the layout has them. */
class Records {
  constructor(memory, record, array) {
    Object.assign(this, { memory, record, array });
  }

  /** Return some records that begin at their start values. */
  static atStart(memory, record, length) {
    const records = new Records(memory, record, memory.zeros(record.bytes, length));
    for (const [name, [, number, , start]] of Object.entries(record.fields))
      for (let place = 0; place < (start ? number : 0); place++) records.fill(name, () => start, place);
    return records;
  }

  /** Set a field of all rows, or the number at some place of a field that holds several. */
  fill(name, valueOf, place = 0) {
    const { memory, array, record } = this;
    const [word, , isWhole] = record.fields[name];
    let at = array.at + WORD * (word + place);
    for (let row = 0; row < array.length; row++, at += record.bytes)
      if (isWhole) memory.setWhole(at, valueOf(row));
      else memory.reals[at / WORD] = valueOf(row);
  }

  /** Return where a field of a row lies. */
  place(row, name) {
    return this.array.at + row * this.record.bytes + WORD * this.record.fields[name][0];
  }

  /** Set a field of a row, or all of its numbers from a list. */
  set(row, name, value) {
    const [, number, isWhole] = this.record.fields[name];
    const at = this.place(row, name);
    for (let place = 0; place < number; place++) {
      const each = Number(Array.isArray(value) ? value[place] : value);
      if (isWhole) this.memory.setWhole(at + WORD * place, each);
      else this.memory.reals[at / WORD + place] = each;
    }
  }

  /** Return the (first) number of a field of a row. */
  get(row, name) {
    const at = this.place(row, name);
    return this.record.fields[name][2] ? this.memory.whole(at) : this.memory.reals[at / WORD];
  }
}

// The engine ----------------------------------------------------------------------------------------------------------

/** The compiled functions with all that Python does around them. */
class Engine {
  constructor(exports, layout) {
    this.exports = exports;
    this.layout = layout;
    this.memory = new Memory(exports);
    this.answer = this.memory.take(WORD, 2); // what a function returns, and its error
    this.slots = this.memory.take(WORD, 256); // more than any function takes
    this.traitRows = Object.fromEntries(KINDS.map((kind) => [kind, this.putTraitRows(layout.traits[kind])]));
    this.search = this.roomForSearch();
    this.beforeWorlds = this.afterWorlds = this.memory.free;
    this.worlds = new Map(); // by what they are made from
    this.last = null; // the last world, where there was no room to keep it
  }

  /** Return the rows that say how the traits of a kind of actors are set. */
  putTraitRows({ rows, number }) {
    const bytes = fromBase64(rows);
    const array = this.memory.take(bytes.length / number, number);
    this.memory.bytes.set(bytes, array.at);
    return array;
  }

  /** Return room for draws and for the search of ties, as many as are drawn at once. */
  roomForSearch() {
    const { atOnce, levels } = this.layout.constants;
    const some = (count) => Array.from({ length: count }, () => this.memory.zeros(WORD, atOnce));
    const draws = some(5);
    return { draws, all: [...draws, ...some(5), this.memory.zeros(4, atOnce, levels)] };
  }

  /** Return a scenario with some values replaced, by the names that `Scenario.replace` takes. */
  replace(scenario, changes) {
    return replaced(this.layout, scenario, changes);
  }

  /** Return the history of a run; options: `rows` (true), and `quarters`, after which it ends (all). */
  simulate(scenario, seed, run, { rows = true, quarters = scenario.quarters } = {}) {
    return this.begin(scenario, seed, run, { rows }).advance(quarters).history();
  }

  /** Return a run before its first quarter; the one begun before it is over. */
  begin(scenario, seed, run, { rows = true } = {}) {
    for (const [name, value] of Object.entries({ seed, run }))
      if (!(Number.isInteger(value) && value >= 0 && value < TWO_TO_32))
        throw new EngineError(`${name} = ${String(value).slice(0, 40)} should be a whole number from 0 to 2^32 - 1`);
    return new Run(this, drawn(this.layout, scenario, seed, run), seed, run, rows);
  }

  /** Return what is counted of a history by year, of one welfare area or summed over all; or a yearly state. */
  yearly(history, name, area = null) {
    const { areas, counts, states } = this.layout;
    const [count, state] = [counts.indexOf(name), states.indexOf(name)];
    if (count < 0 && state < 0) throw new EngineError(`nothing yearly is called '${name}'`);
    if (count < 0) return history.years.map((_, year) => history.states[year * states.length + state]);
    if (area !== null && !areas.includes(area)) throw new EngineError(`no welfare area '${area}'`);
    const named = area === null ? areas.map((_, place) => place) : [areas.indexOf(area)];
    const at = (year, place) => history.counts[(year * areas.length + place) * counts.length + count];
    return history.years.map((_, year) => sum(named.map((place) => at(year, place))));
  }

  /** Call a compiled function with values in the order of Python's; return the whole number that it returns. */
  call(name, ...values) {
    const { name: exported, takes } = this.layout.functions[name];
    const { memory, slots } = this;
    if (values.length !== takes.length) throw new Error(`${name} takes ${takes.length} values, not ${values.length}`);
    let at = slots.at;
    values.forEach((value, place) => {
      const kind = takes[place];
      if (kind === "float") memory.reals[at / WORD] = value;
      else memory.setWhole(at, kind === "int" ? value : value.at);
      at += WORD;
      if (typeof kind === "string") return;
      if (value.shape.length !== kind) throw new Error(`${name} takes an array of ${kind} dimensions as ${place}`);
      for (const length of value.shape) memory.setWhole((at += WORD) - WORD, length);
    });
    if (at > slots.at + slots.length * WORD) throw new Error(`${name} takes more values than there is room for`);
    if (this.exports[exported](this.answer.at, this.answer.at + WORD, BigInt(slots.at)) !== 0)
      throw new Error(`${exported} failed; please report this`);
    return memory.whole(this.answer.at);
  }

  /** Return actors and ties of a run, which are kept for later runs that have the same, as far as there is room. */
  worldOf(scenario, seed, run) {
    const { countries, population, network, ties, edge_list: listed } = scenario;
    const key = JSON.stringify([countries, population.pool, network, ties, seed, run]);
    let world = this.worlds.get(key) ?? this.last;
    if (world?.key !== key || world.listed !== listed) {
      this.last = null; // what it held is overwritten
      this.memory.free = this.afterWorlds;
      world = { key, listed, ...this.newWorld(scenario, seed, run), free: this.memory.free };
      if (world.free - this.beforeWorlds > MOST_OF_WORLDS) this.last = world;
      else {
        this.worlds.set(key, world);
        this.afterWorlds = world.free;
      }
    }
    if (world !== this.last) this.last = null; // the run lies where it lay
    this.memory.free = this.last ? world.free : this.afterWorlds;
    return world;
  }

  /** Return actors with the draws of their traits, and their ties. */
  newWorld(scenario, seed, run) {
    const { layout, memory } = this;
    const countries = pooled(scenario);
    const places = Object.fromEntries(KINDS.map((kind) => [kind, placesOf(layout, countries, kind)]));
    const all = (field) => memory.put("i8", ...KINDS.map((kind) => places[kind][field]));
    const actors = { identity: all("identity"), country: all("country") };
    const plan = planOf(layout, scenario, countries, places, seed, run);
    const identities = {};
    const traits = {};
    KINDS.forEach((kind, number) => {
      const length = places[kind].identity.length;
      // A part of the array of all.
      identities[kind] = { at: actors.identity.at + WORD * plan.start[number], bytes: WORD, shape: [length], length };
      traits[kind] = memory.take(WORD, layout.traits[kind].draws, length);
      this.call("fillDraws", seed, run, layout.traits[kind].decision, identities[kind], traits[kind]);
    });
    return { countries, places, identities, traits, ties: this.makeTies(scenario, plan, actors) };
  }

  /** Return the ties of a run as arrays. */
  makeTies(scenario, plan, actors) {
    const { memory } = this;
    const types = { mean: "f8", abroad: "f8", hubs: "f8" };
    const held = ([name, value]) => [name, Array.isArray(value) ? memory.put(types[name] ?? "i8", value) : value];
    const arrays = { ...actors, ...Object.fromEntries(Object.entries(plan).map(held)) };
    arrays.top.shape = [plan.hubs.length, plan.group_row.length];
    const number = actors.identity.length;
    const { pairs, given } = scenario.edge_list ? this.listedTies(scenario) : this.madeTies(arrays, plan.most, number);
    const ties = pairs.shape[0];
    const row = (length) => memory.take(4, length);
    const made = { pairs, given, tie_start: row(number + 1), tie_neighbour: row(2 * ties), tie_number: row(2 * ties) };
    Object.assign(made, { first_provider: row(number), first_investor: row(number) });
    made.trust_draw = memory.take(WORD, ties);
    const rows = [made.tie_start, made.tie_neighbour, made.tie_number, made.first_provider, made.first_investor];
    this.call("fillRows", pairs, memory.take(WORD, number + 1), ...rows, arrays.start);
    const { draws } = this.search;
    const { seed, replicate } = plan;
    this.call("fillTrust", seed, replicate, pairs, arrays.identity, arrays.start, ...draws, made.trust_draw);
    return made;
  }

  /** Return the ties that an edge list names, and the trust that it gives. */
  listedTies({ edge_list: { pairs, trust, pool }, population }) {
    // It names actors by number, and those are others where there are more or fewer.
    if (population.pool !== pool) throw new EngineError(`ties of an edge list are those of pool = ${pool}; keep that`);
    const ends = { ...this.memory.put("i4", pairs), shape: [trust.length, 2] };
    return { pairs: ends, given: this.memory.put("f8", trust) };
  }

  /** Return the ties that a plan makes, each once, and that no trust is given on any. */
  madeTies(arrays, most, actors) {
    const { memory, layout } = this;
    const ends = memory.take(4, most, 2);
    const count = this.call("makeEnds", ...layout.plan.map((name) => arrays[name]), ...this.search.all, ends);
    const all = { ...ends, shape: [count, 2] };
    const left = this.call("sortTies", all, memory.take(4, count, 2), memory.take(WORD, actors + 1));
    return { pairs: { ...ends, shape: [left, 2] }, given: memory.put("f8", new Float64Array(left).fill(-1)) };
  }
}

/** A run that can be advanced quarter by quarter, until the engine begins another one. */
class Run {
  constructor(engine, scenario, seed, run, rows) {
    Object.assign(this, { engine, scenario, seed, run, rows, room: 1 });
    this.calendar = calendar(engine.layout, scenario);
    this.setUp();
  }

  /** Be before the first quarter. */
  setUp() {
    const { engine, scenario, seed, run } = this;
    this.world = engine.worldOf(scenario, seed, run);
    engine.current = this;
    this.records = {};
    this.state = this.newState();
    this.setFields();
    this.setTraits();
    engine.call("start", ...this.stateValues());
  }

  /** Return the arrays of the state, in their order. */
  stateValues() {
    return Object.keys(this.engine.layout.state).map((name) => this.state[name]);
  }

  /** Return how many records or numbers the arrays of the state have, but for those of ties. */
  lengths() {
    const { scenario, world, rows, room, calendar: { years } } = this;
    const { areas } = this.engine.layout;
    const count = Object.fromEntries(KINDS.map((kind) => [kind, world.places[kind].identity.length]));
    const slots = room * Math.max(64, count.authorities);
    const one = { run: 1, parameters: 1, table: 1, imagined: 1, blank_project: 1, blank_contract: 1, blank_event: 1 };
    const inSlots = { projects: slots, contracts: slots, active: slots, due: slots, running: slots, freed: slots };
    return {
      ...one,
      ...inSlots,
      ...count,
      countries: world.countries.length,
      funds: termsOfFunds(this.engine.layout, scenario).length,
      looks: count.authorities,
      needs: count.authorities,
      events: 3 * slots,
      yearly: years * areas.length,
      states: years,
      attempts: rows ? 4 * slots : 0,
      settled: rows ? slots : 0,
    };
  }

  /** Return the arrays of the state at their start values. */
  newState() {
    const { engine: { layout, memory }, world } = this;
    const lengths = this.lengths();
    const state = { ...world.ties, identities: world.identities.authorities };
    state.trust = memory.take(WORD, world.ties.given.length);
    for (const [name, held] of Object.entries(layout.state)) {
      if (state[name]) continue;
      const record = layout.records[held];
      const bytes = record?.bytes ?? BYTES[held];
      if (layout.unset.includes(name)) state[name] = memory.take(bytes, lengths[name]);
      else if (record) state[name] = Records.atStart(memory, record, lengths[name]).array;
      else state[name] = memory.zeros(bytes, lengths[name]);
      if (record) this.records[name] = new Records(memory, record, state[name]);
    }
    // The one part of the ties that a run changes; others have the same world.
    memory.bytes.copyWithin(state.trust.at, world.ties.given.at, world.ties.given.at + WORD * state.trust.length);
    return state;
  }

  /** Set all that a scenario says. */
  setFields() {
    const { engine: { layout }, scenario, world, records, seed, run } = this;
    const fill = (name, rows) =>
      rows.forEach((values, row) => {
        for (const field of Object.keys(layout.records[name].fields))
          if (values[field] !== undefined) records[name].set(row, field, values[field]);
      });
    const { quarters } = scenario;
    fill("run", [{ seed, replicate: run, quarters, first_quarter: this.calendar.firstQuarter }]);
    fill("parameters", [parametersOf(layout, scenario)]);
    fill("funds", termsOfFunds(layout, scenario));
    fill("countries", world.countries.map((country) => this.timesOf(country)));
    const kinds = kindsOfAuthorities(layout, world.countries);
    for (const kind of KINDS) {
      const columns = { ...world.places[kind], ...(kind === "authorities" ? kinds : {}) };
      for (const [field, values] of Object.entries(columns)) records[kind].fill(field, (row) => values[row]);
      records[kind].fill("number", (row) => row);
    }
  }

  /** Return when a country votes, and since when its authorities look at partnerships. */
  timesOf({ first_election: first, election_period: period, since }) {
    const { scenario } = this;
    const from = since ? stepOf(scenario, since) : 0;
    return { first_election: stepOf(scenario, first), election_period: period, since: from };
  }

  /** Set the traits of all actors, and the trust on every tie. */
  setTraits() {
    const { engine, engine: { layout, memory }, state, world, records, scenario } = this;
    const words = (array) => ({ ...array, shape: [array.length, array.bytes / WORD] });
    const parameters = { ...state.parameters, shape: [state.parameters.bytes / WORD] };
    for (const kind of KINDS) {
      const [actors, luck] = [words(state[kind]), world.traits[kind]];
      if (state[kind].length === 0) continue;
      const room = memory.take(WORD, state[kind].length);
      const [rows, place] = [engine.traitRows[kind], layout.traits[kind].kind];
      engine.call("setTraits", actors, actors, rows, place, parameters, luck, room);
    }
    const [mean, heterogeneity] = ["trust", "heterogeneity"].map((name) => records.parameters.get(0, name));
    engine.call("setTrust", state.trust, mean, heterogeneity, world.ties.trust_draw);
  }

  /** Return how many quarters have passed. */
  get quarter() {
    return this.now().get(0, "quarter");
  }

  /** Return how many quarters the run has. */
  get quarters() {
    return this.scenario.quarters;
  }

  /** Return the record of the run itself; EngineError if another run has taken its place. */
  now() {
    if (this.engine.current !== this) throw new EngineError("another run has begun; begin this one anew");
    return this.records.run;
  }

  /** Return the run after some more quarters, at most all; one that finds too little room is repeated with more. */
  advance(quarters) {
    const until = this.quarter + quarters;
    this.engine.call("advance", ...this.stateValues(), quarters);
    while (this.now().get(0, "overflow")) {
      this.room *= 2;
      this.setUp();
      this.engine.call("advance", ...this.stateValues(), until);
    }
    return this;
  }

  /** Return the history so far. */
  history() {
    const { engine: { layout, memory }, state, records, calendar: { years, firstYear }, seed, run } = this;
    const [attempts, settled] = ["attempts", "settled"].map((name) => this.now().get(0, name));
    const whose = Array.from({ length: settled }, (_, row) => records.settled.get(row, "attempt"));
    const all = (length) => Array.from({ length }, (_, row) => row);
    return {
      seed,
      run,
      years: all(years).map((year) => firstYear + year),
      counts: memory.copy(Float64Array, state.yearly, years * layout.areas.length * layout.counts.length),
      states: memory.copy(Float64Array, state.states, years * layout.states.length),
      attempts: this.table(layout.attempts, { projects: [records.attempts, all(attempts)] }),
      contracts: this.table(layout.contracts, {
        projects: [records.attempts, whose],
        contracts: [records.settled, all(settled)],
      }),
    };
  }

  /** Return the attempts that are under development. */
  projects() {
    const slots = this.slots("active", "projects");
    return this.table(this.engine.layout.attempts, { projects: [this.records.projects, slots] });
  }

  /** Return the partnerships that are running. */
  contracts() {
    const slots = this.slots("running", "contracts");
    const { projects, contracts } = this.records;
    return this.table(this.engine.layout.contracts, { projects: [projects, slots], contracts: [contracts, slots] });
  }

  /** Return the slots that are in use, of which the record of the run knows the number. */
  slots(list, number) {
    const length = this.now().get(0, number);
    return Array.from({ length }, (_, place) => this.engine.memory.whole(this.state[list].at + WORD * place));
  }

  /** Return every field of every authority as it stands. */
  authorities() {
    return this.actors("authorities");
  }

  /** Return every field of every provider as it stands. */
  providers() {
    return this.actors("providers");
  }

  /** Return every field of every investor as it stands. */
  investors() {
    return this.actors("investors");
  }

  /** Return every field of every actor of a kind as it stands. */
  actors(kind) {
    this.now();
    const { fields } = this.engine.layout.records[kind];
    const columns = Object.entries(fields).map(([name, [at, number, isWhole]]) => [name, kind, at, number, isWhole]);
    const rows = Array.from({ length: this.state[kind].length }, (_, row) => row);
    return this.table(columns, { [kind]: [this.records[kind], rows] });
  }

  /** Return both ends of each tie, actors numbered over all kinds, and the trust on it as it stands. */
  ties() {
    this.now();
    const { memory } = this.engine;
    const { pairs } = this.world.ties;
    const ties = pairs.shape[0];
    const trust = memory.copy(Float64Array, this.state.trust, ties);
    return { pairs: memory.copy(Int32Array, pairs, 2 * ties), trust };
  }

  /** Return columns of some rows of records as a table; one that holds several numbers a row has them side by side. */
  table(columns, sources) {
    const { memory } = this.engine;
    const length = Object.values(sources)[0][1].length;
    const made = { length, columns: {} };
    for (const [name, source, field, number, isWhole] of columns) {
      const [records, rows] = sources[source];
      const column = (made.columns[name] = new Float64Array(length * number));
      rows.forEach((row, place) => {
        const at = records.array.at + row * records.record.bytes + WORD * field;
        for (let each = 0; each < number; each++)
          column[place * number + each] = isWhole ? memory.whole(at + WORD * each) : memory.reals[at / WORD + each];
      });
    }
    return made;
  }
}

/** Return the parameters of a scenario and the terms of its levers, as the record of parameters has them. */
function parametersOf(layout, scenario) {
  const values = {};
  for (const [name, { group, cases }] of Object.entries(layout.parameters)) {
    const value = scenario[group][name];
    values[name] = cases ? cases.map((each) => value[each]) : value;
  }
  const terms = layout.levers.map((name) => termsOfLever(layout, scenario, scenario.levers[name]));
  for (const term of Object.keys(terms[0])) values[`lever_${term}`] = terms.map((each) => each[term]);
  return values;
}

export { EngineError, loadEngine };
