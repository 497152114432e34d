/**
 * Looks at the slots now and then while nothing happens: what another hand changed is told when it is seen, not at the next hello. It is only told; nobody changes it
 * back (PROTOCOL.md §4.5). What is told is kept in memory alone: a hello says it all again.
 */
import type { SlotChangedReport } from "../proto/messages.ts";
import type { AppName, SlotName } from "../runtime/ids.ts";
import { readSlot } from "./disk.ts";
import { slotOf } from "./draft.ts";
import type { HostApp } from "./roots.ts";
import { movingIn } from "./rollover.ts";
import { slotReport } from "./slot-report.ts";
import type { Lane } from "./state.ts";

export class SlotWatch {
  readonly #apps: readonly Pick<HostApp, "app" | "root">[];
  /** Of slots that are drift: what of, as it was told. */
  readonly #told = new Map<string, string>();

  constructor(apps: readonly Pick<HostApp, "app" | "root">[]) {
    this.#apps = apps;
  }

  /** What is drift now and was not told yet, or was told and is none any more. A slot that can't be read, or that we are changing, is left for the next time. */
  async look(lanes: Readonly<Record<AppName, Lane>>): Promise<readonly SlotChangedReport[]> {
    const news: SlotChangedReport[] = [];
    for (const { app, root } of this.#apps) {
      const lane = lanes[app];
      for (const slot of Object.keys(lane?.slots ?? {}) as SlotName[]) {
        if (lane === undefined || slotOf(lane, slot).reverting !== null || movingIn(lane, slot) !== undefined) continue;
        const content = await readSlot(root, slot).catch(() => null);
        if (content === null) continue;
        const report = slotReport(lane, slot, content);
        const now = report.drift ? JSON.stringify(content) : "";
        const key = `${app}/${slot}`;
        if ((this.#told.get(key) ?? "") === now) continue;
        this.#told.set(key, now);
        news.push({ kind: "slot-changed", app, slot: report, failure: null });
      }
    }
    return news;
  }
}
