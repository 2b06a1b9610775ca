/** Elements: what a page is made of, in HTML and in SVG. */

const SVG = "http://www.w3.org/2000/svg";

/** Return an element with attributes and children; functions are listeners, `null`, `false` and `undefined` nothing. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** Return an element of SVG. */
export function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** Return an element after giving it attributes and children. */
function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Replace all that an element holds. */
export function refill(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

/** Return the size of a letter on this page, in pixels. */
export function letter() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Call a function with the width of an element, now and whenever it changes. */
export function onWidth(watched, act) {
  let before = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width && width !== before) act((before = width));
  }).observe(watched);
}
