/** Lesson: predict first, see, switch mechanisms off, try to help; one step at a time. */

import { axes, band, dots, drawing, frameOf, heightOf, legend, line, picture, roundTop, runLines } from "./charts.js";
import { compared } from "./compared.js";
import { element, onWidth, refill } from "./elements.js";
import { chosenLevers, leverChoices } from "./levers.js";
import { machinesStep } from "./machines.js";
import { STEPS, changesOff } from "./state.js";
import { bandOf, total } from "./statistics.js";
import { watchStep } from "./watch.js";
import { capital, isPhrase, listed, number, plain, say } from "./words.js";

const LEAST_DRAWN = 2; // years, before the record is shown
const ROW_OF_LEVERS = 5; // of the plan
const ROOM_FOR_GUESSES = 2.5; // times the largest number on record
const GUIDE_OF_STEPS = { predict: predictStep, watch: watchStep, off: offStep, help: helpStep, machines: machinesStep, plan: planStep, words: wordsStep };

/** Return the lesson: steps to choose from, and the one that is chosen. */
export function lesson(page) {
  const step = GUIDE_OF_STEPS[page.state.step](page);
  const nav = element("nav", { "aria-label": say("steps.label") }, element("ol", {}, STEPS.map((name, place) => element("li", {},
    element("button", { "aria-current": name === page.state.step ? "step" : null, click: () => page.go({ step: name }) }, say(`step.${name}`, { place: place + 1 })),
  ))));
  const next = STEPS[STEPS.indexOf(page.state.step) + 1];
  const on = next ? element("p", {}, element("button", { click: () => page.go({ step: next }) }, say("steps.next", { step: say(`step.${next}`, { place: STEPS.indexOf(next) + 1 }) }))) : null;
  return { node: element("div", {}, nav, element("main", { id: "main", tabindex: -1 }, step.node, on)), update: step.update ?? (() => {}) };
}

/** Return the first step: a curve to draw, then what was recorded, then the model's. */
function predictStep(page) {
  const { record } = page;
  const [first, last] = [record.years[0], record.years.at(-1)];
  const box = element("div");
  const below = element("div");
  const buttons = element("div", { class: "row" });
  const hints = element("div", { tabindex: -1 });
  const where = say(`place.${record.place}`);
  const top = roundTop(ROOM_FOR_GUESSES * Math.max(...record.counts));
  let runs = 0;
  let isAsked = false;
  const node = element("div", {},
    element("h2", {}, say("predict.title", { first, last })),
    element("p", { class: "lead" }, say("predict.lead", { where, first })),
    box, buttons, hints, below,
  );
  const drawnYears = () => page.state.guess.filter((value) => value !== null && value !== undefined).length;
  const redraw = () => {
    const { shown } = page.state;
    const width = Math.floor(box.clientWidth);
    if (!width) return;
    const guess = record.years.map((_, year) => page.state.guess[year] ?? null);
    const curves = shown > 1 && record.isBeside && runs ? page.runner.yearly({}, "signed", runs).map((years) => onRecord(page, years)) : null;
    const shownTop = curves ? Math.max(top, roundTop(Math.max(...bandOf(curves).high))) : top;
    const frame = frameOf(width, heightOf(width), record.years, shownTop);
    if (shown === 0) {
      const hint = drawnYears() ? null : hintOf(frame);
      const svg = drawing(frame, guess, {
        label: say("guess.label"), told: (value) => say("guess.told", { value }),
        changed: (year, value) => {
          hint?.remove();
          const next = record.years.map((_, each) => page.state.guess[each] ?? null);
          next[year] = value;
          page.set({ guess: next }, false);
          showButtons();
        },
      }, axes(frame, say("chart.unit")), hint);
      refill(box, svg, legend(["point.guess", say("legend.guess")]));
      return;
    }
    const isAnyDrawn = drawnYears() > 0;
    refill(box, picture(frame, recordTold(page), axes(frame, say("chart.unit")),
      curves ? modelLayers(frame, curves) : null, isAnyDrawn ? line(frame, guess, "guess", 3.5) : null, dots(frame, record.counts)),
      legend(isAnyDrawn ? ["point.guess", say("legend.guess")] : null, ["dot.record", say("legend.record_where", { where })],
        ...(curves ? modelLegend(runs) : [])),
    );
  };
  // The button that was pressed is gone: the reader goes on from what is said.
  const to = (changes) => (page.set(changes), hints.focus({ preventScroll: true }));
  const showButtons = () => {
    const { shown } = page.state;
    const canShow = drawnYears() >= LEAST_DRAWN;
    refill(buttons,
      shown === 0 ? element("button", { class: "first", disabled: !canShow, click: () => to({ shown: 1 }) }, say("predict.show")) : null,
      shown === 0 && !canShow ? element("button", { click: () => to({ shown: 1 }) }, say("predict.skip")) : null,
      shown === 0 && drawnYears() ? element("button", { click: () => to({ guess: [] }) }, say("predict.clear")) : null,
      shown === 1 ? element("button", { class: "first", click: () => to({ shown: 2 }) }, say("predict.model")) : null,
      shown > 0 ? element("button", { click: () => to({ shown: 0, guess: [] }) }, say("predict.again")) : null,
    );
  };
  const showBelow = () => {
    const { shown } = page.state;
    refill(hints, shown === 0 ? element("p", { class: "note" }, say("predict.keys")) : said(recordSentences(page)));
    if (shown < 2) return refill(below);
    if (!runs) return refill(below, element("p", { class: "busy", role: "status" }, say("busy", { had: 0, all: page.runs })));
    const curves = page.runner.yearly({}, "signed", runs);
    const own = page.record.isBeside ? null : ownPicture(page, curves, Math.floor(below.clientWidth));
    refill(below, own, said(modelSentences(page, curves)), said([say(page.record.isBeside ? "predict.fitted" : "predict.other_world")], true));
  };
  const update = () => {
    // At once, while somebody draws: then the model is there when it is asked for.
    if (!isAsked) {
      isAsked = true;
      page.runner.ask("compare", [{ changes: {} }], { first: page.firstPicture, count: page.runs }, (had) => {
        runs = had;
        if (page.state.shown > 1) redraw(), showBelow();
      });
    }
    redraw();
    showButtons();
    showBelow();
  };
  onWidth(box, () => (redraw(), showBelow()));
  return { node, update };
}

/** Return a sentence, or several, under a picture. */
function said(texts, beware = false) {
  return element("div", { class: `said${beware ? " beware" : ""}` }, texts.map((text) => element("p", {}, text)));
}

/** Return what tells where to draw. */
function hintOf(frame) {
  const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
  text.setAttribute("class", "hint");
  text.setAttribute("x", (frame.left + frame.width - frame.right) / 2);
  text.setAttribute("y", frame.up(frame.top * 0.55));
  text.setAttribute("text-anchor", "middle");
  text.textContent = say("predict.hint");
  return text;
}

/** Return the values of a run in the years on record. */
function onRecord({ years, record }, values) {
  return record.years.map((year) => values[years.indexOf(year)]);
}

/** Return runs, band and mean of the model. */
function modelLayers(frame, curves) {
  const { mean, low, high } = bandOf(curves);
  return [band(frame, low, high, "base"), runLines(frame, curves.slice(0, 60), "base"), line(frame, mean, "base", 4)];
}

/** Return what the marks of the model stand for. */
function modelLegend(runs) {
  return [["thin.base", say("legend.runs")], ["band.base", say("legend.band")], ["line.base", say("legend.mean", { runs })]];
}

/** Return the model's curve in a picture of its own, where its world is another than that on record. */
function ownPicture(page, curves, width) {
  const years = page.years.slice(...page.whole);
  const whole = curves.map((run) => run.slice(...page.whole));
  const frame = frameOf(width, heightOf(width) * 0.9, years, roundTop(Math.max(...whole.slice(0, 60).flat())));
  return element("figure", { style: "margin:0" }, element("h3", {}, say("predict.own", { name: nameOf(page) })),
    picture(frame, say("predict.own", { name: nameOf(page) }), axes(frame, say("chart.unit")), modelLayers(frame, whole)), legend(...modelLegend(curves.length)));
}

/** Return what a scenario is called. */
export function nameOf({ name }) {
  return isPhrase(`scenario.${name}`) ? say(`scenario.${name}`) : name;
}

/** Return what is on record in words, for those who cannot see the picture. */
function recordTold({ record }) {
  return record.years.map((year, place) => `${year}: ${record.counts[place]}`).join(", ");
}

/** Return what happened, beside what was guessed. */
function recordSentences({ record, state }) {
  const best = record.counts.indexOf(Math.max(...record.counts));
  const sentences = [say("record.said", { peak: record.years[best], high: record.counts[best], last: record.years.at(-1), low: record.counts.at(-1), all: total(record.counts) })];
  const drawn = state.guess.filter((value) => value !== null && value !== undefined);
  if (drawn.length >= LEAST_DRAWN) {
    const high = Math.max(...drawn);
    sentences.push(say("record.guess", { peak: record.years[state.guess.indexOf(high)], high, all: total(drawn) }));
  }
  return sentences;
}

/** Return what the model shows, in its own world. */
export function modelSentences(page, curves) {
  // Beside the record in its years alone, as drawn.
  const { isBeside } = page.record;
  const years = isBeside ? page.record.years : page.years.slice(...page.whole);
  const { mean } = bandOf(curves.map((run) => (isBeside ? onRecord(page, run) : run.slice(...page.whole))));
  const best = mean.indexOf(Math.max(...mean));
  const places = { name: capital(nameOf(page)), runs: curves.length, peak: years[best], high: plain(Math.round(10 * mean[best]) / 10), last: years.at(-1), low: plain(Math.round(10 * mean.at(-1)) / 10) };
  return [say("model.said", places), say("model.runs")];
}

/** Return the step in which mechanisms are switched off. */
function offStep(page) {
  const chosen = () => {
    const { off } = page.state;
    const names = off.map((name) => say(`mechanism.${name}`));
    return {
      changes: off.length ? changesOff(off, page) : null,
      name: say("off.name", { what: listed(names) }),
      key: `off+${off.join("+")}`,
      command: ["sipabm compare", page.file, ...off.map((name) => `--without ${name}`), ...(off.length > 1 ? ["--together"] : []), `--replicates ${page.runs}`].join(" "),
    };
  };
  const picture = compared(page, "compare", chosen);
  const turn = (name, isOn) => page.set({ off: page.mechanisms.filter((each) => (each === name ? !isOn : page.state.off.includes(each))) });
  const boxes = page.mechanisms.map((name) => {
    const box = element("input", { type: "checkbox", role: "switch", change: () => turn(name, box.checked) });
    return { name, box, node: element("li", {}, element("label", { class: "switch" }, box, element("b", {}, capital(say(`mechanism.${name}`))), element("span", { class: "note" }, say(`about_mechanism.${name}`)))) };
  });
  const node = element("div", {}, element("h2", {}, say("off.title")), element("p", { class: "lead" }, say("off.lead")),
    element("div", { class: "side" },
      element("div", {}, element("ul", { class: "choices", change: () => picture.reveal(true) }, boxes.map((each) => each.node)),
        page.hasFunds ? null : element("p", { class: "note" }, say("off.no_fund")),
        element("div", { class: "row" }, element("button", { click: () => page.set({ off: [] }) }, say("off.all_on")))),
      picture.node));
  const update = () => {
    for (const { name, box } of boxes) box.checked = !page.state.off.includes(name);
    picture.update();
  };
  return { node, update };
}

/** Return the step in which levers are pulled. */
function helpStep(page) {
  const chosen = () => chosenLevers(page);
  const picture = compared(page, "compare", chosen);
  const levers = leverChoices(page, { hasDates: true });
  if (page.views.includes("policy")) picture.node.append(toPolicy(page));
  const node = element("div", {}, element("h2", {}, say("help.title")), element("p", { class: "lead" }, say("help.lead")),
    element("div", { class: "side" },
      element("div", { change: () => picture.reveal(false) }, levers.node, element("div", { class: "row" }, element("button", { click: () => page.set({ levers: {} }) }, say("help.none")))),
      picture.node));
  return { node, update: () => (levers.update(), picture.update()) };
}

/** Return the way to who pays and who gains by the same levers. */
function toPolicy(page) {
  return element("p", { class: "note" }, say("help.who_pays"), " ", element("button", { click: () => page.go({ view: "policy", whose: "together" }) }, say("help.to_policy")));
}

/** Return the plan of a lesson of 45 minutes. */
function planStep(page) {
  const rows = Array.from({ length: 20 }, (_, place) => place + 1).filter((place) => isPhrase(`plan.${place}.do`));
  const wrong = Array.from({ length: 9 }, (_, place) => place + 1).filter((place) => isPhrase(`wrong.${place}`));
  // A link of a student's own file leads nowhere else; what comes after '#' holds all that was done.
  const handed = element("input", { type: "text", id: "handed", change: () => handed.value.includes("#") && (location.hash = handed.value.slice(handed.value.indexOf("#"))) });
  return { node: element("div", {},
    element("h2", {}, say("plan.title")), element("p", { class: "lead" }, say("plan.lead")), element("p", {}, say("plan.files")),
    element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("plan.title") }, element("table", { class: "plan" },
      element("thead", {}, element("tr", {}, ["minutes", "do", "say", "expect"].map((part) => element("th", { scope: "col" }, say(`plan.${part}`))))),
      element("tbody", {}, rows.map((row) => element("tr", {}, ["minutes", "do", "say", "expect"].map((part) => element("td", {}, say(`plan.${row}.${part}`), row === ROW_OF_LEVERS && part === "expect" && page.views.includes("policy") ? ` ${say("plan.who_pays")}` : null))))))),
    element("h3", {}, say("wrong.title")),
    element("ul", {}, wrong.map((place) => element("li", {}, say(`wrong.${place}`)))),
    element("h3", {}, say("plan.hand_in_title")),
    element("p", {}, say("plan.hand_in")),
    element("div", { class: "row" }, element("label", { for: "handed" }, say("plan.open")), handed),
  ) };
}

/** Return the glossary, or the words that hold what is looked for. */
function wordsStep(page) {
  const entries = page.glossary.map((key) => [say(`word.${key}`), say(`meaning.${key}`)]).sort(([one], [other]) => one.localeCompare(other, page.state.language));
  const list = element("dl", { class: "words" });
  const show = (wanted) => refill(list, entries.filter((entry) => entry.some((text) => text.toLowerCase().includes(wanted.toLowerCase())))
    .map(([word, meaning]) => element("div", {}, element("dt", {}, capital(word)), element("dd", {}, meaning))));
  const field = element("input", { type: "search", id: "search", input: () => show(field.value) });
  show("");
  return { node: element("div", {}, element("h2", {}, say("words.title")), element("div", { class: "row" }, element("label", { for: "search" }, say("words.search")), field), list) };
}
