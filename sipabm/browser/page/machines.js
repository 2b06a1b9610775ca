/** Machines: thirty steps, linear and exponential, and what a doubling time means for them. */

import { axes, frameOf, heightOf, legend, line, picture, roundTop } from "./charts.js";
import { element, onWidth, refill } from "./elements.js";
import { number, say } from "./words.js";

export const STEPS_TO_WALK = 30;
const EARTH = 40075; // kilometres around it
const LADDER = [1, 5, 10, 15, 20, 25, 30];

/** Return how far both walkers are after some steps, in metres: of a metre each, and each twice as long as the last. */
export function walked(steps) {
  return { linear: steps, doubling: 2 ** steps - 1 };
}

/** Return a length in words. */
export function length(metres) {
  if (metres < 1000) return say("machines.metres", { number: number(metres) });
  const kilometres = metres / 1000;
  return say("machines.kilometres", { number: number(kilometres, kilometres < 10 ? 1 : 0) });
}

/** Return the step of the lesson in which thirty steps are walked twice. */
export function machinesStep(page) {
  const told = element("div", { class: "said", "aria-live": "polite" });
  const chart = element("div");
  const table = element("div");
  const slider = element("input", { id: "walked", type: "range", min: 0, max: STEPS_TO_WALK, class: "whole", input: () => page.set({ walked: Number(slider.value) }) });
  const node = element("div", {}, element("h2", {}, say("machines.title")), element("p", { class: "lead" }, say("machines.lead")),
    element("label", { for: "walked" }, say("machines.slider")), slider, told,
    element("div", { class: "two" }, chart, table),
    element("h3", {}, say("machines.why")), element("p", {}, say("machines.meaning", { years: page.doublingTime })), element("p", { class: "note" }, say("machines.scenario")));
  const show = () => {
    const steps = page.state.walked;
    slider.value = steps;
    const { linear, doubling } = walked(steps);
    const around = doubling / 1000 / EARTH;
    refill(told, element("p", {}, say("machines.said", { steps, linear: length(linear), doubling: length(doubling) })),
      around >= 1 ? element("p", {}, say("machines.around", { times: number(around) })) : null);
    drawWalks(chart, steps);
    refill(table, ladder(steps));
  };
  onWidth(chart, show);
  return { node, update: show };
}

/** Draw how far both walkers are after each step so far: the scale grows with the faster one. */
function drawWalks(box, steps) {
  const width = Math.floor(box.clientWidth);
  if (!width) return;
  const all = Array.from({ length: STEPS_TO_WALK + 1 }, (_, step) => step);
  const frame = frameOf(width, heightOf(width), all, roundTop(Math.max(STEPS_TO_WALK, walked(steps).doubling)));
  const soFar = all.slice(0, steps + 1).map(walked);
  refill(box, picture(frame, say("machines.chart"), axes(frame, say("chart.metres")), line(frame, soFar.map(({ linear }) => linear), "base", 4), line(frame, soFar.map(({ doubling }) => doubling), "other", 4)),
    legend(["line.base", say("machines.linear")], ["line.other", say("machines.doubling")]));
}

/** Return how far both are after some of the steps walked. */
function ladder(steps) {
  const far = (each, kind) => (each <= steps ? length(walked(each)[kind]) : "?");
  return element("table", {},
    element("thead", {}, element("tr", {}, ["machines.steps", "machines.linear", "machines.doubling"].map((key) => element("th", { scope: "col" }, say(key))))),
    element("tbody", {}, LADDER.map((each) => element("tr", {}, element("th", { scope: "row" }, String(each)), ["linear", "doubling"].map((kind) => element("td", {}, far(each, kind)))))));
}
