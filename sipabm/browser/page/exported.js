/** Exported: a picture as SVG or PNG, a table as CSV, for who goes on with them. */

import { drawn, element } from "./elements.js";

const SCALE = 2; // of a PNG, so that it stays sharp on paper
const RULES = ".chart,.grid,.zero,.title"; // what a picture needs of the style of the page

/** Save bytes or text as a file. */
function save(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Return a picture of its own: with title, description, background and the style that it needs. */
export function ownSvg(svg, title, told) {
  const copy = svg.cloneNode(true);
  const names = RULES.split(",");
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).filter((text) => names.some((name) => text.startsWith(name)));
  copy.removeAttribute("aria-label");
  copy.setAttribute("font-family", "sans-serif");
  copy.prepend(drawn("title", {}, title), drawn("desc", {}, told), drawn("style", {}, rules.join("\n")), drawn("rect", { width: "100%", height: "100%", fill: "#fff" }));
  return new XMLSerializer().serializeToString(copy);
}

/** Save a picture as SVG. */
export function saveSvg(name, svg, title, told) {
  save(`${name}.svg`, ownSvg(svg, title, told), "image/svg+xml");
}

/** Save a picture as PNG. */
export async function savePng(name, svg, title, told) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(ownSvg(svg, title, told))}`;
  await image.decode();
  const canvas = element("canvas", { width: SCALE * svg.width.baseVal.value, height: SCALE * svg.height.baseVal.value });
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
