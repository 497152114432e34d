/** Hooks, one after the other; the first that fails ends the phase, and those behind it are skipped. */
import { resolve } from "node:path";
import type { Hook, HookAction } from "../../release/app-steps.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { Attempt } from "./attempt.ts";
import type { Running } from "./log.ts";
import { runProgram } from "./program.ts";

/** Rejects where it can't be done. */
export async function carryOut(hook: Hook, running: Running, signal: AbortSignal): Promise<Attempt> {
  const { action } = hook;
  if (action.kind !== "signal") return runHook(programOf(action), running, signal);
  const pid = await readPid(action.pidFile, running, signal);
  // As the app's user: the kernel says no where the number is of somebody else's process.
  // By the shell's own `kill`: a small machine has no other.
  const sent = await runHook(["sh", "-c", 'kill -s "$0" "$1"', action.signal.slice(3), pid], running, signal);
  return { ...sent, detail: `${action.signal} ${sent.holds ? `was sent to process ${pid}` : `to process ${pid}: ${sent.detail}`}` };
}

async function runHook(argv: readonly string[], running: Running, signal: AbortSignal): Promise<Attempt> {
  const end = await runProgram({ ...running, argv, signal, childrenStay: true });
  const [program = ""] = argv;
  if (end.kind === "not-begun") return { holds: false, detail: `${program} can't be run: ${end.why}`, output: "" };
  if (end.kind === "killed") return { holds: false, detail: `${program} was killed`, output: end.output };
  const ended = end.signal === null ? `${program} ended with ${end.code ?? ""}` : `${program} was ended by ${end.signal}`;
  return { holds: end.code === 0, detail: ended, output: end.output };
}

function programOf(action: Exclude<HookAction, { readonly kind: "signal" }>): readonly string[] {
  return action.kind === "command" ? action.argv : ["systemctl", "--no-ask-password", action.verb, "--", action.unit];
}

/** Also read as the app's user. */
async function readPid(file: string, running: Running, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  const argv = ["head", "-c", "64", "--", resolve(running.cwd, file)];
  const end = await runProgram({ ...running, argv, signal, childrenStay: false, onStdout: (chunk) => chunks.push(chunk) });
  const text = Buffer.concat(chunks).toString("latin1").trim();
  if (end.kind === "ended" && end.code === 0 && /^[1-9][0-9]{0,9}$/.test(text) && text !== "1") return text;
  const why = end.kind === "not-begun" ? end.why : end.output.trim() || `it says ${JSON.stringify(text.slice(0, 40))}`;
  throw new ShoalError("E_HOOK", `${file} does not tell a process: ${why}`);
}
