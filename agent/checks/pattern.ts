/** Regular expressions of a release against text of anybody's making. One that takes too long is given up: the agent must go on. */
import { Script } from "node:vm";
import { ShoalError } from "../../runtime/errors.ts";
import { PATTERN_MS } from "./limits.ts";

/** Errors: E_LIMIT. */
export function matches(pattern: string, text: string): boolean {
  return run(TEST, pattern, text) === true;
}

/** Lines of the text that match. Errors: E_LIMIT. */
export function countLines(pattern: string, text: string): number {
  return Number(run(COUNT, pattern, text));
}

const TEST = new Script("new RegExp(pattern).test(text)");
const COUNT = new Script("{ const one = new RegExp(pattern); text.split('\\n').filter((line) => one.test(line)).length }");

function run(script: Script, pattern: string, text: string): unknown {
  try {
    return script.runInNewContext({ pattern, text }, { timeout: PATTERN_MS });
  } catch (cause) {
    throw new ShoalError("E_LIMIT", `the pattern ${pattern.slice(0, 80)} took more than ${PATTERN_MS} ms`, { cause });
  }
}
