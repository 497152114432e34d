/**
 * `shoal repair HOST`: the host looks through its revisions; for each slot that names a damaged one its release is deployed again, to that host only. The agent
 * makes it anew from what is good of it, fetches only what is damaged, and switches when it is whole.
 */
import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import type { Host, Rollout, VerifiedRevision } from "../../../proto/operator-types.ts";
import { ShoalError } from "../../../runtime/errors.ts";
import { addCommand, type Bind, type CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { followRollout, rolloutExitCode } from "../follow.ts";
import { VERIFY_TIMEOUT_MS } from "../limits.ts";
import { rolloutLines, rolloutTitle } from "../render/rollout.ts";
import { isWhole, revisionLines } from "./verify.ts";

export function addRepairCommand(program: Command, bind: Bind): void {
  addCommand(program, "repair <host>", "make what a host's slots name anew where it is damaged, fetching only what is damaged")
    .option("--app <name>", "only this app", "")
    .option("--full", "read every file; else only those whose recorded stat (inode, size, mtime) has changed")
    .option("--note <text>", "why; kept in the log", "")
    .action(bind(repair));
}

interface RepairOptions {
  readonly app: string;
  readonly full?: true;
  readonly note: string;
}

async function repair(context: CommandContext, host: string, { app, full, note }: RepairOptions): Promise<ExitCode> {
  const { output } = context;
  const signal = context.interrupt();
  const client = await context.connect();
  const { revisions } = await client.verifyHost({ host, app, full: full ?? false }, { signal, timeoutMs: VERIFY_TIMEOUT_MS });
  const damaged = revisions.filter((one) => !isWhole(one));
  for (const line of damaged.flatMap(revisionLines)) output.note(line);
  const { hosts } = await client.listHosts({ environment: "" });
  const targets = targetsOf(
    damaged,
    hosts.find((one) => one.host === host),
  );
  const rollouts: Rollout[] = [];
  for (const target of targets) {
    const begun = await client.deploy({
      ...target,
      note: note || `repair of ${host}`,
      requestId: randomUUID(),
      repair: false,
      hosts: [host],
      policy: "",
      policyFile: "",
    });
    output.note(`${rolloutTitle(begun)}: rollout ${begun.rollout}; Ctrl-C detaches`);
    const watch = (stop: AbortSignal): ReturnType<typeof client.watch> =>
      client.watch({ rollout: begun.rollout, app: "", environment: "" }, { signal: stop });
    const end = await followRollout({ rollout: begun, output, watch, interrupt: signal, timeoutMs: null });
    rollouts.push(end.rollout ?? begun);
    if (end.kind !== "ended") break;
  }
  output.answer({ host, damaged, rollouts }, () => answerLines({ host, damaged, rollouts }));
  if (signal.aborted) return EXIT.interrupted;
  return rollouts.map(rolloutExitCode).find((code) => code !== EXIT.ok) ?? EXIT.ok;
}

interface Target {
  readonly app: string;
  readonly environment: string;
  readonly slot: string;
  readonly tag: string;
}

/** What slots name: other damaged revisions are made anew when they are deployed again. */
function targetsOf(damaged: readonly VerifiedRevision[], host: Host | undefined): readonly Target[] {
  if (host === undefined) return [];
  const { environment } = host;
  return damaged.flatMap(({ app, revision, slots }) =>
    slots.map((slot) => {
      const tag = host.slots.find((named) => named.app === app && named.slot === slot)?.tag ?? "";
      if (tag !== "") return { app, environment, slot, tag };
      throw new ShoalError("E_NOT_FOUND", `slot ${slot} of ${app} on ${host.host} names ${revision}, of a release that is not known here`, {
        hint: "deploy a release that is",
      });
    }),
  );
}

function answerLines({
  host,
  damaged,
  rollouts,
}: {
  host: string;
  damaged: readonly VerifiedRevision[];
  rollouts: readonly Rollout[];
}): readonly string[] {
  if (damaged.length === 0) return [`nothing on ${host} is damaged`];
  const idle = damaged.filter(({ slots }) => slots.length === 0);
  return [
    ...rollouts.flatMap((rollout) => rolloutLines(rollout)),
    ...idle.map(({ app, revision, tag }) => `${app} ${revision} ${tag}: in no slot; it is made anew when it is deployed again`),
  ];
}
