import type { NewEvent } from "../../../coordinator/store/events.ts";
import type { Principal } from "../../../runtime/ids.ts";

export function event(kind: string): NewEvent {
  return { atUnixMs: 1_700_000_000_000, principal: "operator:alice" as Principal, kind, body: { kind, text: "日本 ' \u0000" } };
}
