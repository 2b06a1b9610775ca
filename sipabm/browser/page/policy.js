/** Policy: levers alone and together, who pays and who gains, and how sure that is. */

import { changesPicture } from "./charts.js";
import { LONGEST_CONTRACT, LONGEST_DEVELOPMENT, NETS, cohortColumns, cohortOf } from "./cohort.js";
import { compared } from "./compared.js";
import { verdict } from "./contrasts.js";
import { element, onWidth, refill } from "./elements.js";
import { saveCsv, savePng, saveSvg } from "./exported.js";
import { chosenLevers, leverChoices } from "./levers.js";
import { changesOfLevers } from "./state.js";
import { linearValues, mean, paired, total } from "./statistics.js";
import { capital, change, moneyFactor, percent, plain, say } from "./words.js";

const OPEN_ALLOWED = 0.01; // so few may be open that they can hardly turn an answer
const TOGETHER = "together";
// What must be over before an outcome can be seen: nothing, development, or service as well.
const OUTCOMES = { started: "started", signed: "developed", successful: "served", mean_effect: "served" };
const COLUMNS = { started: [["started"], []], signed: [["signed"], []], successful: [["successful"], []], mean_effect: [["effect"], ["ended"]] };
const EVERYONE = "all";
const LITTLE = 1; // successes in a history, on average: with fewer there is little that a lever can change

/** Return the view of a policy team. */
export function policy(page) {
  shareDates(page);
  let had = 0;
  let asked = "";
  const answer = element("div", { "aria-live": "polite" });
  const outcomes = element("section");
  const parties = element("section");
  const sure = element("section");
  const busy = element("p", { class: "busy", role: "status" });
  const curves = compared(page, "curves", () => ({ ...chosenLevers(page), isAsked: false }));
  const levers = leverChoices(page, { hasDates: false });
  const dates = datesOf(page);
  const ask = () => {
    const worlds = worldsOf(page);
    const wish = JSON.stringify(worlds);
    if (wish === asked) return;
    asked = wish;
    had = 0;
    const others = [...new Map(worlds.map(({ cohort, changes }) => [JSON.stringify(changes), { changes, cohorts: named(cohort) }])).values()];
    const base = { changes: {}, cohorts: Object.assign({}, ...worlds.map(({ cohort }) => named(cohort))) };
    if (!worlds.length) return show();
    page.runner.ask("policy", [base, ...others], { first: page.firstPicture, count: page.runs }, (runs) => {
      had = runs;
      show();
    });
  };
  const show = () => {
    const worlds = worldsOf(page);
    const isReady = worlds.length > 0 && had > 0;
    busy.textContent = worlds.length && had < page.runs ? say("busy", { had, all: page.runs }) : "";
    for (const part of [outcomes, parties, sure]) part.hidden = !isReady;
    if (!isReady) return refill(answer, worlds.length ? null : element("p", { class: "said" }, say("policy.begin")));
    const rows = worlds.flatMap((world) => Object.keys(OUTCOMES).map((measure) => outcomeRow(page, world, measure, had)));
    const chosen = worlds.find(({ name }) => name === page.state.whose) ?? worlds.at(-1);
    const nets = partyRows(page, chosen, had);
    refill(answer, had < page.runs ? waiting(page, had) : answerOf(page, worlds, rows, nets, chosen));
    showOutcomes(page, outcomes, worlds, rows, had);
    showParties(page, parties, worlds, chosen, nets, had);
    showSure(page, sure, worlds, rows, had);
  };
  onWidth(outcomes, show);
  const node = element("main", { id: "main", tabindex: -1 },
    element("h2", {}, say("policy.title")), element("p", { class: "lead" }, say("policy.lead", { runs: page.runs })),
    element("div", { class: "side" },
      element("div", {}, dates.node, levers.node, element("div", { class: "row" }, element("button", { click: () => page.set({ levers: {} }) }, say("help.none")))),
      element("div", {}, busy, answer, outcomes, parties, sure, element("h3", {}, say("policy.curves")), curves.node)));
  const update = () => {
    levers.update();
    dates.update();
    ask();
    curves.update();
    show();
  };
  return { node, update };
}

/** Give levers that were pulled in the lesson, each with dates of its own, the dates that hold for all here. */
function shareDates({ state }) {
  const pulled = Object.values(state.levers).filter(({ share }) => share > 0);
  if (!pulled.length) return;
  state.from = Math.min(...pulled.map(({ first }) => first));
  state.until = pulled.some(({ last }) => last === null) ? null : Math.max(...pulled.map(({ last }) => last));
  state.levers = Object.fromEntries(Object.entries(state.levers).map(([name, lever]) => [name, { ...lever, first: state.from, last: state.until }]));
}

/** Return the choice of years and area that hold for all levers. */
function datesOf(page) {
  const { years } = page;
  const options = (first) => [first, ...years.map((year) => element("option", { value: year }, String(year)))].filter(Boolean);
  const set = (part) => {
    const dates = { from: page.state.from, until: page.state.until, ...part };
    if (dates.until !== null && dates.until < dates.from) dates.until = dates.from;
    const levers = Object.fromEntries(Object.entries(page.state.levers).map(([name, lever]) => [name, { ...lever, first: dates.from, last: dates.until }]));
    page.set({ ...dates, levers });
  };
  const from = element("select", { id: "from", change: () => set({ from: Number(from.value) }) }, options());
  const until = element("select", { id: "until", change: () => set({ until: until.value ? Number(until.value) : null }) }, options(element("option", { value: "" }, say("help.never"))));
  const area = page.hasAreas ? element("select", { id: "area", change: () => page.set({ area: area.value }) },
    ["all", ...page.areas].map((name) => element("option", { value: name }, say(`area.${name}`)))) : null;
  const node = element("div", { class: "row" },
    element("label", { for: "from" }, capital(say("help.from"))), from, element("label", { for: "until" }, say("help.until")), until,
    area ? [element("label", { for: "area" }, say("policy.area")), area] : null);
  const update = () => {
    from.value = page.state.from;
    until.value = page.state.until ?? "";
    if (area) area.value = page.state.area;
  };
  return { node, update };
}

/** Return the worlds that are compared with the base: each lever alone, then all together, with their cohorts. */
function worldsOf(page) {
  const { levers, area } = page.state;
  const pulled = page.levers.filter((name) => levers[name]?.share > 0);
  const worldOf = (name, names) => {
    const own = Object.fromEntries(names.map((each) => [each, levers[each]]));
    const label = name === TOGETHER ? say("policy.together") : capital(say(`lever.${name}`));
    return { name, label, changes: changesOfLevers(own, area === "all" ? [] : [area]), cohort: { years: cohortOf(Object.values(own), page.years), area } };
  };
  return [...pulled.map((name) => worldOf(name, [name])), ...(pulled.length > 1 ? [worldOf(TOGETHER, pulled)] : [])];
}

/** Return a cohort under its name. */
function named(cohort) {
  return { [nameOfCohort(cohort)]: cohort };
}

/** Return the name of a cohort. */
function nameOfCohort({ years, area }) {
  return `${years.join("-")}-${area}`;
}

/** Return a function that sums columns of a cohort for each run, of the base and of a world. */
function cohortSums(page, { changes, cohort }, runs) {
  const names = cohortColumns(page.parties);
  const both = [{}, changes].map((each) => page.runner.cohort(each, nameOfCohort(cohort), runs));
  return (columns) => both.map((rows) => rows.map((row) => (columns.length ? total(columns.map((column) => row[names.indexOf(column)])) : 1)));
}

/** Return base, other, difference and interval of an outcome of a cohort, or the year that a run must reach. */
function outcomeRow(page, world, measure, runs) {
  const [columns, per] = COLUMNS[measure];
  return rowOf(page, world, measure, columns, per, runs, OUTCOMES[measure]);
}

/** Return a row of what a world changes in columns, over the sum of others. */
function rowOf(page, world, measure, columns, per, runs, over) {
  const sums = cohortSums(page, world, runs);
  const [amounts, belows] = [sums(columns), sums(per)];
  const [base, other] = amounts.map((amount, side) => mean(amount) / mean(belows[side]));
  const values = amounts.map((amount, side) => linearValues(amount, belows[side]));
  const needs = neededYear(sums, world.cohort.years[1], over, page.years.at(-1));
  return { world: world.name, measure, base, other, ...paired(...values, page.student), needs, byRun: values[1].map((value, run) => value - values[0][run]), runs };
}

/** Return the year that a run must reach to show an outcome; null if these runs show it. */
function neededYear(sums, lastBegun, over, last) {
  if (over === "started") return null;
  const still = sums(over === "served" ? ["developing", "running"] : ["developing"]).map(total);
  const known = sums([over === "served" ? "ended" : "signed"]).map(total);
  if (!still.some((open, side) => open / (open + known[side]) > OPEN_ALLOWED)) return null;
  return Math.max(lastBegun + LONGEST_DEVELOPMENT + (over === "served" ? LONGEST_CONTRACT : 0), last + 1);
}

/** Return the rows of a world's net positions: cash, and cash with other value, of each party and of all together. */
function partyRows(page, world, runs) {
  return NETS.flatMap((net) => [...page.parties, EVERYONE].map((party) => {
    const columns = (party === EVERYONE ? page.parties : [party]).map((each) => `${net}_${each}`);
    const against = columns.map((column) => column.replace(net, `${net}_against_ordinary`));
    const row = rowOf(page, world, net, columns, [], runs, "served");
    const plainly = rowOf(page, world, `${net}_against_ordinary`, against, [], runs, "served");
    return { ...row, party, against: plainly };
  }));
}

/** Return the words for a change, or for the year that it needs. */
function changeText(row) {
  return row.needs ? say("policy.needs", { year: row.needs }) : row.isSame ? "0" : change(row, row.party ? moneyFactor() : 1);
}

/** Return what stands in the place of the answer until all histories are there. */
function waiting(page, had) {
  return element("div", { class: "said" }, element("p", {}, say("policy.so_far", { had, all: page.runs })));
}

/** Return the answer in sentences. */
function answerOf(page, worlds, rows, nets, chosen) {
  const successes = rows.filter((row) => row.measure === "successful");
  const lines = [];
  const open = successes.filter((row) => row.needs);
  if (open.length) {
    const { years } = worlds.find(({ name }) => name === open[0].world).cohort;
    lines.push(say("policy.open", { last: page.years.at(-1), begun: span(years), year: open[0].needs }));
  } else {
    const best = successes.filter((row) => verdict(row) === "more").sort((one, other) => other.difference - one.difference)[0];
    if (best) lines.push(say("policy.best", { name: worlds.find(({ name }) => name === best.world).label, change: change(best), base: plain(Math.round(100 * best.base) / 100), begun: span(worlds.find(({ name }) => name === best.world).cohort.years) }));
    else lines.push(say("policy.none"));
    const cash = nets.find((row) => row.measure === NETS[0] && row.party === EVERYONE);
    lines.push(say(`policy.cash_${verdict(cash)}`, { name: chosen.label, change: changeText(cash) }));
  }
  lines.push(say("said.model"));
  return element("div", { class: "said" }, lines.map((line) => element("p", {}, line)));
}

/** Return years as a span. */
function span([first, last]) {
  return first === last ? String(first) : say("policy.span", { first, last });
}

/** Show what each lever adds: picture and table. */
function showOutcomes(page, box, worlds, rows, runs) {
  const width = Math.floor(box.clientWidth);
  if (!width) return;
  const successes = rows.filter((row) => row.measure === "successful");
  const labels = Object.fromEntries(worlds.map(({ name, label }) => [name, label]));
  const { years } = worlds.at(-1).cohort;
  const title = say("policy.adds", { begun: span(years) });
  const told = successes.map((row) => `${labels[row.world]}: ${changeText(row)}`).join("; ");
  const picture = changesPicture(width, successes.map((row) => ({ ...row, name: labels[row.world], text: changeText(row), isOpen: Boolean(row.needs) })), `${title}. ${told}`, say("policy.axis"));
  const columns = Object.keys(OUTCOMES);
  // All worlds have the same dates, so their attempts begin in the same years.
  const base = Object.fromEntries(rows.filter((row) => row.world === worlds.at(-1).name).map((row) => [row.measure, row]));
  const table = tableOf(title, ["", ...columns.map((measure) => say(`policy.${measure}`))],
    [[say("numbers.base"), ...columns.map((measure) => baseCell(base[measure]))],
      ...worlds.map(({ name, label }) => [label, ...columns.map((measure) => cellOf(rows.find((row) => row.world === name && row.measure === measure)))])]);
  const file = `${page.name}-levers`;
  refill(box, element("h3", {}, title), element("p", {}, baseSentence(base, span(years))), element("p", { class: "note" }, say("policy.adds_note", { runs })), picture, table,
    element("div", { class: "row" },
      element("button", { click: () => saveSvg(file, picture, title, told, exportNotes(page, runs)) }, say("export.svg")),
      element("button", { click: () => savePng(file, picture, title, told, exportNotes(page, runs)) }, say("export.png")),
      element("button", { click: () => saveCsv(file, exportedRows(page, worlds, rows, runs)) }, say("export.csv"))));
}

/** Return what a lever could change in a sentence, and whether that is little. */
function baseSentence(base, begun) {
  const [started, signed, successful] = ["started", "signed", "successful"].map((measure) => baseText(base[measure]));
  if (base.successful.needs) return say("policy.base_open", { begun, started });
  return say(base.successful.base < LITTLE ? "policy.base_little" : "policy.base_said", { begun, started, signed, successful });
}

/** Return the value of a row without levers, or the year that it needs. */
function baseText(row) {
  return row.needs ? say("policy.needs", { year: row.needs }) : plain(Math.round(100 * row.base) / 100);
}

/** Return a cell with the value of a row without levers. */
function baseCell(row) {
  return element("td", { "data-base-of": row.measure, "data-base": row.base }, baseText(row));
}

/** Return what an exported picture says of itself. */
function exportNotes(page, runs) {
  const { area } = page.state;
  return [say("export.simulated"), ...(area === "all" ? [] : [say("export.area", { area: say(`area.${area}`) })]), say("export.from", { version: page.version, name: page.name, digest: page.digest, runs })];
}

/** Return a cell with the change of a row, and both values and the full numbers beside it. */
function cellOf(row) {
  const full = Object.fromEntries(["world", "measure", "base", "other", "difference", "low", "high"].map((name) => [`data-${name}`, row[name]]));
  return element("td", { ...full, "data-needs": row.needs, "data-party": row.party, class: row.needs || verdict(row) === "noise" ? "open" : "clear" }, changeText(row));
}

/** Return a table of cells, which may be elements; it can be scrolled where it is too wide. */
function tableOf(title, heads, rows) {
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title }, element("table", {},
    element("thead", {}, element("tr", {}, heads.map((head) => (head ? element("th", { scope: "col" }, head) : element("td", {}))))),
    element("tbody", {}, rows.map(([first, ...cells]) => element("tr", {}, element("th", { scope: "row" }, first), cells.map((cell) => (cell instanceof Element ? cell : element("td", {}, cell))))))));
}

/** Show who pays and who gains in one of the worlds: picture and table. */
function showParties(page, box, worlds, chosen, nets, runs) {
  const width = Math.floor(box.clientWidth);
  if (!width) return;
  const isThere = (row) => row.needs ? row.measure === NETS[0] : Math.max(Math.abs(row.base), Math.abs(row.other)) >= 0.005;
  const cash = nets.filter((row) => row.measure === NETS[0] && isThere(row));
  const other = nets.filter((row) => row.measure === NETS[1] && isThere(row) && ["citizens", "local_firms", EVERYONE].includes(row.party));
  const name = ({ party }) => capital(say(`party.${party}`));
  const title = say("policy.parties", { name: chosen.label });
  const told = cash.map((row) => `${name(row)}: ${changeText(row)}`).join("; ");
  const inMoney = ({ difference, low, high }) => ({ difference: moneyFactor() * difference, low: moneyFactor() * low, high: moneyFactor() * high });
  const picture = changesPicture(width, cash.map((row) => ({ ...row, ...inMoney(row), name: name(row), text: changeText(row), isOpen: Boolean(row.needs) })), `${title}. ${told}`, say("policy.axis_cash"));
  const choice = worlds.length > 1 ? element("div", { class: "row" }, element("label", { for: "whose" }, say("policy.whose")), element("select", { id: "whose", change: (event) => page.set({ whose: event.target.value }) },
    worlds.map((world) => element("option", { value: world.name, selected: world.name === chosen.name }, world.label)))) : null;
  const row = (each) => [name(each), plain(Math.round(100 * moneyFactor() * each.base) / 100), cellOf(each), cellOf({ ...each.against, party: each.party })];
  const file = `${page.name}-parties`;
  refill(box, element("h3", {}, title), choice, element("p", { class: "note" }, say("policy.parties_note")), picture,
    tableOf(title, [say("policy.cash"), say("numbers.base"), say("numbers.change"), say("policy.against")], cash.map(row)),
    other.length ? tableOf(say("policy.other"), [say("policy.other"), say("numbers.base"), say("numbers.change"), say("policy.against")], other.map(row)) : null,
    element("p", { class: "note" }, say("policy.input")),
    element("div", { class: "row" },
      element("button", { click: () => saveSvg(file, picture, title, told, exportNotes(page, runs)) }, say("export.svg")),
      element("button", { click: () => savePng(file, picture, title, told, exportNotes(page, runs)) }, say("export.png"))));
}

/** Show in how many pairs of runs each world has more or fewer successes. */
function showSure(page, box, worlds, rows, runs) {
  const successes = rows.filter((row) => row.measure === "successful" && !row.needs);
  const labels = Object.fromEntries(worlds.map(({ name, label }) => [name, label]));
  const shares = (row) => [row.byRun.filter((value) => value > 0), row.byRun.filter((value) => value === 0), row.byRun.filter((value) => value < 0)].map((some) => percent(some.length / runs));
  const title = say("policy.sure");
  refill(box, element("h3", {}, title), element("p", { class: "note" }, say(page.over === "defaults" ? "policy.sure_luck" : "policy.sure_sets", { runs })),
    successes.length ? tableOf(title, ["", say("policy.pairs_more"), say("policy.pairs_same"), say("policy.pairs_fewer")], successes.map((row) => [labels[row.world], ...shares(row)])) : null,
    element("p", { class: "note" }, say("policy.robust"), " ", element("code", {}, robustCommand(page))),
    compareCommands(page, worlds).map(({ text, command }) => element("p", { class: "note" }, text, " ", element("code", { class: "compare" }, command))));
}

/** Return the options of the levers of a page, which all have the same dates. */
function options(page) {
  const { levers, from, until, area } = page.state;
  const pulled = page.levers.filter((name) => levers[name]?.share > 0).map((name) => `--lever ${name}=${levers[name].share}`);
  return [...pulled, `--from ${from}Q1`, ...(until ? [`--until ${until}Q4`] : []), ...(area === "all" ? [] : [`--area ${area}`])].join(" ");
}

/** Return the commands that give the same numbers: of each lever alone, and of all together where there are several. */
function compareCommands(page, worlds) {
  const alone = `sipabm compare ${page.file} ${options(page)} --replicates ${page.runs}`;
  if (worlds.length < 2) return [{ text: say("numbers.command"), command: alone }];
  return [{ text: say("policy.command_alone"), command: alone }, { text: say("policy.command_together"), command: `${alone} --together` }];
}

/** Return the command that tells luck from uncertain numbers. */
function robustCommand(page) {
  return `sipabm robust ${page.file} ${options(page)}`;
}

/** Return all rows of all worlds as cells: outcomes and net positions. */
function exportedRows(page, worlds, rows, runs) {
  const heads = ["alternative", "begun_first", "begun_last", "area", "measure", "party", "base", "other", "difference", "low", "high", "verdict", "runs"];
  const cells = (world, row) => [world.name, ...world.cohort.years, world.cohort.area, row.measure, row.party ?? "", row.base, row.other, row.difference, row.low, row.high, row.needs ? `needs ${row.needs}` : verdict(row), runs];
  return [heads, ...worlds.flatMap((world) => [
    ...rows.filter((row) => row.world === world.name).map((row) => cells(world, row)),
    ...partyRows(page, world, runs).flatMap((row) => [cells(world, row), cells(world, { ...row.against, party: row.party })]),
  ])];
}
