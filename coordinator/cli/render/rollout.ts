/** A rollout in words: the live block, one line a change, and the closing table. */
import { printable } from "../../../runtime/errors.ts";
import type { Rollout, RolloutHost } from "../../../proto/operator-types.ts";
import { formatBytes } from "../../../runtime/format.ts";
import { accountLines } from "./accounts.ts";
import { formatDuration, formatPercent } from "./format.ts";
import { type Column, renderTable } from "./table.ts";

/** States a rollout never leaves. */
const ENDED = new Set(["succeeded", "failed", "aborted"]);

export function hasEnded(rollout: Rollout): boolean {
  return ENDED.has(rollout.state);
}

/** `deploy of web release/1 to production` */
export function rolloutTitle(rollout: Rollout): string {
  const slot = rollout.slot === "current" || rollout.slot === "" ? "" : ` (slot ${rollout.slot})`;
  return printable(`${rollout.kind} of ${rollout.app} ${rollout.tag} to ${rollout.environment}${slot}`);
}

/** The whole rollout in at most `rows` lines: hosts that still work first, then failed ones; the rest is counted. */
export function liveLines(rollout: Rollout, { rows, elapsedMs }: { rows: number; elapsedMs: number }): readonly string[] {
  const head = `${rolloutTitle(rollout)}: ${stateOf(rollout)}, ${countHosts(rollout)}, ${formatDuration(elapsedMs)}`;
  const space = Math.max(1, rows - 3);
  const hosts = rollout.hosts.length <= space ? rollout.hosts : rollout.hosts.toSorted((a, b) => urgency(a) - urgency(b));
  const shown = hosts.slice(0, space);
  const names = Math.max(0, ...shown.map((host) => host.host.length));
  const more = hosts.length > shown.length ? [`  and ${hosts.length - shown.length} more hosts`] : [];
  return [head, ...shown.map((host) => `  ${host.host.padEnd(names)}  ${host.state.padEnd(10)}  ${doing(host)}`.trimEnd()), ...more];
}

/** One line for the change of a host's state; null where nothing changed that a log needs. */
export function hostChange(before: RolloutHost | undefined, now: RolloutHost): string | null {
  if (before?.state === now.state) return null;
  const detail = now.failure === null ? cost(now) : `${now.failure.code}: ${now.failure.message}`;
  return printable(`${now.host} (${now.datacenter || "no dc"}): ${now.state}${detail === "" ? "" : `, ${detail}`}`);
}

/** The table that ends a deploy, and the reasons under it. */
export function rolloutLines(rollout: Rollout): readonly string[] {
  const took = rollout.endedUnixMs > 0 ? ` in ${formatDuration(rollout.endedUnixMs - rollout.startedUnixMs)}` : "";
  const failed = rollout.hosts.filter((host) => host.failure !== null);
  return [
    `${rolloutTitle(rollout)}: ${stateOf(rollout)}${took} (rollout ${rollout.rollout}, by ${rollout.principal}${rollout.note === "" ? "" : `, "${printable(rollout.note)}"`})`,
    ...(rollout.failure === null ? [] : reason("reason", rollout.failure)),
    ...standing(rollout),
    ...awayLines(rollout),
    ...nextLines(rollout),
    ...waveLines(rollout),
    ...renderTable(HOST_COLUMNS, rollout.hosts),
    ...routeLines(rollout),
    ...accountLines(rollout),
    ...failed.flatMap((host) => (host.failure === null ? [] : reason(host.host, host.failure))),
  ];
}

function nextLines({ next }: Rollout): readonly string[] {
  if (next === null) return [];
  const note = next.note === "" ? "" : `, "${next.note}"`;
  return [printable(`then: ${next.kind} of ${next.tag} (rollout ${next.rollout}, by ${next.principal}${note})`)];
}

/** Whom the barrier waits for in vain, until they are back or its deadline. */
function awayLines({ state, hosts }: Rollout): readonly string[] {
  const away = hosts.filter((host) => !host.connected && (host.state === "pending" || host.state === "preparing"));
  if (state !== "preparing" || away.length === 0) return [];
  const names = away.slice(0, AWAY_NAMES).map(({ host }) => host);
  const more = away.length > names.length ? ` and ${away.length - names.length} more` : "";
  return [
    printable(`waits for hosts that are not connected: ${names.join(", ")}${more}`),
    "  hint: shoal exclude them, or shoal rollback --now",
  ];
}

/** Why it stands, in lines, where it waits for somebody or something. */
export function standing({ pause, gate, state }: Rollout): readonly string[] {
  if (pause !== null && state === "paused") {
    if (pause.reason !== null) return reason("paused", pause.reason);
    return [printable(`paused by ${pause.principal}${pause.note === "" ? "" : `: ${pause.note}`}`)];
  }
  if (gate === null || state !== "waiting") return [];
  const who = gate.kind === "approval" ? `; shoal approve${gate.approvers.length === 0 ? "" : ` (${gate.approvers.join(", ")})`}` : "";
  return [printable(`at gate ${gate.name} (${gate.kind})${gate.evidence === "" ? "" : `: ${gate.verdict}: ${gate.evidence}`}${who}`)];
}

/** `activating, wave 2 of 4 (rack=r1)`; one wave needs no word. */
function stateOf({ state, waves, wave }: Rollout): string {
  const open = waves[wave - 1];
  return waves.length < 2 || open === undefined ? state : printable(`${state}, wave ${wave} of ${waves.length} (${open.name})`);
}

/** Where there is more than one wave: how far each is. */
function waveLines({ waves, wave, hosts, policy }: Rollout): readonly string[] {
  if (waves.length < 2) return [];
  const lines = waves.slice(0, WAVE_LINES).map(({ name, canary }, place) => {
    const own = hosts.filter((host) => host.wave === place);
    const active = own.filter(({ state }) => state === "active").length;
    return printable(
      `  ${name}${canary && name !== "canary" ? " (canary)" : ""}: ${place < wave ? `${active} of ${own.length} active` : `${own.length} hosts, not open`}`,
    );
  });
  const more = waves.length > WAVE_LINES ? [`  and ${waves.length - WAVE_LINES} more waves`] : [];
  return [printable(`waves by policy ${policy}:`), ...lines, ...more];
}

/** `4 of 6 ready, 1 failed` */
function countHosts(rollout: Rollout): string {
  const counts = new Map<string, number>();
  for (const host of rollout.hosts) counts.set(host.state, (counts.get(host.state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ") || "no host";
}

const HOST_COLUMNS: readonly Column<RolloutHost>[] = [
  { title: "HOST", cell: (host) => host.host },
  { title: "DC", cell: (host) => host.datacenter },
  { title: "STATE", cell: (host) => host.state },
  { title: "ROUTE", cell: (host) => host.route },
  { title: "FROM SEED", cell: (host) => formatBytes(host.bytesFromSeed), align: "right" },
  { title: "FROM HOSTS", cell: (host) => formatBytes(host.bytesFromHosts), align: "right" },
  { title: "PREPARE", cell: (host) => (host.route === "" ? "-" : formatDuration(host.prepareMs)), align: "right" },
  {
    title: "ACTIVATE",
    cell: (host) => (host.activateMs > 0 || host.state === "active" ? formatDuration(host.activateMs) : "-"),
    align: "right",
  },
];

/** Hosts that hold the same take the same route for the same reason: one line for all of them. */
function routeLines({ hosts }: Rollout): readonly string[] {
  const counts = new Map<string, number>();
  for (const { why } of hosts) if (why !== "") counts.set(why, (counts.get(why) ?? 0) + 1);
  const lines = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, ROUTE_LINES);
  return lines.map(([why, count]) => printable(`${count} ${count === 1 ? "host" : "hosts"}: ${why}`));
}

function doing(host: RolloutHost): string {
  if (host.failure !== null) return printable(`${host.failure.code}: ${host.failure.message}`);
  if (host.state === "preparing" && host.progress !== null) return progress(host);
  if (!host.connected && host.state !== "active") return "not connected";
  return cost(host);
}

function progress({ progress: now }: RolloutHost): string {
  if (now === null) return "";
  const share = now.totalBytes > 0 ? ` ${bar(now.doneBytes, now.totalBytes)} ${formatPercent(now.doneBytes, now.totalBytes)}` : "";
  const from =
    now.bytesFromSeed + now.bytesFromHosts > 0
      ? `, ${formatBytes(now.bytesFromSeed)} from seed, ${formatBytes(now.bytesFromHosts)} from hosts`
      : "";
  return `${now.phase}${share}${from}`;
}

function bar(done: number, total: number): string {
  const filled = Math.min(BAR_COLUMNS, Math.floor((BAR_COLUMNS * done) / total));
  return `[${"#".repeat(filled)}${".".repeat(BAR_COLUMNS - filled)}]`;
}

function cost(host: RolloutHost): string {
  if (host.state !== "ready" && host.state !== "active") return "";
  const prepared =
    host.route === "" || host.route === "none"
      ? "was there already"
      : `${host.route}, ${formatBytes(host.bytesFromSeed)} from seed, ${formatBytes(host.bytesFromHosts)} from hosts, ${formatDuration(host.prepareMs)}`;
  return host.state === "active" ? `${prepared}; switched in ${formatDuration(host.activateMs)}` : prepared;
}

function reason(what: string, failure: { code: string; message: string; hint: string }): readonly string[] {
  const hint = failure.hint === "" ? [] : [`  hint: ${printable(failure.hint)}`];
  return [printable(`${what}: ${failure.code}: ${failure.message}`), ...hint];
}

function urgency(host: RolloutHost): number {
  const order = [
    "preparing",
    "activating",
    "rolling-back",
    "failed",
    "reverted",
    "unknown",
    "pending",
    "excluded",
    "cancelled",
    "rolled-back",
    "ready",
    "active",
  ];
  return order.indexOf(host.state);
}

const AWAY_NAMES = 5;
const BAR_COLUMNS = 20;
const ROUTE_LINES = 8;
const WAVE_LINES = 20;
