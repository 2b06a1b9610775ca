/** Machines: thirty steps, linear and exponential, and what a doubling time means for them. */

import { element, refill } from "./elements.js";
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
  const bars = element("div", { class: "two" });
  const slider = element("input", { id: "walked", type: "range", min: 0, max: STEPS_TO_WALK, style: "width:100%;accent-color:var(--deep)", input: () => page.set({ walked: Number(slider.value) }) });
  const node = element("div", {}, element("h2", {}, say("machines.title")), element("p", { class: "lead" }, say("machines.lead")),
    element("label", { for: "walked" }, say("machines.slider")), slider, bars, told,
    element("h3", {}, say("machines.why")), element("p", {}, say("machines.meaning", { years: page.doublingTime })), element("p", { class: "note" }, say("machines.scenario")));
  const update = () => {
    const steps = page.state.walked;
    slider.value = steps;
    const { linear, doubling } = walked(steps);
    refill(bars, ladder("machines.linear", steps, (each) => walked(each).linear), ladder("machines.doubling", steps, (each) => walked(each).doubling));
    const around = doubling / 1000 / EARTH;
    refill(told, element("p", {}, say("machines.said", { steps, linear: length(linear), doubling: length(doubling) })),
      around >= 1 ? element("p", {}, say("machines.around", { times: number(around) })) : null);
  };
  return { node, update };
}

/** Return how far somebody is after some of the steps walked. */
function ladder(key, steps, far) {
  const reached = LADDER.filter((each) => each <= steps);
  return element("div", {}, element("h3", {}, say(key)), element("table", {},
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, say("machines.steps")), element("th", { scope: "col" }, say("machines.far")))),
    element("tbody", {}, LADDER.map((each) => element("tr", {}, element("th", { scope: "row" }, String(each)), element("td", {}, reached.includes(each) ? length(far(each)) : "?"))))));
}
