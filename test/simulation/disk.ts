/** One app's root on a simulated host: what survives every crash of the agent. */
import type { AppOnDisk } from "../../agent/state.ts";
import type { SlotContent } from "../../proto/messages.ts";
import type { AppName, Digest, ReleaseId, RevisionId, SlotName } from "../../runtime/ids.ts";
import { SLOT_DEFAULT } from "../../runtime/ids.ts";

/** Of every simulated app. */
export const SLOTS: readonly SlotName[] = [SLOT_DEFAULT, "blue" as SlotName];

export interface DiskRevision {
  readonly release: ReleaseId;
  readonly tree: Digest;
  readonly fromTree: Digest | null;
}

export class SimulatedDisk {
  readonly app: AppName;
  readonly revisions = new Map<RevisionId, DiskRevision>();
  /** Releases that were ever committed here. */
  readonly everCommitted = new Set<ReleaseId>();
  /** Slots that a hand changed; their content is nobody's promise until the next activation. */
  readonly touched = new Set<SlotName>();
  /** A hand removed revisions: what should be here may not be. */
  robbed = false;
  readonly #links = new Map<SlotName, SlotContent>();

  constructor(app: AppName) {
    this.app = app;
  }

  get slotNames(): readonly SlotName[] {
    return [...this.#links.keys()];
  }

  slot(slot: SlotName): SlotContent {
    const link = this.#links.get(slot) ?? { kind: "absent" };
    if (link.kind !== "revision" || this.revisions.has(link.revision)) return link;
    return { kind: "foreign", link: true, detail: `dangling: ${link.revision}` };
  }

  /** The release that a slot runs. */
  runs(slot: SlotName): ReleaseId | null {
    const content = this.slot(slot);
    return content.kind === "revision" ? (this.revisions.get(content.revision)?.release ?? null) : null;
  }

  link(slot: SlotName, content: SlotContent): void {
    this.#links.set(slot, content);
  }

  names(revision: RevisionId): boolean {
    return [...this.#links.values()].some((content) => content.kind === "revision" && content.revision === revision);
  }

  commit(revision: RevisionId, made: DiskRevision): void {
    this.revisions.set(revision, made);
    this.everCommitted.add(made.release);
  }

  /** A new machine under the old name. */
  wipe(): void {
    this.revisions.clear();
    this.#links.clear();
    this.touched.clear();
    this.robbed = false;
  }

  read(): AppOnDisk {
    const revisions = [...this.revisions].map(([revision, record]) => ({ revision, ...record }));
    const slots = Object.fromEntries(this.slotNames.map((slot) => [slot, this.slot(slot)])) as AppOnDisk["slots"];
    return { app: this.app, slots, revisions };
  }
}
