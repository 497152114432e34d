/** `shoal verify HOST`: the host looks through its revisions and says which files are not as they were committed. Nothing is changed. */
import type { Command } from "commander";
import { printable } from "../../../runtime/errors.ts";
import type { VerifiedRevision } from "../../../proto/operator-types.ts";
import { addCommand, type Bind, type CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { VERIFY_TIMEOUT_MS } from "../limits.ts";

export function addVerifyCommand(program: Command, bind: Bind): void {
  addCommand(program, "verify <host>", "which files of a host's revisions are changed, missing or added (exit code 8 if any)")
    .option("--app <name>", "only this app's revisions", "")
    .option("--full", "read every file; else only those whose recorded stat (inode, size, mtime) has changed")
    .action(bind(verify));
}

interface VerifyOptions {
  readonly app: string;
  readonly full?: true;
}

async function verify(context: CommandContext, host: string, { app, full }: VerifyOptions): Promise<ExitCode> {
  const signal = context.interrupt();
  const client = await context.connect();
  const { revisions } = await client.verifyHost({ host, app, full: full ?? false }, { signal, timeoutMs: VERIFY_TIMEOUT_MS });
  context.output.answer({ host, revisions }, () =>
    revisions.length === 0 ? [`no revisions on ${host}`] : revisions.flatMap(revisionLines),
  );
  return revisions.every(isWhole) ? EXIT.ok : EXIT.damaged;
}

export function isWhole({ findings, failure }: VerifiedRevision): boolean {
  return findings.length === 0 && failure === null;
}

/** A line a revision, then a line a file: `  changed  lib/a.js`. */
export function revisionLines(one: VerifiedRevision): readonly string[] {
  const { app, revision, release, tag, tree, slots, linkMode, entries, findings, truncated, failure } = one;
  const named = slots.length === 0 ? "" : ` (${slots.join(", ")})`;
  const what = `${app} ${revision}${named} ${tag || release.slice(0, 12) || "unknown release"}`;
  if (failure !== null) return [`${what}: DAMAGED: ${printable(failure.message)}`];
  if (findings.length === 0) return [`${what}: whole, ${entries} entries, tree ${tree.slice(0, 12)}, ${linkMode}`];
  return [
    `${what}: DAMAGED, ${findings.length}${truncated ? " or more" : ""} of ${entries} entries`,
    ...findings.map(({ path, problem }) => `  ${problem.padEnd(7)}  ${printable(path) || "."}`),
    ...(truncated ? ["  … and more"] : []),
  ];
}
