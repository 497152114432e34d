/** What goes wrong in a simulated fleet, and how often in relation to the rest. */
import type { SlotContent } from "../../proto/messages.ts";
import type { RevisionId } from "../../runtime/ids.ts";
import { SLOTS } from "./disk.ts";
import type { SimulatedDisk } from "./disk.ts";
import type { Fleet } from "./fleet.ts";
import type { SimulatedHost } from "./host.ts";

export interface Disturbance {
  readonly weight: number;
  readonly strike: (fleet: Fleet, target: Target) => void;
}

interface Target {
  readonly host: SimulatedHost;
  readonly disk: SimulatedDisk;
}

export const disturbances: readonly Disturbance[] = [
  { weight: 28, strike: (_fleet, { host }) => host.crash() },
  { weight: 12, strike: ({ coordinator }) => coordinator.crash() },
  { weight: 18, strike: (_fleet, { host }) => host.breakSession() },
  { weight: 8, strike: ({ coordinator }) => coordinator.backup() },
  { weight: 4, strike: restore },
  { weight: 11, strike: reverse },
  { weight: 5, strike: moveSlot },
  { weight: 1, strike: removeRevision },
  { weight: 4, strike: damage },
  { weight: 3, strike: (fleet, { host, disk }) => fleet.stray(host, disk.app) },
  { weight: 7, strike: replay },
  { weight: 1, strike: loseJournal },
  { weight: 1, strike: resetLane },
  { weight: 1, strike: replaceMachine },
  { weight: 2, strike: moveClock },
];

function restore({ coordinator, rolloutInvariants }: Fleet): void {
  if (coordinator.restore()) rolloutInvariants.restored();
}

function reverse({ world, counts }: Fleet, { host, disk }: Target): void {
  counts.reversals++;
  host.reverse(disk.app, world.pick(SLOTS));
}

/** An operator on the host, or another tool, changes a slot without a word to the agent. */
function moveSlot({ world, counts }: Fleet, { host, disk }: Target): void {
  const slot = world.pick(SLOTS);
  const revision = world.pick([...disk.revisions.keys(), null, null]) as RevisionId | null;
  const foreign: SlotContent = { kind: "foreign", link: true, detail: "links to /elsewhere" };
  const content: SlotContent = revision !== null ? { kind: "revision", revision } : world.chance(0.5) ? { kind: "absent" } : foreign;
  counts.hands++;
  world.note(`a hand makes ${slot} of ${disk.app} on ${host.host} ${revision ?? content.kind}`);
  disk.touched.add(slot);
  disk.link(slot, content);
}

function removeRevision({ world, counts }: Fleet, { host, disk }: Target): void {
  const revision = world.pick([...disk.revisions.keys()]);
  if (revision === undefined) return;
  counts.hands++;
  world.note(`a hand removes ${revision} of ${disk.app} on ${host.host}`);
  disk.robbed = true;
  disk.revisions.delete(revision);
}

function damage({ world }: Fleet, { host, disk }: Target): void {
  const revision = world.pick([...disk.revisions.keys()]);
  if (revision !== undefined) host.damage(disk.app, revision);
}

function replay({ network, counts }: Fleet, { host }: Target): void {
  if (network.replay(host.host)) counts.replays++;
}

/** `--rebuild-journal`. */
function loseJournal({ world, counts, hostInvariants }: Fleet, { host }: Target): void {
  counts.rebuilds++;
  world.note(`${host.host} loses its journal`);
  host.crash();
  host.journal.clear();
  for (const disk of host.disks.values()) for (const slot of disk.slotNames) disk.touched.add(slot);
  hostInvariants.forget(host);
}

/** `shoal-agent reset-lane`: slots and revisions stay. */
function resetLane({ world, counts, hostInvariants }: Fleet, { host, disk }: Target): void {
  const lane = host.journal.get(disk.app);
  if (lane === undefined) return;
  counts.rebuilds++;
  world.note(`lane ${disk.app} of ${host.host} is reset`);
  host.crash();
  host.journal.set(disk.app, { ...lane, highest: { epoch: 0, sequence: 0 }, intents: [] });
  // A swap under way is forgotten: either end of it is drift now.
  for (const slot of disk.slotNames) disk.touched.add(slot);
  hostInvariants.forget(host, [disk.app]);
}

function replaceMachine({ world, counts, hostInvariants }: Fleet, { host }: Target): void {
  counts.rebuilds++;
  world.note(`${host.host} is replaced by a new machine`);
  host.crash();
  host.journal.clear();
  for (const disk of host.disks.values()) disk.wipe();
  hostInvariants.forget(host);
}

function moveClock({ world, counts }: Fleet, { host }: Target): void {
  counts.clockJumps++;
  host.skewMs = world.between(-500_000, 500_000);
  world.note(`the wall clock of ${host.host} is off by ${host.skewMs} ms`);
  world.after(20_000, () => {
    host.skewMs = 0;
  });
}
