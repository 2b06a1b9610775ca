/** The worker: runs the engine aside, so that the page never waits. What it is told and tells stands in `runner.js`. */

const BATCH = 30; // milliseconds between messages
let engine = null;
let page = null;
let newest = {}; // by channel, the number of its newest request
const waiting = new MessageChannel();
let wake = null;
let started = null;
let queue = new Promise((resolve) => (started = resolve));
waiting.port1.onmessage = () => wake();

/** Return after messages that came meanwhile were heard. */
function others() {
  return new Promise((resolve) => {
    wake = resolve;
    waiting.port2.postMessage(0);
  });
}

onmessage = ({ data }) => {
  if (data.kind === "start") return start(data);
  newest[data.channel] = data.id;
  queue = queue.then(() => answer(data)).catch((error) => postMessage({ id: data.id, error: error.message }));
};

/** Load the engine. */
async function start({ wasm, layout, ...told }) {
  try {
    engine = await loadEngine(wasm, layout);
    page = told;
    started();
    postMessage({ kind: "ready" });
  } catch (error) {
    postMessage({ kind: "failed", error: error.message });
  }
}

/** Do what was asked for, unless something newer was asked for meanwhile. */
function answer(request) {
  if (newest[request.channel] !== request.id) return null;
  return request.kind === "watch" ? watch(request) : runs(request);
}

/**
 * Tell the yearly counts of some runs of some worlds, and what they leave of cohorts if any are asked for. Run by run: all
 * worlds of a run have the same actors.
 */
async function runs({ id, channel, worlds }) {
  const changed = worlds.map(({ changes }) => engine.replace(page.scenario, changes));
  const numbers = [...new Set(worlds.flatMap((world) => world.runs))].sort((one, other) => one - other);
  let told = [];
  let since = performance.now();
  for (const run of numbers) {
    worlds.forEach((world, place) => {
      if (world.runs.includes(run)) told.push({ world: world.key, run, ...simulated(changed[place], run, world.cohorts) });
    });
    if (performance.now() - since > BATCH) {
      postMessage({ id, told });
      told = [];
      since = performance.now();
      await others();
      if (newest[channel] !== id) return;
    }
  }
  postMessage({ id, told });
}

/** Return the yearly counts of a run, and what it leaves of cohorts, by their names. */
function simulated(scenario, run, cohorts) {
  if (!Object.keys(cohorts).length) return { counts: engine.simulate(scenario, page.seed, run, { rows: false }).counts };
  const world = engine.begin(scenario, page.seed, run).advance(scenario.quarters);
  const history = world.history();
  const { areas, counts } = engine.layout;
  const about = { areas, counts, parties: page.parties, firstQuarter: page.firstQuarter, threshold: world.records.parameters.get(0, "success_threshold") };
  const found = Object.entries(cohorts).map(([name, { years, area }]) => [name, cohortNumbers(history, years, { ...about, area })]);
  return { counts: history.counts, cohorts: Object.fromEntries(found) };
}

/** Tell a run quarter by quarter: actors and ties of one country, what is developed and what runs, and every end. */
function watch({ id, changes, run, country }) {
  const { quarters } = page.scenario;
  const world = engine.begin(engine.replace(page.scenario, changes), page.seed, run);
  const kinds = ["authorities", "providers", "investors"].map((kind) => [...world[kind]().columns.country]);
  const places = kinds.map(placesIn(country));
  const firsts = [0, kinds[0].length, kinds[0].length + kinds[1].length];
  const all = kinds.flatMap((_, kind) => placesIn(country)(kinds[kind]).map((place) => place + firsts[kind]));
  const actor = new Map(all.map((number, place) => [number, place]));
  const { pairs } = world.ties();
  const ties = [];
  for (let tie = 0; tie < pairs.length; tie += 2)
    if (actor.has(pairs[tie]) && actor.has(pairs[tie + 1])) ties.push([actor.get(pairs[tie]), actor.get(pairs[tie + 1])]);
  /** Return rows of a table as lists of some of its columns, actors by their place in the picture, -1 for none. */
  const rows = ({ length, columns }, names) => Array.from({ length }, (_, row) => row)
    .filter((row) => kinds[0][columns.authority[row]] === country)
    .map((row) => names.map((name) => {
      const kind = ["authority", "provider", "investor"].indexOf(name);
      return kind < 0 ? columns[name][row] : (actor.get(columns[name][row] + firsts[kind]) ?? -1);
    }));
  const parties = ["authority", "provider", "investor"];
  const frames = [];
  for (let quarter = 0; quarter < quarters; quarter++) {
    world.advance(1);
    frames.push({ projects: rows(world.projects(), [...parties, "stage"]), contracts: rows(world.contracts(), [...parties, "capital"]) });
  }
  const history = world.history();
  const ended = rows(history.attempts, [...parties, "started", "ended", "stage", "outcome", "barrier"]);
  postMessage({ id, watched: { numbers: places.map((each) => each.length), ties, frames, ended, counts: history.counts, run } });
}

/** Return a function of the countries of actors that gives the places of those in one country. */
function placesIn(country) {
  return (countries) => countries.map((each, place) => (each === country ? place : -1)).filter((place) => place >= 0);
}
