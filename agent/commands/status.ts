/** `shoal-agent status`: what journal and disk say, with or without a running agent beside it. Changes nothing. */
import { existsSync } from "node:fs";
import type { Position, SlotContent } from "../../proto/messages.ts";
import type { AppName, EnvironmentName, HostId, RevisionId, SlotName } from "../../runtime/ids.ts";
import { controlSocket, journalFile } from "../agent.ts";
import { loadConfiguration } from "../configuration.ts";
import type { AppConfiguration } from "../configuration.ts";
import { askStatus } from "../control.ts";
import type { AgentStatus } from "../control.ts";
import { readApp } from "../disk.ts";
import { openJournal } from "../journal.ts";
import { movingIn } from "../rollover.ts";
import type { IntentRecord, Lane, RevisionOnDisk, RevisionRecord, SlotRecord } from "../state.ts";

export interface StatusOptions {
  readonly config: string;
  readonly json?: boolean;
}

/** With `--json`: one object of this shape. */
export interface HostStatus {
  readonly host: HostId;
  /** Null: no agent runs. */
  readonly agent: AgentStatus | null;
  readonly apps: readonly AppStatus[];
}

export interface AppStatus {
  readonly app: AppName;
  readonly environment: EnvironmentName;
  readonly root: string;
  readonly highest: Position;
  readonly slots: readonly SlotStatus[];
  /** Committed, on disk. */
  readonly revisions: readonly RevisionOnDisk[];
  /** Below `revisions`, and not to be believed. */
  readonly damaged: readonly { readonly revision: RevisionId; readonly message: string }[];
  readonly unfinished: readonly { readonly commandId: string; readonly kind: string; readonly state: string }[];
}

export interface SlotStatus {
  readonly slot: SlotName;
  readonly content: SlotContent;
  readonly active: RevisionId | null;
  readonly previous: RevisionId | null;
  /** The slot is not what the journal says. */
  readonly drift: boolean;
  readonly reverting: boolean;
  /** The host goes on making its own checks. */
  readonly baking: boolean;
}

export async function status(options: StatusOptions): Promise<void> {
  const { host, stateDir, apps } = await loadConfiguration(options.config);
  const lanes = readLanes(journalFile(stateDir));
  const agent = await askStatus(controlSocket(stateDir));
  const found: HostStatus = { host, agent, apps: await Promise.all(apps.map((app) => appStatus(app, lanes))) };
  process.stdout.write(options.json === true ? `${JSON.stringify(found)}\n` : `${render(found).join("\n")}\n`);
}

function readLanes(file: string): readonly Lane[] {
  if (!existsSync(file)) return [];
  const journal = openJournal({ file, readOnly: true });
  try {
    return journal.loadLanes();
  } finally {
    journal.close();
  }
}

async function appStatus({ app, environment, root }: AppConfiguration, lanes: readonly Lane[]): Promise<AppStatus> {
  const lane = lanes.find((one) => one.app === app);
  const known = Object.keys(lane?.slots ?? {}) as SlotName[];
  const damaged: AppStatus["damaged"][number][] = [];
  const disk = existsSync(root)
    ? await readApp({ app, root, known, onDamaged: (revision, { message }) => damaged.push({ revision, message }) })
    : { slots: {}, revisions: [] };
  for (const [revision, record] of Object.entries(lane?.revisions ?? {}) as [RevisionId, RevisionRecord][]) {
    if (record.damaged) damaged.push({ revision, message: "its files are not as they were committed" });
  }
  const isMoving = (slot: SlotName): boolean => lane !== undefined && movingIn(lane, slot) !== undefined;
  const slots = (Object.entries(disk.slots) as [SlotName, SlotContent][]).map(([slot, content]) =>
    slotStatus({ slot, content, isMoving: isMoving(slot) }, lane?.slots[slot]),
  );
  const unfinished = (lane?.intents ?? []).filter(({ state }) => state.kind !== "finished").map(intentStatus);
  return {
    app,
    environment,
    root,
    highest: lane?.highest ?? { epoch: 0, sequence: 0 },
    slots,
    revisions: disk.revisions,
    damaged,
    unfinished,
  };
}

interface FoundSlot {
  readonly slot: SlotName;
  readonly content: SlotContent;
  /** An activation swaps it, or proves what it swapped. */
  readonly isMoving: boolean;
}

function slotStatus({ slot, content, isMoving }: FoundSlot, record: SlotRecord | undefined): SlotStatus {
  const active = record?.active ?? null;
  const named = content.kind === "revision" ? content.revision : null;
  const reverting = (record?.reverting ?? null) !== null;
  const drift = !isMoving && !reverting && (content.kind === "foreign" || named !== active);
  return { slot, content, active, previous: record?.previous ?? null, drift, reverting, baking: (record?.service?.bake ?? null) !== null };
}

function intentStatus({ commandId, kind, state }: IntentRecord): AppStatus["unfinished"][number] {
  return { commandId, kind, state: "phase" in state ? `${state.kind} (${state.phase})` : state.kind };
}

function render({ host, agent, apps }: HostStatus): readonly string[] {
  const running = agent === null ? "no agent runs" : `agent ${agent.pid}, ${agent.connected ? "connected" : "not connected"}`;
  return [`${host}: ${running}`, ...apps.flatMap(renderApp)];
}

function renderApp({ app, environment, root, slots, revisions, damaged, unfinished }: AppStatus): readonly string[] {
  return [
    `${app} (${environment}) in ${root}`,
    ...slots.map(renderSlot),
    ...revisions.map(({ revision, release, tree }) => `  revision ${revision}  release ${release.slice(0, 12)}  tree ${tree.slice(0, 12)}`),
    ...damaged.map(({ revision, message }) => `  DAMAGED revision ${revision}: ${message}`),
    ...unfinished.map(({ commandId, kind, state }) => `  ${kind} ${commandId}: ${state}`),
  ];
}

function renderSlot({ slot, content, previous, drift, reverting, baking }: SlotStatus): string {
  const is = content.kind === "revision" ? content.revision : content.kind === "absent" ? "not there" : content.detail;
  const marks = [
    ...(drift ? ["DRIFT: not what the journal says"] : []),
    ...(reverting ? ["being put back"] : []),
    ...(baking ? ["baking"] : []),
  ];
  const before = previous === null ? "" : `, previous ${previous}`;
  return `  ${slot} -> ${is}${before}${marks.map((mark) => `  [${mark}]`).join("")}`;
}
