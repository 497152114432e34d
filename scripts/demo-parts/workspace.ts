/** What a demo leaves behind: nothing. All that it starts and every file it writes is gone when it ends, however it ends: done, failed, or by Ctrl-C. */
import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

export interface Workspace {
  readonly directory: string;
  readonly run: Run;
  /** Throws once cleaning has begun: nothing more may be started then. */
  throwIfEnding(): void;
  /** What is to be done before the files go. Where it fails they stay. */
  beforeClean(end: (run: Run) => Promise<unknown>): void;
  /** Ends every command and removes every file. Safe to call twice. */
  clean(): Promise<void>;
}

/** Runs a command to its end and gives its stdout. Rejects when it ends with another code than expected. */
export type Run = (command: readonly string[], options?: RunOptions) => Promise<string>;

export interface RunOptions {
  /** `show`: both outputs go to the demo's own, `stdout` to the one that people read. */
  readonly output?: "collect" | "show";
  readonly env?: Readonly<Record<string, string>>;
  /** What it must end with; 0 unless said. */
  readonly exitCode?: number;
}

export interface WorkspaceOptions {
  /** Descriptor that people read: 1, or 2 where stdout is for the JSON line. */
  readonly screen: 1 | 2;
}

export function openWorkspace({ screen }: WorkspaceOptions): Workspace {
  const directory = mkdtempSync(join(tmpdir(), "shoal-demo-"));
  const ends: ((run: Run) => Promise<unknown>)[] = [];
  const commands = new Set<ChildProcess>();
  let cleaning: Promise<void> | null = null;
  const run: Run = async (command, { output = "collect", env = {}, exitCode = 0 } = {}) => {
    const [program = "", ...args] = command;
    const stdio: StdioOptions = output === "show" ? ["ignore", screen, 2] : ["ignore", "pipe", "pipe"];
    const child = spawn(program, args, { stdio, env: { ...process.env, ...env } });
    commands.add(child);
    try {
      return await outcome(child, command, exitCode);
    } finally {
      commands.delete(child);
    }
  };
  const clean = async (): Promise<void> => {
    await Promise.all(Array.from(commands, endCommand));
    for (const end of ends) await end(run);
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  const throwIfEnding = (): void => {
    if (cleaning !== null) throw new Error("the demo is ending");
  };
  return {
    directory,
    throwIfEnding,
    async run(command, options) {
      throwIfEnding();
      return run(command, options);
    },
    beforeClean: (end) => void ends.push(end),
    clean: () => (cleaning ??= clean()),
  };
}

/** Its stdout; rejects with all it said when it ends otherwise than expected. */
async function outcome(child: ChildProcess, [program = "", ...args]: readonly string[], exitCode: number): Promise<string> {
  const [parts, errors]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on("data", (part: Buffer) => parts.push(part));
  child.stderr?.on("data", (part: Buffer) => errors.push(part));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code === exitCode) return Buffer.concat(parts).toString();
  const told = Buffer.concat([...parts, ...errors])
    .toString()
    .trim();
  const how = code === null ? `signal ${signal}` : `exit code ${code}`;
  throw new Error(`${basename(program)} ${args.join(" ")} ended with ${how}${told === "" ? "" : `:\n${told}`}`);
}

async function endCommand(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
}
