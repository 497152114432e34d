/**
 * Where a command's words go.
 *
 * stdout has the answer: text for people, or with `--json` one JSON value a line and nothing else (an error too:
 * `{"error":{code,message,hint,retryable}}`). stderr has everything else: progress, notes, and errors in words.
 *
 * A reader that goes away (`shoal log | head`) ends the writing, never the command: a deploy goes on to its own end.
 */
import { styleText } from "node:util";
import { type Failure, printable } from "../../runtime/errors.ts";
import { LIVE_REDRAW_MS } from "./limits.ts";

export interface OutputOptions {
  readonly json: boolean;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Of the monotonic clock. */
  readonly nowMs: () => number;
}

/** What is used of a `tty.WriteStream` or any other writable stream. */
export interface OutputStream {
  write(text: string): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

export interface Output {
  readonly json: boolean;
  /** Whether `live` shows anything; where not, `note` each change. */
  readonly interactive: boolean;
  /** The answer, or one of several: a JSON line or the text's lines on stdout. */
  answer(value: unknown, text: () => readonly string[]): void;
  /** A word to the person at the terminal; nothing with `--json`. */
  note(text: string): void;
  /** A block of lines that is redrawn in place; on no terminal nothing (`note` what matters instead). */
  live(lines: (size: { columns: number; rows: number }) => readonly string[]): void;
  /** Leaves the block as it stands, or removes it. */
  endLive(keep: "keep" | "remove"): void;
  failure(failure: Failure): void;
}

export function createOutput({ json, stdout, stderr, nowMs }: OutputOptions): Output {
  const out = writer(stdout);
  const err = writer(stderr);
  const interactive = stderr.isTTY === true && !json;
  let drawn = 0;
  let drawnAtMs = -Infinity;
  let pending: readonly string[] = [];

  const erase = (): void => {
    // Up to the block's first line, then clear to the end of the screen.
    if (drawn > 0) err(`\u001b[${drawn}A\r\u001b[J`);
    drawn = 0;
  };
  const draw = (): void => {
    erase();
    err(pending.map((line) => `${line}\n`).join(""));
    drawn = pending.length;
  };
  const above = (write: () => void): void => {
    if (drawn === 0) return write();
    erase();
    write();
    draw();
  };
  return {
    json,
    interactive,
    answer(value, text) {
      if (json) return out(`${JSON.stringify(value)}\n`);
      above(() =>
        out(
          text()
            .map((line) => `${line}\n`)
            .join(""),
        ),
      );
    },
    note(text) {
      if (!json) above(() => err(`${text}\n`));
    },
    live(lines) {
      if (!interactive) return;
      const size = { columns: stderr.columns ?? 80, rows: stderr.rows ?? 24 };
      pending = lines(size).map((line) => truncate(line, size.columns - 1));
      if (nowMs() - drawnAtMs < LIVE_REDRAW_MS) return;
      drawnAtMs = nowMs();
      draw();
    },
    endLive(keep) {
      if (keep === "keep" && interactive && pending.length > 0) draw();
      else erase();
      drawn = 0;
      pending = [];
      drawnAtMs = -Infinity;
    },
    failure(failure) {
      if (json) return out(`${JSON.stringify({ error: failureJson(failure) })}\n`);
      above(() =>
        err(
          failureLines(failure, stderr.isTTY === true)
            .map((line) => `${line}\n`)
            .join(""),
        ),
      );
    },
  };
}

/** The documented shape of an error; `hint` is null where there is none. */
function failureJson(failure: Failure): { code: string; message: string; hint: string | null; retryable: boolean } {
  return { code: failure.code, message: failure.message, hint: failure.hint ?? null, retryable: failure.retryable };
}

function failureLines(failure: Failure, colors: boolean): readonly string[] {
  const mark = colors ? styleText("red", "error") : "error";
  const hint = failure.hint === undefined ? [] : [`  hint: ${printable(failure.hint)}`];
  return [`${mark} ${failure.code}: ${printable(failure.message)}`, ...hint];
}

function writer(stream: OutputStream): (text: string) => void {
  let open = true;
  stream.on("error", () => {
    open = false;
  });
  return (text) => {
    if (open && text !== "") stream.write(text);
  };
}

/** Never wraps: a wrapped line would break the count of lines to go up. Counts code points; wide characters are rare here. */
function truncate(line: string, columns: number): string {
  const points = Array.from(line);
  return points.length <= columns ? line : `${points.slice(0, Math.max(0, columns - 1)).join("")}…`;
}
