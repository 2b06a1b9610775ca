// Reads tasks from standard input, a line of JSON each, does them with engine.js, and writes what came of each.
import readline from "node:readline";

const lines = readline.createInterface({ input: process.stdin, crlfDelay: Infinity })[Symbol.asyncIterator]();
const next = async () => JSON.parse((await lines.next()).value ?? "null");

const { script, wasm, layout } = await next();
const { loadEngine, EngineError } = await import(script);
const engine = await loadEngine(wasm, layout);

/** Return a typed array, or part of one, as base64. */
const base64 = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

/** Return a table with its columns as base64. */
const table = ({ length, columns }) => ({
  length,
  columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, base64(column)])),
});

/** Return a history with its numbers as base64. */
const told = (history) => ({
  ...history,
  counts: base64(history.counts),
  states: base64(history.states),
  attempts: table(history.attempts),
  contracts: table(history.contracts),
});

/** Return what an action returns, or the message of what it throws. */
const tried = (action) => {
  try {
    return { value: action() };
  } catch (error) {
    return { error: error.message, isOurs: error instanceof EngineError };
  }
};

const tools = { base64, table, told, tried };
for (let task = await next(); task; task = await next()) {
  let done;
  try {
    const does = new Function("engine", "values", ...Object.keys(tools), `"use strict"; ${task.code}`);
    done = { value: does(engine, task.values, ...Object.values(tools)) };
  } catch (error) {
    done = { error: error.stack };
  }
  process.stdout.write(JSON.stringify(done) + "\n");
}
