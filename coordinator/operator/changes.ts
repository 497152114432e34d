/** Tells watchers which hosts show something new: progress, connected, gone. Nothing is queued here; who listens keeps what it wants. */
import type { HostId } from "../../runtime/ids.ts";

export interface Changes {
  tell(host: HostId): void;
  /** Returns the way to stop it. */
  listen(listener: (host: HostId) => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<(host: HostId) => void>();
  return {
    tell(host) {
      for (const listener of listeners) listener(host);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
