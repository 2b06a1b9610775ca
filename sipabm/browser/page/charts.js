/** Charts: yearly curves, and the curve that a reader draws; all in SVG, by hand. */

import { drawn, element, letter } from "./elements.js";
import { number, say } from "./words.js";

// Okabe and Ito's palette, as in `sipabm.plots.style`; line, dashes and marks tell the same without colour.
export const LOOKS = {
  base: { colour: "#0072B2", pale: "#B9D7EA", dashes: null },
  other: { colour: "#D55E00", pale: "#F3CDB3", dashes: "9 5" },
  guess: { colour: "#009E73", pale: "#BFE7DC", dashes: "2 5" },
  record: { colour: "#000000", pale: "#DDDDDD", dashes: null },
};
const TICKS = 5;
export const LETTER_WIDTH = 0.56; // of its size, on average
const NARROW = 34; // letters

/** Return a round number that is at least as large as another. */
export function roundTop(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((each) => each * power >= value * 0.9999);
  return step * power;
}

/** Return whole ticks from 0 to a top. */
export function ticksTo(top) {
  const rough = top / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough * 0.9999);
  const places = Math.floor(top / step + 1e-9);
  return Array.from({ length: places + 1 }, (_, place) => place * step);
}

/** Return the text of a tick. */
function tickText(tick) {
  return number(tick, tick % 1 ? 1 : 0);
}

/** Return where years and values stand on a chart of some width and height. */
export function frameOf(width, height, years, top) {
  const size = letter();
  const left = size * (0.9 + 0.6 * Math.max(...ticksTo(top).map((tick) => tickText(tick).length)));
  const [right, above, below] = [size * 1.3, size * 1.5, size * 1.9];
  const step = (width - left - right) / Math.max(1, years.length - 1);
  return {
    size, width, height, left, right, above, below, years, top, step,
    bottom: height - below,
    across: (year) => left + year * step,
    up: (value) => height - below - (value / top) * (height - above - below),
    valueAt: (y) => ((height - below - y) / (height - above - below)) * top,
  };
}

/** Return grid, ticks and their texts, and above them what is counted. */
export function axes({ size, width, left, right, bottom, years, top, step, across, up }, unit) {
  const every = [1, 2, 3, 5, 10].find((each) => each * step >= size * 2.7) ?? 20;
  return drawn("g", { class: "axes", "aria-hidden": "true" },
    drawn("text", { x: 0, y: size * 0.85 }, unit),
    ticksTo(top).map((tick) => [
      drawn("line", { x1: left, x2: width - right, y1: up(tick), y2: up(tick), class: tick ? "grid" : "zero" }),
      drawn("text", { x: left - size * 0.45, y: up(tick) + size * 0.32, "text-anchor": "end" }, tickText(tick)),
    ]),
    years.map((year, place) =>
      (years.length - 1 - place) % every ? null : drawn("text", { x: across(place), y: bottom + size * 1.35, "text-anchor": "middle" }, String(year)),
    ),
  );
}

/** Return the path of values year by year; where one is missing, the line breaks. */
export function path({ across, up }, values, first = 0) {
  let text = "";
  let pen = "M";
  values.forEach((value, year) => {
    if (value === null || Number.isNaN(value)) return (pen = "M");
    text += `${pen}${across(year + first).toFixed(1)},${up(value).toFixed(1)}`;
    pen = "L";
  });
  return text;
}

/** Return a line of values. */
export function line(frame, values, look, width = 3) {
  const { colour, dashes } = LOOKS[look];
  return drawn("path", { d: path(frame, values), fill: "none", stroke: colour, "stroke-width": width, "stroke-dasharray": dashes, "stroke-linejoin": "round" });
}

/** Return the area between two lines. */
export function band(frame, low, high, look) {
  const back = [...high.keys()].reverse().map((year) => `L${frame.across(year).toFixed(1)},${frame.up(low[year]).toFixed(1)}`);
  return drawn("path", { d: `${path(frame, high)}${back.join("")}Z`, fill: LOOKS[look].pale, "fill-opacity": 0.6, class: "band" });
}

/** Return a thin line for each run, along the upper edge where it leaves the chart. */
export function runLines(frame, runs, look) {
  const within = runs.map((run) => run.map((value) => Math.min(value, frame.top)));
  return drawn("path", { d: within.map((run) => path(frame, run)).join(""), fill: "none", stroke: LOOKS[look].colour, "stroke-width": 0.8, "stroke-opacity": runs.length > 40 ? 0.22 : 0.35 });
}

/** Return a dot for each value that is not missing. */
export function dots(frame, values, look = "record") {
  const radius = Math.max(3.5, frame.size * 0.27);
  return drawn("g", {}, values.map((value, year) =>
    value === null ? null : drawn("circle", { cx: frame.across(year), cy: frame.up(value), r: radius, fill: LOOKS[look].colour, stroke: "#fff", "stroke-width": 1.5 }),
  ));
}

/** Return a picture with a title that is read out instead of its lines. */
export function picture(frame, told, ...layers) {
  return drawn("svg", { width: frame.width, height: frame.height, viewBox: `0 0 ${frame.width} ${frame.height}`, role: "img", "aria-label": told, class: "chart" }, layers);
}

/** Return what the marks of a chart stand for: pairs of a mark and a text. */
export function legend(...entries) {
  return element("ul", { class: "legend" }, entries.filter(Boolean).map(([mark, text]) => element("li", {}, sample(mark), text)));
}

/** Return a mark as a chart has it, small. */
function sample(mark) {
  const [kind, look] = mark.split(".");
  const { colour, pale, dashes } = LOOKS[look];
  const shapes = {
    line: () => drawn("line", { x1: 1, x2: 33, y1: 8, y2: 8, stroke: colour, "stroke-width": 3, "stroke-dasharray": dashes }),
    thin: () => drawn("path", { d: "M1,11L12,5L22,10L33,6", fill: "none", stroke: colour, "stroke-width": 1, "stroke-opacity": 0.7 }),
    band: () => drawn("rect", { x: 1, y: 2, width: 32, height: 12, fill: pale }),
    dot: () => drawn("circle", { cx: 17, cy: 8, r: 5, fill: colour }),
    point: () => drawn("g", {}, drawn("line", { x1: 1, x2: 33, y1: 8, y2: 8, stroke: colour, "stroke-width": 3, "stroke-dasharray": dashes }), drawn("path", { d: "M17,2L23,13L11,13Z", fill: colour })),
  };
  return drawn("svg", { width: 34, height: 16, viewBox: "0 0 34 16", "aria-hidden": "true" }, shapes[kind]());
}

/** Return the height of a chart of some width. */
export function heightOf(width) {
  return Math.round(Math.min(Math.max(width * 0.5, 230), Math.max(270, 0.45 * window.innerHeight)));
}

/**
 * Return a curve that a reader draws by pointer or keys, in a picture with other layers. `changed` is called with a
 * year's place and value (null for none) after every change, `told` says a value in words.
 */
export function drawing(frame, guess, { changed, told, label }, ...layers) {
  const { years, across, up, valueAt, top, size, width, height, left, right, step } = frame;
  const values = [...guess];
  const lines = drawn("g", { "aria-hidden": "true" });
  const handles = years.map((year, place) => drawn("g", {
    role: "slider", class: "handle", tabindex: place === Math.max(0, values.findIndex((value) => value !== null)) ? 0 : -1,
    "aria-label": String(year), "aria-valuemin": 0, "aria-valuemax": top, "aria-orientation": "vertical",
    keydown: (event) => pressed(event, place),
  }));
  const show = () => {
    lines.replaceChildren(line(frame, values, "guess", 3.5));
    handles.forEach((handle, place) => {
      const value = values[place];
      const [x, y, r] = [across(place), up(value ?? 0), size * 0.36];
      handle.setAttribute("aria-valuenow", value ?? 0);
      handle.setAttribute("aria-valuetext", value === null ? say("guess.none") : told(value));
      handle.replaceChildren(
        drawn("rect", { x: x - step / 2, y: y - size, width: step, height: 2 * size, class: "reach" }),
        drawn("path", { d: `M${x},${y - r}L${x + r},${y + r * 0.8}L${x - r},${y + r * 0.8}Z`, class: value === null ? "mark empty" : "mark" }),
      );
    });
  };
  const set = (place, value) => {
    values[place] = value === null ? null : Math.round(Math.min(Math.max(value, 0), top));
    changed(place, values[place]);
  };
  const move = (place) => {
    handles.forEach((handle, each) => handle.setAttribute("tabindex", each === place ? 0 : -1));
    handles[place].focus();
  };
  function pressed(event, place) {
    const by = top > 40 ? top / 50 : 1;
    const steps = { ArrowUp: by, ArrowDown: -by, PageUp: 5 * by, PageDown: -5 * by };
    const places = { ArrowLeft: place - 1, ArrowRight: place + 1 };
    if (event.key in steps) set(place, (values[place] ?? values[place - 1] ?? 0) + Math.sign(steps[event.key]) * Math.max(1, Math.abs(steps[event.key])));
    else if (event.key in places) move(Math.min(Math.max(places[event.key], 0), years.length - 1));
    else if (event.key === "Home") set(place, 0);
    else if (event.key === "End") set(place, top);
    else if (event.key === "Delete" || event.key === "Backspace") set(place, null);
    else return;
    event.preventDefault();
    show();
  }
  let before = null; // where the pointer was, in years and value
  const pointed = (event) => {
    const box = svg.getBoundingClientRect();
    const place = Math.min(Math.max(Math.round((event.clientX - box.left - left) / step), 0), years.length - 1);
    const value = valueAt(event.clientY - box.top);
    // A fast pointer skips years: they lie on the line between.
    const [from, start] = before ?? [place, value];
    const reach = Math.abs(place - from);
    for (let each = 0; each <= reach; each++) {
      const part = reach ? each / reach : 1;
      set(from + Math.sign(place - from) * each, start + part * (value - start));
    }
    before = [place, value];
    show();
  };
  const svg = drawn("svg", {
    width, height, viewBox: `0 0 ${width} ${height}`, class: "chart drawing", role: "group", "aria-label": label,
    pointerdown: (event) => {
      svg.setPointerCapture(event.pointerId);
      before = null;
      pointed(event);
      event.preventDefault();
    },
    pointermove: (event) => svg.hasPointerCapture(event.pointerId) && pointed(event),
    pointerup: () => (before = null),
  }, drawn("rect", { x: left, y: 0, width: width - left - right, height, fill: "transparent" }), layers, lines, handles);
  show();
  return svg;
}

/**
 * Return changes with their intervals below each other, around zero, over an axis of some unit. `rows` have `name`,
 * `difference`, `low`, `high`, `text` and whether they are `isOpen`, which means that nothing can be said of them yet.
 */
export function changesPicture(width, rows, told, unit) {
  const size = letter();
  const isNarrow = width < NARROW * size; // then a change stands below its name
  const [line, right] = [size * (isNarrow ? 4.1 : 2.9), size * 0.8];
  const shown = rows.filter((row) => !row.isOpen && Number.isFinite(row.low));
  const [lowest, highest] = [Math.min(0, ...shown.map(({ low }) => low)), Math.max(0, ...shown.map(({ high }) => high))];
  const reach = highest - lowest;
  const across = (value) => right + (reach ? (value - lowest) / reach : 0) * (width - 2 * right);
  const bottom = line * rows.length + size * 0.6;
  const units = wrapped(unit, Math.floor(width / (LETTER_WIDTH * size)));
  const height = bottom + size * (reach ? 1.6 + 1.2 * units.length : 0);
  return drawn("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": told, class: "chart" },
    reach ? changesAxis(size, bottom, across, lowest, highest, units) : null,
    drawn("line", { x1: across(0), x2: across(0), y1: 0, y2: bottom, class: "zero" }),
    rows.map((row, place) => {
      const y = line * place + size * (isNarrow ? 3.25 : 2.05);
      const colour = row.isOpen ? "#66737f" : isSure(row) ? LOOKS.other.colour : "#66737f";
      const label = drawn("text", { x: 0, y: line * place + size * 1.1 }, drawn("tspan", { class: "title" }, row.name), drawn("tspan", isNarrow ? { x: 0, dy: size * 1.2 } : { dx: size * 0.6 }, row.text));
      if (row.isOpen || !Number.isFinite(row.low)) return label;
      return [label,
        drawn("line", { x1: across(row.low), x2: across(row.high), y1: y, y2: y, stroke: colour, "stroke-width": 3 }),
        [row.low, row.high].map((end) => drawn("line", { x1: across(end), x2: across(end), y1: y - size * 0.28, y2: y + size * 0.28, stroke: colour, "stroke-width": 2 })),
        drawn("circle", { cx: across(row.difference), cy: y, r: size * 0.33, fill: isSure(row) ? colour : "#fff", stroke: colour, "stroke-width": 2.5 }),
      ];
    }),
  );
}

/** Return a text in lines of so many letters at most, broken between words. */
export function wrapped(text, letters) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (longer.length <= letters || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Return ticks with their numbers below changes, from a lowest one to a highest one, and what they are of. */
function changesAxis(size, bottom, across, lowest, highest, units) {
  const step = ticksTo(highest - lowest)[1];
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(lowest / step - 1e-9);
  const ticks = Array.from({ length: Math.floor(highest / step + 1e-9) - first + 1 }, (_, place) => (first + place) * step);
  return drawn("g", { class: "axes", "aria-hidden": "true" },
    ticks.map((tick) => [
      drawn("line", { x1: across(tick), x2: across(tick), y1: 0, y2: bottom, class: "grid" }),
      // At the edges half of a number would lie outside.
      drawn("text", { x: across(tick), y: bottom + size * 1.05, "text-anchor": tick === 0 && lowest >= 0 ? "start" : "middle" }, number(tick, tick ? digits : 0)),
    ]),
    units.map((text, place) => drawn("text", { x: 0, y: bottom + size * (2.3 + 1.2 * place) }, text)));
}

/** Return whether an interval lies on one side of zero. */
function isSure({ low, high }) {
  return low > 0 || high < 0;
}
