/**
 * The runner: shares the runs of worlds out among workers, keeps what they told, and forgets what nobody asks for.
 *
 * A world is named by what is changed in the scenario of the page. Run r of all worlds has the same actors and luck.
 */

const MOST_WORKERS = 8;
const PAUSE = 150; // milliseconds between pictures on the way: each of them takes time from the runs
const MOST_WORLDS = 24; // kept

export class Runner {
  /** Start workers from the text of their script; `told` is what each needs: wasm, layout, scenario and what the page knows. */
  constructor(script, told, { layout, years, failed }) {
    this.layout = layout;
    this.years = years;
    this.failed = failed;
    this.kept = new Map(); // by world: counts by run
    this.requests = new Map(); // by channel: the newest one
    this.number = 0;
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const count = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency ?? 1));
    this.workers = Array.from({ length: count }, () => {
      const worker = new Worker(url);
      worker.onmessage = ({ data }) => (data.kind === "failed" ? failed(data.error) : this.hear(data));
      worker.onerror = (event) => failed(event.message);
      worker.postMessage({ kind: "start", ...told });
      return worker;
    });
  }

  /**
   * Ask for the first runs of some worlds, each as `{ changes, cohorts }`; a newer request of the same channel takes its
   * place. `heard` is called with the number of runs that all worlds have by now, from the first on: as soon as there are
   * some `first` ones, now and then on the way, and when all `count` are there. `cohorts` are by name, `{ years, area }`
   * each.
   */
  ask(channel, worlds, { first, count }, heard) {
    const id = (this.number += 1);
    const wanted = worlds.map(({ changes, cohorts = {} }) => ({ key: keyOf(changes), changes, cohorts }));
    for (const { key } of wanted) this.keep(key);
    const request = { id, wanted, first: Math.min(first, count), count, heard, had: 0, since: -PAUSE };
    this.requests.set(channel, request);
    const lacking = wanted.map((world) => range(count).filter((run) => !this.has(world, run)));
    this.workers.forEach((worker, place) => {
      const mine = wanted.map((world, number) => ({ ...world, runs: lacking[number].filter((run) => run % this.workers.length === place) }));
      // A worker without work of this request must hear of it too, to leave what it does for the one before.
      worker.postMessage({ kind: "runs", id, channel, worlds: mine.filter(({ runs }) => runs.length) });
    });
    this.report(request);
  }

  /** Return whether a run of a world is there, with all that is asked of it. */
  has({ key, cohorts }, run) {
    const kept = this.kept.get(key)?.[run];
    return kept !== undefined && Object.keys(cohorts).every((name) => name in kept.cohorts);
  }

  /** Ask one worker to follow a run of a country quarter by quarter. */
  watch(changes, run, country, heard) {
    const id = (this.number += 1);
    this.requests.set("watch", { id, watched: heard });
    this.workers.at(-1).postMessage({ kind: "watch", channel: "watch", id, changes, run, country });
  }

  /** Keep what a worker told, and tell it on to who asked. */
  hear({ id, told = [], watched, error }) {
    for (const { world, run, counts, cohorts } of told) {
      const runs = this.kept.get(world);
      if (runs) runs[run] = { counts, cohorts: { ...runs[run]?.cohorts, ...cohorts } };
    }
    for (const request of this.requests.values()) {
      if (request.id === id && error) this.failed(error);
      if (request.id === id && watched) request.watched(watched);
      if (request.wanted) this.report(request);
    }
  }

  /** Tell a request how many runs there are, if there are more than before. */
  report(request) {
    const { wanted, first, count, had, heard, since } = request;
    let runs = had;
    while (runs < count && wanted.every((world) => this.has(world, runs))) runs += 1;
    if (runs === had || runs < first || (runs < count && performance.now() - since < PAUSE)) return;
    request.had = runs;
    request.since = performance.now();
    heard(runs);
  }

  /** Make room for a world, and forget the one that was not asked for longest if there are too many. */
  keep(key) {
    const runs = this.kept.get(key) ?? [];
    this.kept.delete(key);
    this.kept.set(key, runs);
    if (this.kept.size > MOST_WORLDS) this.kept.delete(this.kept.keys().next().value);
  }

  /** Return a yearly count of the first runs of a world (runs × years), of an area or summed over all. */
  yearly(changes, name, count, area = "all") {
    const { areas, counts } = this.layout;
    const [places, column] = [area === "all" ? areas.map((_, place) => place) : [areas.indexOf(area)], counts.indexOf(name)];
    return this.kept.get(keyOf(changes)).slice(0, count).map(({ counts: numbers }) =>
      this.years.map((_, year) => {
        let sum = 0;
        for (const place of places) sum += numbers[(year * areas.length + place) * counts.length + column];
        return sum;
      }),
    );
  }

  /** Return what the first runs of a world leave of a cohort (runs × columns). */
  cohort(changes, name, count) {
    return this.kept.get(keyOf(changes)).slice(0, count).map(({ cohorts }) => cohorts[name]);
  }
}

/** Return the name of a world. */
function keyOf(changes) {
  return JSON.stringify(changes);
}

/** Return whole numbers from 0 on. */
function range(length) {
  return Array.from({ length }, (_, place) => place);
}
