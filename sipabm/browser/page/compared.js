/** Compared: two worlds with the same luck side by side, and in a sentence what changed and whether it is luck. */

import { axes, band, dots, frameOf, heightOf, legend, line, picture, roundTop, runLines } from "./charts.js";
import { FALL, contrast, verdict } from "./contrasts.js";
import { element, onWidth, refill } from "./elements.js";
import { EXPECTED } from "./state.js";
import { SPAN, bandOf, characteristics } from "./statistics.js";
import { capital, change, moneyFactor, percent, plain, say } from "./words.js";

const ROOM_ABOVE = 1.15;
const MOST_THIN = 60; // runs that are drawn as lines
export const SHARES = [FALL, "mean_effect", "share_ended_early"];
export const TOLD = ["signed", "successful", FALL, "mean_months_to_signature", "mean_effect", "share_ended_early", "cost", "payment", "misplaced", "cash_saved", "other_value"];

/**
 * Return what compares the world of the page with another one. `chosen` gives, as the state is now, what is changed
 * (`changes`, null for nothing), what that is called (`name`), the key of what a reader expects of it (`key`), the
 * command that says the same (`command`), and whether the reader is asked for a guess first (`isAsked`, else true).
 */
export function compared(page, channel, chosen) {
  const asked = element("div");
  const pictures = element("div", { class: "two" });
  const keys = element("div");
  const said = element("div", { "aria-live": "polite", tabindex: -1 });
  const table = element("div");
  const busy = element("p", { class: "busy", role: "status" });
  const node = element("div", { class: "pictures" }, asked, pictures, keys, said, table, busy);
  let had = 0;
  let shown = ""; // what was asked for last
  let revealed = ""; // the question that was brought to the reader last
  const update = () => {
    const { changes, key, isAsked = true } = chosen();
    const wish = JSON.stringify([changes, page.state.area]);
    if (wish !== shown) {
      shown = wish;
      had = 0;
      page.runner.ask(channel, (changes ? [{}, changes] : [{}]).map((each) => ({ changes: each })), { first: page.firstPicture, count: page.runs }, (runs) => {
        had = runs;
        show();
      });
    }
    // What was pressed is gone once it is answered: the reader goes on from the answer.
    const answered = () => said.focus({ preventScroll: true });
    refill(asked, isAsked && changes && !page.state.expected[key] ? question(page, chosen(), answered) : null);
    show();
  };
  /** Bring a new question to the reader, who may have scrolled far below it; `takesFocus` unless a slider is still held. */
  const reveal = (takesFocus) => {
    const { key } = chosen();
    const box = asked.firstElementChild;
    if (!box || revealed === key) return;
    revealed = key;
    const { top, bottom } = box.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) box.scrollIntoView({ block: "center" });
    if (takesFocus) box.focus({ preventScroll: true });
  };
  let tableIsOpen = false;
  const show = () => {
    const { changes, name, key, command, isAsked = true } = chosen();
    const isHidden = isAsked && changes && !page.state.expected[key];
    busy.textContent = had < page.runs ? say("busy", { had, all: page.runs }) : "";
    for (const part of [pictures, keys, said, table]) part.hidden = isHidden;
    if (isHidden || !had) return;
    drawWorlds(page, pictures, keys, changes, name, had);
    refill(said, !changes ? null : had < page.runs ? soFar(page, changes, name, had) : sentences(page, changes, name, key));
    refill(table, changes && had === page.runs ? numbers(page, changes, command, tableIsOpen, (isOpen) => (tableIsOpen = isOpen)) : null);
  };
  onWidth(node, show);
  return { node, update, reveal };
}

/** Return what asks a reader for a guess before the answer; `answered` is called after it. */
function question(page, { name, key }, answered) {
  const answer = (word) => {
    page.set({ expected: { ...page.state.expected, [key]: word } });
    answered();
  };
  return element("section", { class: "asked", tabindex: -1, "aria-labelledby": "asked" },
    element("h3", { id: "asked" }, say("ask.title", { what: name })),
    element("p", {}, say("ask.text")),
    element("div", { class: "row" }, EXPECTED.map((word) => element("button", { click: () => answer(word) }, say(`expect.${word}`)))),
  );
}

/** Draw the curves of one world, or of two beside each other with the same scale, and what their marks stand for. */
function drawWorlds(page, box, keys, changes, name, runs) {
  const worlds = [{ look: "base", changes: {}, title: say("world.base") }, ...(changes ? [{ look: "other", changes, title: capital(name) }] : [])];
  const curves = worlds.map((world) => page.runner.yearly(world.changes, "signed", runs, page.state.area).map((years) => years.slice(...page.whole)));
  const bands = curves.map(bandOf);
  const record = page.record.isBeside && page.state.area === "all" ? recordOn(page) : null;
  const thin = curves.map((each) => each.slice(0, MOST_THIN));
  // Not by single runs: one that is far off would press all others to the ground.
  const top = roundTop(ROOM_ABOVE * Math.max(...bands.flatMap(({ high }) => high), ...(record ?? []).filter(Number.isFinite)));
  const isCut = thin.flat(2).some((value) => value > top);
  const columns = changes && box.clientWidth > 44 * 16 ? 2 : 1;
  const width = Math.floor(box.clientWidth / columns - (columns > 1 ? 12 : 0));
  const frame = frameOf(width, Math.round(heightOf(width) * (columns > 1 ? 1 : 0.9)), page.years.slice(...page.whole), top);
  const frames = worlds.map(({ look, title }, place) => element("figure", { style: "margin:0" },
    element("figcaption", {}, element("b", {}, title)),
    picture(frame, toldOf(page, bands[place], title),
      axes(frame, say("chart.unit")), band(frame, bands[place].low, bands[place].high, look), runLines(frame, thin[place], look),
      place ? line(frame, bands[0].mean, "base", 2) : null, line(frame, bands[place].mean, look, 4), record ? dots(frame, record) : null),
  ));
  refill(box, frames);
  refill(keys, legend(["thin.base", say(isCut ? "legend.runs_cut" : "legend.runs")], ["band.base", say("legend.band")], ["line.base", say(changes ? "legend.mean_base" : "legend.mean", { runs })],
    changes ? ["line.other", say("legend.mean_other", { runs, name })] : null, record ? ["dot.record", say("legend.record")] : null));
}

/** Return what was recorded in each whole year of the page, null where nothing is. */
export function recordOn({ years, whole, record }) {
  return years.slice(...whole).map((year) => (record.years.includes(year) ? record.counts[record.years.indexOf(year)] : null));
}

/** Return the curve of a world in words. */
function toldOf(page, { mean: means }, title) {
  const best = means.indexOf(Math.max(...means));
  const years = page.years.slice(...page.whole);
  return say("chart.told", { title, peak: years[best], high: plain(round(means[best])), last: years.at(-1), low: plain(round(means.at(-1))) });
}

/** Return a number with at most two decimals. */
function round(value) {
  return Math.round(100 * value) / 100;
}

/** Return both numbers as they are while runs are still coming, without a verdict that the next ones may turn. */
function soFar(page, changes, name, runs) {
  const signed = contrast(page, "signed", {}, changes, runs);
  const [base, other] = [signed.base, signed.other].map((value) => plain(round(value)));
  return element("div", { class: "said" }, element("p", {}, say("said.so_far", { had: runs, all: page.runs, name, other, base })));
}

/** Return what changed, whether it is more than luck, and whether that was expected. */
function sentences(page, changes, name, key) {
  const [signed, fall] = ["signed", FALL].map((measure) => contrast(page, measure, {}, changes, page.runs));
  const found = verdict(signed);
  const luck = { more: "luck.no", fewer: "luck.no", noise: "luck.maybe", same: "luck.same", undefined: "luck.none" };
  const heads = [element("strong", {}, say(`said.${found}`))];
  const [base, other] = [signed.base, signed.other].map((value) => plain(round(value)));
  const lines = [[...heads, " ", say("said.signed", { name: capital(name), other, base, change: change(signed) }), " ", say(luck[found])]];
  if (!Number.isNaN(fall.low) && !fall.isSame)
    lines.push([say("said.fall", { years: lastYears(page.years), other: percent(fall.other), base: percent(fall.base), change: change(fall, 100) }), " ", say(isLuck(fall) ? "luck.maybe" : "luck.no"), " ", say("said.fall_rule"), recordFall(page)]);
  else if (Number.isNaN(fall.low)) lines.push([say("said.no_fall")]);
  const expected = page.state.expected[key];
  if (EXPECTED.includes(expected)) lines.push([say(`right.${rightness(expected, found)}`, { expected: say(`expect.${expected}`).toLowerCase() })]);
  lines.push([say("said.model")]);
  return element("div", { class: `said${found === "noise" ? " beware" : ""}` }, lines.map((line) => element("p", {}, line)));
}

/** Return the last three years, over which a fall is told. */
function lastYears(years) {
  return `${years.at(-SPAN) ?? years[0]}–${years.at(-1)}`;
}

/** Return the fall on record by the same rule, where there is a record beside the model. */
function recordFall({ record, state }) {
  if (!record.isBeside || state.area !== "all" || record.counts.length <= SPAN) return null;
  return ` ${say("said.fall_record", { years: lastYears(record.years), fall: percent(characteristics(record.counts, record.years[0]).fall) })}`;
}

/** Return whether a difference may be luck. */
function isLuck(row) {
  return verdict(row) === "noise";
}

/** Return whether what was expected is what was found: yes, no, open where luck hides it, idle where nothing happens. */
export function rightness(expected, found) {
  if (found === "same") return expected === "same" ? "yes" : "idle";
  if (found === "undefined") return "open";
  if (found === "noise") return expected === "same" ? "yes" : "open";
  return expected === found ? "yes" : "no";
}

/** Return all numbers as a table, with the command that gives the same ones; they are counted once somebody opens it. */
function numbers(page, changes, command, isOpen, opened) {
  const content = element("div");
  const fill = () => {
    const rows = TOLD.map((measure) => contrast(page, measure, {}, changes, page.runs));
    refill(content,
      element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("numbers.title") }, element("table", {},
        element("thead", {}, element("tr", {}, ["numbers.measure", "numbers.base", "numbers.other", "numbers.change", "numbers.verdict"].map((key) => element("th", { scope: "col" }, say(key))))),
        element("tbody", {}, rows.map((row) => tableRow(row, page.measures[row.measure]?.isMoney, page.years))),
      )),
      element("p", { class: "note" }, say("numbers.note", { runs: page.runs })),
      element("p", { class: "note" }, `${say("numbers.command")} `, element("code", {}, command)),
    );
  };
  if (isOpen) fill();
  const toggled = ({ target }) => {
    opened(target.open);
    if (target.open && !content.childElementCount) fill();
  };
  return element("details", { open: isOpen, toggle: toggled }, element("summary", {}, say("numbers.title")), content);
}

/** Return a row of the table of a measure; its numbers in full stand in `data-` attributes. */
function tableRow(row, isMoney, years) {
  const isShare = SHARES.includes(row.measure);
  const factor = isShare ? 100 : isMoney ? moneyFactor() : 1;
  const value = (amount) => (isShare ? percent(amount) : plain(round(factor * amount)));
  const found = verdict(row);
  const full = Object.fromEntries(["measure", "base", "other", "difference", "low", "high"].map((name) => [`data-${name}`, row[name]]));
  return element("tr", full,
    element("th", { scope: "row" }, say(`measure.${row.measure}`, { years: lastYears(years) })),
    element("td", {}, value(row.base)),
    element("td", {}, value(row.other)),
    element("td", {}, found === "undefined" ? say("verdict.undefined") : found === "same" ? "0" : change(row, factor)),
    element("td", {}, say(`verdict.${found}`)),
  );
}
