/** The page: takes what was packed into it, starts the engine in workers, and shows the view that is chosen. */

import { element, refill } from "./elements.js";
import { lesson, nameOf } from "./lesson.js";
import { policy } from "./policy.js";
import { Runner } from "./runner.js";
import { asLink, fromLink } from "./state.js";
import { LANGUAGES, capital, read, say, speak } from "./words.js";

const VIEWS = { lesson, policy };
const root = document.getElementById("page");

/** Return the bytes that were packed into an element. */
async function unpacked(id) {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent.trim()), (sign) => sign.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** Begin. */
async function begin() {
  const told = JSON.parse(new TextDecoder().decode(await unpacked("packed-told")));
  const page = { ...told.page, languages: LANGUAGES };
  page.state = fromLink(location.hash || page.link, page);
  read(told.phrases, page.money);
  const script = document.getElementById("worker").textContent;
  const { layout, scenario } = told;
  const { seed, parties, firstQuarter, years } = page;
  const wasm = new Uint8Array(await unpacked("packed-wasm"));
  page.runner = new Runner(script, { wasm, layout, scenario, seed, parties, firstQuarter }, { layout, years, failed });
  let view = null;
  const build = () => {
    speak(page.state.language);
    document.documentElement.lang = page.state.language;
    view = VIEWS[page.state.view](page);
    document.title = say("title", { name: nameOf(page) });
    refill(root, header(page), element("div", { class: "wide" }, view.node), footer(page));
    view.update();
  };
  /** Change the state; what is shown follows, unless it has shown it already. */
  page.set = (changes, shows = true) => {
    Object.assign(page.state, changes);
    if (!page.inside) history.replaceState(null, "", asLink(page.state, page) || location.pathname + location.search);
    if (shows) view.update();
  };
  /** Go to another step, view or language. */
  page.go = (changes) => {
    page.set(changes, false);
    build();
    if (changes.step || changes.view) {
      document.getElementById("main").focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  };
  addEventListener("hashchange", () => {
    page.state = fromLink(location.hash, page);
    build();
  });
  page.build = build;
  build();
  window.sipabm = page; // for tests, and for who wants to look
}

/** Return what stands above every view. */
function header(page) {
  const { state } = page;
  const views = page.views.length > 1 ? page.views.map((view) => element("button", { "aria-pressed": String(view === state.view), click: () => page.go({ view }) }, say(`view.${view}`))) : null;
  const other = Object.keys(LANGUAGES).find((language) => language !== state.language);
  const copied = element("span", { role: "status" });
  const copy = async () => {
    await navigator.clipboard?.writeText(location.href).then(() => (copied.textContent = say("link.copied")), () => (copied.textContent = say("link.from_bar")));
    if (!navigator.clipboard) copied.textContent = say("link.from_bar");
  };
  return element("header", {}, element("div", { class: "wide" },
    element("h1", {}, say("title", { name: nameOf(page) })),
    element("span", { class: "tools" }, views, page.inside ? null : element("button", { click: copy }, say("link.copy")),
      element("button", { lang: other, click: () => page.go({ language: other }) }, LANGUAGES[other]), copied),
  ));
}

/** Return what stands below every view: what the numbers are, and what they are not. */
function footer(page) {
  return element("footer", {}, element("div", { class: "wide" },
    element("p", {}, say("foot.model", { runs: page.runs, name: capital(nameOf(page)) })),
    element("p", {}, say(`foot.${page.over}`, { runs: page.runs })),
    element("p", {}, say("foot.record", { citation: page.citation })),
    element("p", {}, say("foot.version", { version: page.version, digest: page.digest })),
  ));
}

/** Say that something cannot be simulated here, and why. */
function failed(reason) {
  refill(root, element("p", { class: "stop", role: "alert" }, `${say("failed")} (${reason})`));
}

begin().catch((error) => {
  // Phrases are packed as well, and perhaps cannot be read.
  const told = document.documentElement.lang === "da" ? "Siden kan ikke vises i denne browser. Det kan en nyere." : "This browser cannot show the page. A newer one can.";
  refill(root, element("p", { class: "stop", role: "alert" }, `${told} (${error.message})`));
  throw error;
});
