/**
 * `log`: how many lines of a file match, since the swap. The agent may be root, and a release must not read with its eyes: `stat` and `tail` of the
 * machine do it, as the app's user.
 *
 * A file that is another than at the swap (rotated), or shorter (emptied), is counted from its beginning; what the one before had got since is lost.
 */
import { resolve } from "node:path";
import type { LogProbe } from "../../release/app-steps.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { LogMark } from "../state.ts";
import type { Attempt } from "./attempt.ts";
import { LOG_BYTES_MAX } from "./limits.ts";
import { countLines } from "./pattern.ts";
import { runProgram } from "./program.ts";
import type { ProgramOptions } from "./program.ts";
import { shown } from "./output.ts";

/** But for the program itself. */
export type Running = Omit<ProgramOptions, "argv" | "signal" | "childrenStay" | "onStdout">;

/** How long the file is; null: it is not there. Errors: E_IO. */
export async function markLog(file: string, running: Running, signal: AbortSignal): Promise<LogMark | null> {
  const end = await run(["stat", "-L", "-c", "%i %s %F", "--", resolve(running.cwd, file)], running, signal);
  if (end.code !== 0 && /No such file|Not a directory/.test(end.errors)) return null;
  const [, inode, sizeBytes, type] = /^([0-9]+) ([0-9]+) (.*)$/m.exec(end.text) ?? [];
  if (end.code !== 0 || inode === undefined) throw new ShoalError("E_IO", `${file}: ${end.errors.trim() || "stat says nothing"}`);
  if (type?.startsWith("regular") !== true) throw new ShoalError("E_IO", `${file} is no regular file: ${type ?? ""}`);
  return { inode: Number(inode), sizeBytes: Number(sizeBytes) };
}

/** `mark` undefined: not looked at before the swap (it was not there, or the agent died right after): from its beginning. */
export async function probeLog(probe: LogProbe, mark: LogMark | undefined, running: Running, signal: AbortSignal): Promise<Attempt> {
  const { file, pattern, atMost, atLeast } = probe;
  const now = await markLog(file, running, signal);
  const isSame = now !== null && mark?.inode === now.inode && mark.sizeBytes <= now.sizeBytes;
  const from = isSame ? mark.sizeBytes : 0;
  const text = now === null || now.sizeBytes === from ? "" : await readFrom(file, from, running, signal);
  const count = await countLines(pattern, text);
  const isShort = now !== null && now.sizeBytes - from > LOG_BYTES_MAX ? `, of the first ${LOG_BYTES_MAX} bytes` : "";
  const detail = `${count} lines of ${file} match ${pattern} since the swap${isShort}`;
  if (atMost !== null && count > atMost) return { holds: false, detail: `${detail}, more than ${atMost}`, output: shown(text) };
  if (atLeast !== null && count < atLeast) return { holds: false, detail: `${detail}, fewer than ${atLeast}`, output: shown(text) };
  return { holds: true, detail, output: "" };
}

/** Lines that are whole. */
async function readFrom(file: string, from: number, running: Running, signal: AbortSignal): Promise<string> {
  const { code, text, errors } = await run(["tail", "-c", `+${from + 1}`, "--", resolve(running.cwd, file)], running, signal);
  if (code !== 0 && text.length < LOG_BYTES_MAX) throw new ShoalError("E_IO", `${file}: ${errors.trim() || "tail says nothing"}`);
  return text.slice(0, text.lastIndexOf("\n") + 1);
}

interface Ran {
  readonly code: number | null;
  readonly text: string;
  readonly errors: string;
}

async function run(argv: readonly string[], running: Running, signal: AbortSignal): Promise<Ran> {
  const enough = new AbortController();
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const onStdout = (chunk: Buffer): void => {
    if (sizeBytes < LOG_BYTES_MAX) chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes >= LOG_BYTES_MAX) enough.abort();
  };
  const env = { ...running.env, LC_ALL: "C" };
  const end = await runProgram({ ...running, env, argv, signal: AbortSignal.any([signal, enough.signal]), childrenStay: false, onStdout });
  signal.throwIfAborted();
  if (end.kind === "not-begun") throw new ShoalError("E_IO", `${argv[0] ?? ""} can't be run: ${end.why}`);
  const text = Buffer.concat(chunks).subarray(0, LOG_BYTES_MAX).toString("latin1");
  return { code: end.kind === "ended" ? end.code : null, text, errors: end.output };
}
