/** Regular expressions of a release against text of anybody's making. One that takes too long is given up: the agent must go on. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { Script } from "node:vm";
import { ShoalError } from "../../runtime/errors.ts";
import { COUNTED_CHARS, PATTERN_MS } from "./limits.ts";

/** Errors: E_LIMIT. */
export function matches(pattern: string, text: string): boolean {
  return run(TEST, pattern, text) === true;
}

/** Lines of the text that match; in pieces, so that the agent goes on between them. Errors: E_LIMIT. */
export async function countLines(pattern: string, text: string): Promise<number> {
  let count = 0;
  for (let from = 0; from < text.length;) {
    const end = text.indexOf("\n", from + COUNTED_CHARS);
    const to = end === -1 ? text.length : end + 1;
    count += Number(run(COUNT, pattern, text.slice(from, text[to - 1] === "\n" ? to - 1 : to)));
    from = to;
    await nextTurn();
  }
  return count;
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
