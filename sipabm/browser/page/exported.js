/** Exported: a picture as SVG or PNG, a table as CSV, for who goes on with them. */

import { LETTER_WIDTH, wrapped } from "./charts.js";
import { drawn, element, letter } from "./elements.js";

const SCALE = 2; // of a PNG, so that it stays sharp on paper
const RULES = ".chart,.grid,.zero,.title"; // what a picture needs of the style of the page

/** Save bytes or text as a file. */
function save(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * Return a picture of its own: with background and the style that it needs, its title above, `told` for who cannot see
 * it, and `notes` below: what it is of, since it will stand where the page is not.
 */
export function ownSvg(svg, title, told, notes) {
  const size = letter();
  const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value];
  const letters = Math.floor(width / (LETTER_WIDTH * size));
  const lines = (texts, top, attributes) => texts.map((text, place) => drawn("text", { x: 0, y: top + 1.3 * size * (place + 0.8), ...attributes }, text));
  const head = wrapped(title, letters);
  const foot = notes.flatMap((note) => wrapped(note, letters));
  const [above, below] = [head, foot].map((texts) => 1.3 * size * texts.length + size * 0.6);
  const margin = size / 2;
  const copy = svg.cloneNode(true);
  const names = RULES.split(",");
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).filter((text) => names.some((name) => text.startsWith(name)));
  copy.removeAttribute("aria-label");
  copy.setAttribute("y", above);
  const whole = above + height + below;
  // Sizes of the style are shares of the letter of the page, which a file of its own does not have.
  return drawn("svg", { width: width + 2 * margin, height: whole, viewBox: `${-margin} 0 ${width + 2 * margin} ${whole}`, "font-family": "sans-serif", style: `font-size: ${size}px`, role: "img" },
    drawn("title", {}, title), drawn("desc", {}, told), drawn("style", {}, rules.join("\n")), drawn("rect", { x: -margin, width: "100%", height: "100%", fill: "#fff" }),
    drawn("g", { class: "chart", fill: "#16202a" }, lines(head, 0, { class: "title" }), lines(foot, above + height)), copy);
}

/** Return a picture as text. */
function textOf(svg) {
  return new XMLSerializer().serializeToString(svg);
}

/** Save a picture as SVG. */
export function saveSvg(name, svg, title, told, notes) {
  save(`${name}.svg`, textOf(ownSvg(svg, title, told, notes)), "image/svg+xml");
}

/** Save a picture as PNG. */
export async function savePng(name, svg, title, told, notes) {
  const own = ownSvg(svg, title, told, notes);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(textOf(own))}`;
  await image.decode();
  const canvas = element("canvas", { width: SCALE * own.width.baseVal.value, height: SCALE * own.height.baseVal.value });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(`${name}.png`, blob, "image/png"));
}

/** Return rows of cells as CSV: numbers with every digit, texts in quotes where they need them. */
export function csvOf(rows) {
  const cell = (value) => {
    if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
    return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\n`).join("");
}

/** Save rows of cells as CSV, with the mark by which Excel knows UTF-8. */
export function saveCsv(name, rows) {
  save(`${name}.csv`, `\uFEFF${csvOf(rows)}`, "text/csv");
}
