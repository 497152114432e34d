/** The event store's contract without a disk, for tests of what stands on it. */
import { type EventRecord, type EventStore, type StreamName, encodeBody, versionConflict } from "../../../coordinator/store/events.ts";

export function memoryEventStore(): EventStore {
  const streams = new Map<StreamName, EventRecord[]>();
  return {
    async append(stream, expectedVersion, events) {
      const log = streams.get(stream) ?? [];
      if (log.length !== expectedVersion) throw versionConflict(stream, expectedVersion, log.length);
      // Through JSON, as on disk: what isn't JSON-safe must not work here only.
      const bodies = events.map((event) => JSON.parse(encodeBody(stream, event)) as unknown);
      const records = events.map((event, index) => ({ ...event, version: expectedVersion + 1 + index, body: bodies[index] }));
      if (records.length > 0) streams.set(stream, [...log, ...records]);
      return expectedVersion + records.length;
    },
    read: async (stream, afterVersion, limit) => (streams.get(stream) ?? []).slice(afterVersion, afterVersion + limit),
    streams: async () => [...streams.keys()].sort(),
  };
}
