"""How long from a slider to its picture, in Chromium? `python tests/speed/page.py`, or `make bench-page`.

For each scenario: the page is opened, the runs of the world as it is are made, and then a lever is moved several times,
each time to where it never was. Told are milliseconds until the first picture and until the one of all pairs, with a
processor as it is and one six times as slow: so Chromium slows the page itself, but not its workers.
"""

import argparse
import os
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from sipabm.browser.page import page

GOALS = {"classroom": (50, 50), "world": (150, 500)}  # milliseconds: the first picture, all pairs
THROTTLED = {"classroom": (300, 300), "world": (300, 1500)}
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5)
MOVE = """
async (share) => {
  const began = performance.now();
  const drawn = () => document.querySelectorAll("svg.chart").length;
  const told = () => [...document.querySelectorAll(".busy")].map((each) => each.textContent).join("");
  const picture = document.querySelector(".pictures");
  let first = 0, changes = 0;
  const watcher = new MutationObserver(() => {
    changes += 1;
    if (drawn() && !first) first = performance.now() - began;
  });
  window.sipabm.set({ levers: { early_meetings: { share, first: window.sipabm.years[2], last: null } } });
  watcher.observe(picture, { childList: true, subtree: true });
  while (told() || !changes) await new Promise((resolve) => setTimeout(resolve, 1));
  return { first, all: performance.now() - began };
}
"""


def measured(browser, file, slower):
    """Return the milliseconds of each move until the first picture and until that of all pairs."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    tab = context.new_page()
    tab.goto(f"{file.as_uri()}#step=help&expected=help%2Bearly_meetings:more")
    tab.wait_for_function("() => window.sipabm && [...document.querySelectorAll('.busy')].every((e) => !e.textContent)")
    tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    moves = [tab.evaluate(MOVE, share) for share in SHARES]
    context.close()
    return [statistics.median(move[what] for move in moves) for what in ("first", "all")]


def main():
    """Print a row for each scenario and processor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenarios", nargs="*", default=list(GOALS), help="names of scenarios")
    chosen = parser.parse_args().scenarios
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; medians of {len(SHARES)} moves, ms (goals)")
    with sync_playwright() as started, tempfile.TemporaryDirectory() as folder:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in chosen:
            file = Path(folder) / f"{name}.html"
            file.write_text(page(name), encoding="utf-8")
            for slower, goals in ((1, GOALS), (6, THROTTLED)):
                first, whole = measured(browser, file, slower)
                goal = goals.get(name, ("–", "–"))
                print(f"{name:12} page {slower}× as slow: first {first:6.0f} ({goal[0]}), all {whole:6.0f} ({goal[1]})")
        browser.close()


if __name__ == "__main__":
    main()
