// Reads a task as JSON from standard input, does it with engine.js, and writes what came of it as JSON.
import fs from "node:fs";

const { script, wasm, layout, code, values } = JSON.parse(fs.readFileSync(0, "utf8"));
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

const task = new Function("engine", "values", "base64", "table", "told", "tried", `"use strict"; ${code}`);
process.stdout.write(JSON.stringify(task(engine, values, base64, table, told, tried)));
