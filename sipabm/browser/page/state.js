/** State: all that a reader has chosen, as an object and as the part of a link after '#'. */

export const STEPS = ["predict", "watch", "off", "help", "machines", "plan", "words"];
export const EXPECTED = ["more", "same", "fewer"];
const MOST_GUESS = 100000;

/** Return the state in which a page begins. */
export function startState(page) {
  return {
    view: page.views[0],
    step: "predict",
    language: page.language,
    guess: [], // a number for each year of the record, null where none is drawn
    shown: 0, // of the first step: 0 the guess alone, 1 with the record, 2 with the model
    off: [], // mechanisms that are switched off
    expected: {}, // by what is tried: more, same or fewer
    levers: {}, // by name: { share, first, last } in years, last null for never
    run: 0,
    quarter: 0,
    country: 0,
    area: "all",
    from: page.followStart, // the years of all levers of a policy team
    until: null,
    whose: "together", // net positions are shown
    walked: 0, // steps of thirty
  };
}

/** Return a state as text after '#'; what is as at the start is left out. */
export function asLink(state, page) {
  const start = startState(page);
  const parts = [];
  const add = (name, text) => parts.push(`${name}=${text}`);
  for (const name of ["view", "step", "language", "shown", "run", "quarter", "country", "area", "walked", "from", "until", "whose"])
    if (state[name] !== start[name]) add(name, state[name] ?? "");
  if (state.guess.some((value) => value !== null)) add("guess", state.guess.map((value) => value ?? "").join("."));
  if (state.off.length) add("off", state.off.join("."));
  const expected = Object.entries(state.expected).map(([what, word]) => `${what}:${word}`);
  if (expected.length) add("expected", expected.join("."));
  const levers = Object.entries(state.levers).filter(([, { share }]) => share > 0);
  if (levers.length)
    add("levers", levers.map(([name, { share, first, last }]) => `${name}:${Math.round(100 * share)}:${first}:${last ?? ""}`).join("."));
  return parts.length ? `#${parts.join("&")}` : "";
}

/** Return the state that a link holds; what makes no sense in it is left out. */
export function fromLink(link, page) {
  const state = startState(page);
  const given = Object.fromEntries(
    link.replace(/^#/, "").split("&").map((part) => [part.split("=")[0], decoded(part.slice(part.indexOf("=") + 1))]),
  );
  const choose = (name, allowed) => allowed.includes(given[name]) && (state[name] = given[name]);
  choose("view", page.views);
  choose("step", STEPS);
  choose("language", Object.keys(page.languages));
  choose("area", ["all", ...page.areas]);
  const count = (name, most) => /^\d{1,6}$/.test(given[name] ?? "") && (state[name] = Math.min(Number(given[name]), most));
  count("shown", 2);
  count("run", page.runs - 1);
  count("quarter", page.quarters);
  count("country", page.countries - 1);
  count("walked", 30);
  choose("whose", ["together", ...page.levers]);
  const years = page.years.map(String);
  for (const name of ["from", "until"]) if (years.includes(given[name])) state[name] = Number(given[name]);
  if (state.until !== null && state.until < state.from) state.until = null;
  const pieces = (name) => (given[name] ? given[name].split(".") : []);
  if (given.guess) state.guess = guessOf(given.guess.split("."), page);
  state.off = page.mechanisms.filter((name) => pieces("off").includes(name));
  for (const [what, word] of pieces("expected").map((piece) => piece.split(":")))
    if (EXPECTED.includes(word) && /^[\w+]{1,400}$/.test(what)) state.expected[what] = word;
  for (const piece of pieces("levers")) {
    const [name, share, first, last] = piece.split(":");
    const lever = { share: Number(share) / 100, first: Number(first), last: last ? Number(last) : null };
    if (page.levers.includes(name) && isLever(lever, page)) state.levers[name] = lever;
  }
  return state;
}

/** Return a part of a link as it was written, empty if it cannot be read. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** Return a guess of whole numbers, null where there is none. */
function guessOf(texts, { record }) {
  return record.years.map((_, year) => (/^\d{1,6}$/.test(texts[year] ?? "") ? Math.min(Number(texts[year]), MOST_GUESS) : null));
}

/** Return whether a lever has a share and years within the run. */
function isLever({ share, first, last }, { years }) {
  const isYear = (year) => Number.isInteger(year) && year >= years[0] && year <= years.at(-1);
  return share > 0 && share <= 1 && isYear(first) && (last === null || (isYear(last) && last >= first));
}

/** Return what the engine is to change so that mechanisms are off. */
export function changesOff(names, page) {
  return Object.assign({}, ...names.map((name) => page.off[name]));
}

/** Return what the engine is to change so that levers are pulled, in some areas or in all. */
export function changesOfLevers(levers, areas = []) {
  const pulled = Object.entries(levers).filter(([, { share }]) => share > 0);
  return Object.fromEntries(
    pulled.map(([name, { share, first, last }]) => [
      `levers.${name}`,
      { intensity: share, first: `${first}Q1`, ...(last ? { last: `${last}Q4` } : {}), ...(areas.length ? { domains: areas } : {}) },
    ]),
  );
}
