/** Watch: one run quarter by quarter: who knows whom, what is tried, where it stops and why, what grows. */

import { STOPPED } from "./cohort.js";
import { drawn, element, onWidth, refill } from "./elements.js";
import { total } from "./statistics.js";
import { listed, number, percent, say } from "./words.js";

const PACE = 700; // milliseconds a quarter
const RADII = [0.95, 1.42, 0.5]; // authorities, providers, investors: in the space of 1.6
const SPACE = 1.6;
const MOST_BARS = 6;

/** Return the step in which a run is watched. */
export function watchStep(page) {
  let watched = null;
  let places = null;
  let asked = "";
  let timer = null;
  const network = element("div");
  const label = element("p", { class: "lead" });
  const news = element("div");
  const sums = element("div");
  const slider = element("input", { type: "range", id: "quarter", min: 0, max: page.quarters, class: "whole", input: () => go(Number(slider.value)) });
  const play = element("button", { class: "first", click: () => (timer ? pause() : start()) });
  const countries = page.countryNames.length > 1 ? element("select", { id: "country", change: (event) => page.set({ country: Number(event.target.value), quarter: 0 }) },
    page.countryNames.map((name, place) => element("option", { value: place }, name))) : null;
  const controls = element("div", { class: "row" },
    element("button", { click: () => (pause(), go(page.state.quarter - 1)) }, say("watch.back")), play,
    element("button", { click: () => (pause(), go(page.state.quarter + 1)) }, say("watch.step")),
    element("button", { click: () => (pause(), page.set({ run: (page.state.run + 1) % page.runs, quarter: 0 })) }, say("watch.other")),
    countries ? [element("label", { for: "country" }, say("watch.country")), countries] : null);
  const node = element("div", { class: "watched" },
    element("div", { class: "head" }, element("h2", {}, say("watch.title")), element("p", { class: "lead" }, say("watch.lead")), controls,
      element("label", { for: "quarter", class: "hidden" }, say("watch.slider")), slider, label),
    element("div", { class: "pictures" }, network, key()),
    element("div", { class: "rest" }, news, sums));
  const go = (quarter) => page.set({ quarter: Math.min(Math.max(quarter, 0), page.quarters) });
  const start = () => {
    if (page.state.quarter >= page.quarters) go(0);
    timer = setInterval(() => {
      if (!node.isConnected || page.state.quarter >= page.quarters) return pause();
      go(page.state.quarter + 1);
    }, PACE);
    show();
  };
  const pause = () => {
    clearInterval(timer);
    timer = null;
    if (node.isConnected) show();
  };
  const update = () => {
    const { run, country } = page.state;
    const wish = `${run} ${country}`;
    if (wish !== asked) {
      asked = wish;
      watched = null;
      page.runner.watch({}, run, page.countryPlaces[country], (told) => {
        if (wish !== asked) return;
        watched = told;
        places = placesOf(told);
        show();
      });
    }
    show();
  };
  const show = () => {
    const { quarter, run, country } = page.state;
    play.textContent = say(timer ? "watch.pause" : "watch.play");
    slider.value = quarter;
    slider.setAttribute("aria-valuetext", quarterName(page, quarter));
    if (countries) countries.value = country;
    if (!watched) return refill(label, say("watch.wait"));
    refill(label, element("b", {}, quarterName(page, quarter)), ` · ${say("watch.run", { run: run + 1 })}`);
    const frame = quarter ? watched.frames[quarter - 1] : { projects: [], contracts: [] };
    const ended = watched.ended.filter((row) => row[4] < quarter);
    drawNetwork(page, network, watched, places, frame, ended, quarter);
    refill(news, newsOf(page, watched, quarter));
    refill(sums, countsOf(page, frame, ended), barsOfBarriers(page, ended), page.countryNames.length > 1 ? null : barsOfBending(page, watched, quarter));
  };
  onWidth(network, show);
  return { node, update };
}

/** Return the name of a quarter of which so many have passed: that of the last one. */
function quarterName(page, passed) {
  if (!passed) return say("watch.before", { year: page.years[0] });
  const ordinal = page.firstQuarter + passed - 1;
  return say("watch.quarter", { year: Math.floor(ordinal / 4), quarter: (ordinal % 4) + 1 });
}

/** Return where actors stand: investors within, authorities around them in their order, providers outside. */
function placesOf({ numbers, ties }) {
  const [authorities, providers, investors] = numbers;
  const known = Array.from({ length: authorities + providers + investors }, () => []);
  for (const [one, other] of ties) known[one].push(other), known[other].push(one);
  const places = [];
  const ring = (actors, radius) => actors.forEach((actor, place) => {
    const angle = (2 * Math.PI * place) / actors.length;
    places[actor] = [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  const from = (first, length) => Array.from({ length }, (_, place) => first + place);
  ring(from(0, authorities), RADII[0]);
  /** Return the angle in which most authorities stand whom an actor knows: places are added, not angles. */
  const angle = (actor) => {
    const there = known[actor].filter((other) => other < authorities).map((other) => places[other]);
    const [across, up] = there.reduce(([x, y], place) => [x + place[0], y + place[1]], there.length ? [0, 0] : [1, 0]);
    return (Math.atan2(up, across) + 2 * Math.PI) % (2 * Math.PI);
  };
  const sorted = (actors) => actors.map((actor) => [angle(actor), actor]).sort(([one], [other]) => one - other).map(([, actor]) => actor);
  ring(sorted(from(authorities, providers)), RADII[1]);
  ring(sorted(from(authorities + providers, investors)), RADII[2]);
  return places;
}

/** Draw ties, partnerships that run, attempts under development, and those that stopped in this quarter. */
function drawNetwork(page, box, { numbers, ties }, places, frame, ended, quarter) {
  const size = Math.floor(Math.min(box.clientWidth, Math.max(320, 0.8 * window.innerHeight)));
  if (!size) return;
  const at = (actor) => places[actor].map((part) => ((part / SPACE + 1) * size) / 2);
  const lines = (pairs) => pairs.map(([one, other]) => `M${at(one).map((part) => part.toFixed(1))}L${at(other).map((part) => part.toFixed(1))}`).join("");
  const partners = (row) => [[row[0], row[1]], [row[0], row[2]]].filter(([, other]) => other >= 0);
  const radius = Math.min(Math.max((size * 0.28) / Math.max(...numbers), 2.2), 7);
  const signed = new Set(ended.filter((row) => row[6] !== STOPPED).flatMap((row) => row.slice(0, 3)));
  const stage = new Map(frame.projects.map((row) => [row[0], row[3]]));
  const stopped = ended.filter((row) => row[6] === STOPPED && row[4] === quarter - 1);
  const [authorities, providers] = numbers;
  const actors = places.map((_, actor) => {
    const [x, y] = at(actor);
    const isFull = signed.has(actor);
    if (actor < authorities) return drawn("circle", { cx: x, cy: y, r: radius * 1.25, class: `actor authority${isFull ? " full" : ""}` });
    if (actor < authorities + providers) return drawn("path", { d: `M${x},${y - radius}L${x + radius},${y + radius * 0.8}L${x - radius},${y + radius * 0.8}Z`, class: `actor provider${isFull ? " full" : ""}` });
    return drawn("rect", { x: x - radius * 0.9, y: y - radius * 0.9, width: radius * 1.8, height: radius * 1.8, class: `actor investor${isFull ? " full" : ""}` });
  });
  refill(box, drawn("svg", { width: size, height: size, viewBox: `0 0 ${size} ${size}`, class: "chart network", role: "img", "aria-label": say("watch.told", { developing: frame.projects.length, running: frame.contracts.length }) },
    drawn("path", { d: lines(ties), class: "ties", "stroke-width": Math.min(0.8, 300 / ties.length) }),
    drawn("path", { d: lines(frame.projects.flatMap(partners)), class: "trying" }),
    frame.contracts.map((row) => drawn("path", { d: lines(partners(row)), class: "running", "stroke-width": Math.min(1.5 + Math.sqrt(row[3]), 6) })),
    actors,
    [...stage].map(([actor, each]) => {
      const [x, y] = at(actor);
      return [drawn("circle", { cx: x, cy: y, r: radius * 2.3, class: "attempt" }), drawn("text", { x, y: y + radius * 0.95, "text-anchor": "middle", style: `font-size:${Math.max(10, radius * 2.6)}px`, class: "stage" }, String(each + 1))];
    }),
    stopped.map((row) => {
      const [x, y] = at(row[0]);
      const r = radius * 2.1;
      return drawn("path", { d: `M${x - r},${y - r}L${x + r},${y + r}M${x - r},${y + r}L${x + r},${y - r}`, class: "stopped" });
    }),
  ));
}

/** Return what the marks of the network stand for. */
function key() {
  const mark = (...shapes) => drawn("svg", { width: 26, height: 18, viewBox: "0 0 26 18", "aria-hidden": "true", class: "network" }, shapes);
  const entries = [
    [mark(drawn("circle", { cx: 13, cy: 9, r: 6, class: "actor authority" })), "key.authority"],
    [mark(drawn("path", { d: "M13,3L19,14L7,14Z", class: "actor provider" })), "key.provider"],
    [mark(drawn("rect", { x: 8, y: 4, width: 10, height: 10, class: "actor investor" })), "key.investor"],
    [mark(drawn("circle", { cx: 13, cy: 9, r: 6, class: "actor authority full" })), "key.signed"],
    [mark(drawn("line", { x1: 1, x2: 25, y1: 9, y2: 9, class: "ties", "stroke-width": 1.5 })), "key.tie"],
    [mark(drawn("line", { x1: 1, x2: 25, y1: 9, y2: 9, class: "running", "stroke-width": 4 })), "key.running"],
    [mark(drawn("line", { x1: 1, x2: 25, y1: 9, y2: 9, class: "trying" })), "key.trying"],
    [mark(drawn("circle", { cx: 13, cy: 9, r: 7.5, class: "attempt" }), drawn("text", { x: 13, y: 13, "text-anchor": "middle", class: "stage", style: "font-size:11px" }, "2")), "key.attempt"],
    [mark(drawn("path", { d: "M6,2L20,16M6,16L20,2", class: "stopped" })), "key.stopped"],
  ];
  return element("ul", { class: "legend" }, entries.map(([shape, text]) => element("li", {}, shape, say(text))));
}

/** Return what happened in the quarter that has just passed, a reason a line. */
function newsOf(page, { ended }, quarter) {
  const now = ended.filter((row) => row[4] === quarter - 1);
  const lines = now.filter((row) => row[6] !== STOPPED).map((row) => element("li", {}, element("b", {}, say("news.signed", { authority: row[0] + 1 }))));
  // Those that stop at the same place for the same reason stand in one line.
  const reasons = new Map();
  for (const row of now.filter((each) => each[6] === STOPPED)) {
    const reason = `${row[5]} ${row[7]}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), row]);
  }
  for (const rows of reasons.values()) {
    const [, , , , , stage, , barrier] = rows[0];
    const numbers = [...new Set(rows.map(([authority]) => authority + 1))].sort((one, other) => one - other);
    const authorities = say(numbers.length > 1 ? "news.authorities" : "news.authority", { authority: listed(numbers.map(String)) });
    const name = page.barriers[barrier];
    lines.push(element("li", {}, say("news.stopped", { authorities, stage: say(`stage.${page.stages[stage]}`), barrier: say(`barrier.${name}`), why: say(`about_barrier.${name}`) })));
  }
  return [element("h3", {}, say("news.title")), element("ul", { class: "news" }, lines.length ? lines : element("li", { class: "note" }, say(quarter ? "news.nothing" : "news.begin")))];
}

/** Return how many attempts stand in each stage, and how many were signed and stopped so far. */
function countsOf(page, frame, ended) {
  const stopped = ended.filter((row) => row[6] === STOPPED).length;
  const stages = page.stages.slice(0, -1).map((name, place) => `${place + 1} ${say(`stage.${name}`)}: ${frame.projects.filter((row) => row[3] === place).length}`);
  return [element("h3", {}, say("sums.title")), element("p", {}, say("sums.told", { developing: frame.projects.length, running: frame.contracts.length, signed: ended.length - stopped, stopped })),
    element("p", { class: "note" }, stages.join(" · "))];
}

/** Return bars of values up to some largest one, each with its name and number. */
function bars(title, rows, most, note) {
  return [element("h3", {}, title), note ? element("p", { class: "note" }, note) : null, element("ul", { class: "bars" }, rows.map(([name, value, text]) => element("li", {},
    element("span", {}, name), element("span", { class: "bar", style: `--share:${(value / most).toFixed(3)}` }), element("span", {}, text))))];
}

/** Return what stopped attempts so far, the most frequent first. */
function barsOfBarriers(page, ended) {
  const times = new Map();
  for (const row of ended) if (row[6] === STOPPED) times.set(row[7], (times.get(row[7]) ?? 0) + 1);
  const sorted = [...times].sort(([, one], [, other]) => other - one);
  const rows = sorted.slice(0, MOST_BARS).map(([barrier, count]) => [say(`barrier.${page.barriers[barrier]}`), count]);
  // With the rest the bars add up to all that were stopped.
  if (sorted.length > MOST_BARS) rows.push([say("barriers.others"), total(sorted.slice(MOST_BARS).map(([, count]) => count))]);
  return rows.length ? bars(say("barriers.title"), rows.map(([name, count]) => [name, count, number(count)]), Math.max(...rows.map(([, count]) => count))) : null;
}

/** Return how many of the attempts begun in this year would use each lever by themselves. */
function barsOfBending(page, { counts }, quarter) {
  if (!quarter) return null;
  const { areas, counts: names } = page.runner.layout;
  const year = Math.floor((page.firstQuarter + quarter - 1) / 4) - page.years[0];
  const sum = (name) => areas.reduce((before, _, area) => before + counts[(year * areas.length + area) * names.length + names.indexOf(name)], 0);
  const started = sum("started");
  if (!started) return null;
  const rows = names.filter((name) => name.startsWith("propensity_")).map((name) => [say(`lever.${name.replace("propensity_", "")}`), sum(name) / started]);
  return bars(say("bending.title", { year: page.years[0] + year }), rows.map(([name, share]) => [name, share, percent(share)]), 1, say("bending.note"));
}
