/** Addresses of one torrent's peers and when each may be tried next. Pure; time comes in. */
import { KNOWN_ADDRESSES_MAX, REDIAL_MS } from "../limits.ts";

interface Entry {
  readonly address: string;
  failures: number;
  dueMs: number;
  /** Being dialled or connected. */
  busy: boolean;
}

export class DialBook {
  readonly #entries = new Map<string, Entry>();

  /** Remembers an address; one that is known keeps its turn. The oldest idle one makes room. */
  add(address: string, nowMs: number): void {
    if (this.#entries.has(address)) return;
    if (this.#entries.size >= KNOWN_ADDRESSES_MAX) {
      const idle = [...this.#entries.values()].find((entry) => !entry.busy);
      if (idle === undefined) return;
      this.#entries.delete(idle.address);
    }
    this.#entries.set(address, { address, failures: 0, dueMs: nowMs, busy: false });
  }

  /** Up to `count` addresses to try now; each is busy until `ended` or `forget`. */
  take(count: number, nowMs: number): readonly string[] {
    const due = [...this.#entries.values()].filter((entry) => !entry.busy && entry.dueMs <= nowMs).slice(0, Math.max(0, count));
    for (const entry of due) entry.busy = true;
    return due.map(({ address }) => address);
  }

  /** The connection is over. `useful`: it had come as far as exchanging pieces, so the waits begin anew. */
  ended(address: string, { useful, nowMs }: { readonly useful: boolean; readonly nowMs: number }): void {
    const entry = this.#entries.get(address);
    if (entry === undefined) return;
    entry.busy = false;
    entry.dueMs = nowMs + (useful ? REDIAL_MS[0] : (REDIAL_MS[Math.min(entry.failures, REDIAL_MS.length - 1)] ?? REDIAL_MS[0]));
    entry.failures = useful ? 0 : entry.failures + 1;
  }

  /** Not needed now: its peer is connected otherwise. */
  postpone(address: string, untilMs: number): void {
    const entry = this.#entries.get(address);
    if (entry === undefined) return;
    entry.busy = false;
    entry.dueMs = untilMs;
  }

  /** Ourselves, a banned or a refused peer: not tried again unless it is told again. */
  forget(address: string): void {
    this.#entries.delete(address);
  }
}
