/** Levers: what share of projects uses each, and from when, as choices for a reader. */

import { element } from "./elements.js";
import { changesOfLevers } from "./state.js";
import { capital, listed, number, say } from "./words.js";

/** Return what is compared where levers are pulled together. */
export function chosenLevers(page) {
  const pulled = page.levers.filter((name) => page.state.levers[name]?.share > 0);
  const changes = changesOfLevers(page.state.levers, page.state.area === "all" ? [] : [page.state.area]);
  return {
    changes: pulled.length ? changes : null,
    name: say("help.name", { what: listed(pulled.map((name) => say(`lever.${name}`))) }),
    key: `help+${pulled.join("+")}`,
    command: commandOf(page, pulled),
  };
}

/** Return the levers, each with a share, the years from which and to which, and in plain words what it is. */
export function leverChoices(page, { hasDates }) {
  const rows = page.levers.map((name) => {
    const set = (part) => {
      const before = page.state.levers[name] ?? startOf(page, hasDates);
      const lever = { ...before, ...part };
      if (lever.last !== null && lever.last < lever.first) lever.last = lever.first;
      page.set({ levers: { ...page.state.levers, [name]: lever } });
    };
    const id = `lever-${name}`;
    const slider = element("input", { id, type: "range", min: 0, max: 100, step: 10, "aria-describedby": `${id}-what`, input: () => set({ share: Number(slider.value) / 100 }) });
    const value = element("output", { for: id });
    const year = (key, options, act) => element("select", { "aria-label": `${say(`lever.${name}`)}: ${say(key)}`, change: (event) => act(event.target.value) }, options);
    const years = () => page.years.map((each) => element("option", { value: each }, String(each)));
    const first = year("help.from", years(), (text) => set({ first: Number(text) }));
    const last = year("help.until", [element("option", { value: "" }, say("help.never")), ...years()], (text) => set({ last: text ? Number(text) : null }));
    const node = element("li", { class: "lever" },
      element("div", { class: "top" }, element("label", { for: id }, element("b", {}, capital(say(`lever.${name}`)))), value),
      slider,
      element("div", { class: "dates" }, element("span", {}, say("help.from"), " "), first, element("span", {}, say("help.until"), " "), last),
      element("p", { class: "note", id: `${id}-what` }, capital(say(`about.${name}`))),
      element("p", { class: "note" }, element("b", {}, say("help.cost")), " ", say(`cost_lever.${name}`)),
    );
    const update = () => {
      const lever = page.state.levers[name] ?? startOf(page, hasDates);
      slider.value = 100 * lever.share;
      value.textContent = `${number(100 * lever.share)} %`;
      first.value = lever.first;
      last.value = lever.last ?? "";
      first.parentElement.hidden = !hasDates || !lever.share;
    };
    return { node, update };
  });
  return { node: element("ul", { class: "choices" }, rows.map((each) => each.node)), update: () => rows.forEach((each) => each.update()) };
}

/** Return a lever before it is pulled: with the dates of its own at the start, or of all levers. */
function startOf(page, hasDates) {
  return { share: 0, ...(hasDates ? { first: page.leverStart, last: null } : { first: page.state.from, last: page.state.until }) };
}

/** Return the command that compares with the levers pulled together; of several dates the one that runs them. */
function commandOf(page, pulled) {
  const levers = pulled.map((name) => ({ name, ...page.state.levers[name] }));
  const dates = new Set(levers.map(({ first, last }) => `--from ${first}Q1${last ? ` --until ${last}Q4` : ""}`));
  const runs = `--replicates ${page.runs}`;
  if (dates.size > 1) {
    const policies = levers.map(({ name, share, first, last }) => `--policy ${name}=${share}@${first}Q1${last ? `:${last}Q4` : ""}`);
    return `sipabm run ${page.file} ${policies.join(" ")} ${runs}`;
  }
  const area = page.state.area === "all" ? [] : [`--area ${page.state.area}`];
  return ["sipabm compare", page.file, ...levers.map(({ name, share }) => `--lever ${name}=${share}`), ...dates, ...area, ...(levers.length > 1 ? ["--together"] : []), runs].join(" ");
}
