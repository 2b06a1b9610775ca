"""How long is a run in node, and how long in Python? `python tests/speed/browser.py`, or `make bench-browser`.

Both make the same runs in turn, each on one thread after some to warm up; what is compared is processor time, a run.
"""

import argparse
import base64
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from sipabm import Scenario
from sipabm.browser import engine_layout, engine_script, engine_wasm, scenario_data
from sipabm.engine.one_run import EngineRun
from sipabm.scenario.drawn import drawn
from sipabm.world.build import new_world

ROUNDS, WARM, RUNS = 5, 20, 40
PARTS = ("world", "walk", "run")  # a run is all of it: its numbers, its world, its arrays, the walk, its history
IN_NODE = """
import fs from "node:fs";
import { loadEngine } from "./engine.mjs";
const { wasm, layout, scenario, warm, runs } = JSON.parse(fs.readFileSync(0, "utf8"));
const engine = await loadEngine(wasm, layout);
const spent = { world: 0, walk: 0, run: 0 };
const clock = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
for (let run = 0; run < warm + runs; run++) {
  const began = clock();
  const one = engine.begin(scenario, 1, run, { rows: false });
  const begun = clock();
  one.advance(scenario.quarters);
  const walked = clock();
  one.history();
  const ended = clock();
  // Once more: the same world need not be made again, so the difference is what that took.
  engine.begin(scenario, 1, run, { rows: false });
  const again = clock();
  if (run < warm) continue;
  spent.world += begun - began - (again - ended);
  spent.walk += walked - begun;
  spent.run += ended - began;
}
console.log(JSON.stringify(Object.fromEntries(Object.entries(spent).map(([part, time]) => [part, time / runs]))));
"""


def in_node(folder, data):
    """Return the milliseconds of each part of a run in node."""
    told = {"wasm": base64.b64encode(engine_wasm()).decode(), "layout": engine_layout(), "warm": WARM, "runs": RUNS}
    task = json.dumps({**told, "scenario": data})
    node = [shutil.which("node") or "node", "run.mjs"]
    return json.loads(subprocess.run(node, cwd=folder, input=task, capture_output=True, text=True, check=True).stdout)


def natively(scenario):
    """Return the milliseconds of each part of a run in Python."""
    spent = dict.fromkeys(PARTS, 0.0)
    for run in range(WARM + RUNS):
        began = time.thread_time()
        own = drawn(scenario, 1, run)
        told = time.thread_time()
        world = new_world(own, 1, run)
        made = time.thread_time()
        one = EngineRun(own, world, rows=False)
        begun = time.thread_time()
        one.advance(own.quarters)
        walked = time.thread_time()
        one.history()
        if run >= WARM:
            spent["world"] += made - told
            spent["walk"] += walked - begun
            spent["run"] += time.thread_time() - began
    return {part: 1000.0 * seconds / RUNS for part, seconds in spent.items()}


def main():
    """Print the milliseconds of each part of a run in both, and how many times as long node takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "engine.mjs").write_text(engine_script(), "utf-8")
        (Path(folder) / "run.mjs").write_text(IN_NODE, "utf-8")
        print("| scenario, over | part | Python, ms | node, ms | node / Python |\n|---|---|---|---|---|")
        for name in ("classroom", "world"):
            for over in ("defaults", "posterior"):
                scenario = Scenario.load(name).replace(over=over)
                data = scenario_data(scenario, WARM + RUNS)
                pairs = [(natively(scenario), in_node(folder, data)) for _ in range(rounds)]
                for part in PARTS:
                    own, other = (statistics.median(pair[place][part] for pair in pairs) for place in (0, 1))
                    ratio = statistics.median(pair[1][part] / pair[0][part] for pair in pairs)
                    print(f"| {name}, {over} | {part} | {own:.2f} | {other:.2f} | {ratio:.1f} |", flush=True)


if __name__ == "__main__":
    main()
