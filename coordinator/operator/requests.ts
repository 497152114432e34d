/** What callers send, parsed once: domain values or E_MESSAGE with the field's name. */
import {
  type AppName,
  type Digest,
  type EnvironmentName,
  type HostId,
  parseAppName,
  parseDigest,
  parseEnvironmentName,
  parseHostId,
  parsePrincipal,
  parseSlotName,
  type Principal,
  SLOT_DEFAULT,
  type SlotName,
} from "../../runtime/ids.ts";
import { isLabelKey, isLabelValue } from "../../runtime/labels.ts";
import { DEFAULT_EFFORT, type Effort, EFFORTS } from "../../release/effort.ts";
import { printable, ShoalError } from "../../runtime/errors.ts";
import type { PeerIdentity } from "../../runtime/identity.ts";
import type { CallContext } from "../../proto/rpc.ts";
import type { StreamEvent } from "../rollout/events.ts";
import type { Submission } from "../rollout/batch.ts";
import { ANSWER_BYTES, APPS_OF_HOST_MAX, LABELS_MAX, LIST_DEFAULT, LIST_MAX, NOTE_CHARS_MAX } from "../limits.ts";

export type Caller = Pick<CallContext, "peer" | "remoteAddress">;

export function appField(text: string): AppName {
  return field("app", text, parseAppName);
}

export function environmentField(text: string): EnvironmentName {
  return field("environment", text, parseEnvironmentName);
}

export function hostField(text: string): HostId {
  return field("host", text, parseHostId);
}

/** Empty: `current`. */
export function slotField(text: string): SlotName {
  return text === "" ? SLOT_DEFAULT : field("slot", text, parseSlotName);
}

/** Drawn by the caller. Nothing is done twice under one. */
export function requestIdField(text: string): string {
  if (REQUEST_ID.test(text)) return text;
  throw invalid("request_id", "has 1 to 64 letters, digits, - and _");
}

/** Free text; control characters are escaped. */
export function noteField(text: string): string {
  if (text.length > NOTE_CHARS_MAX) throw invalid("note", `has ${text.length} characters, more than ${NOTE_CHARS_MAX}`);
  return printable(text);
}

/** 0: the default. */
export function limitField(limit: number): number {
  if (limit < 0 || limit > LIST_MAX) throw invalid("limit", `${limit} is not within 0 … ${LIST_MAX}`);
  return limit === 0 ? LIST_DEFAULT : limit;
}

/** Empty: the default. */
export function effortField(text: string): Effort {
  if (text === "") return DEFAULT_EFFORT;
  if (Object.hasOwn(EFFORTS, text)) return text as Effort;
  throw invalid("effort", `${JSON.stringify(text.slice(0, 40))} is none of ${Object.keys(EFFORTS).join(", ")}`);
}

export function digestField(bytes: Uint8Array, name = "digest"): Digest {
  if (bytes.length !== DIGEST_BYTES) throw invalid(name, `has ${bytes.length} bytes, not ${DIGEST_BYTES}`);
  return parseDigest(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex"));
}

export function appsField(apps: readonly string[]): readonly AppName[] {
  if (apps.length < 1 || apps.length > APPS_OF_HOST_MAX)
    throw invalid("apps", `has ${apps.length} entries; 1 to ${APPS_OF_HOST_MAX} are allowed`);
  return apps.map(appField);
}

/** Keys and values are plain words: they stand in templates, file names and metrics later. */
export function labelsField(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(labels);
  if (entries.length > LABELS_MAX) throw invalid("labels", `has ${entries.length} entries, more than ${LABELS_MAX}`);
  for (const [key, value] of entries) {
    if (!isLabelKey(key)) throw invalid("labels", `${JSON.stringify(key.slice(0, 80))} is not a label's name`);
    if (!isLabelValue(value))
      throw invalid("labels", `${key} is ${JSON.stringify(value.slice(0, 80))}: 1 to 64 letters, digits and . _ : - are allowed`);
  }
  return Object.fromEntries(entries);
}

/** As many of a list as fit one answer, at least one; the caller asks on from the last. `sizeOf` may guess high. */
export function fitting<T>(items: readonly T[], sizeOf: (item: T) => number): readonly T[] {
  let sizeBytes = 0;
  const over = items.findIndex((item) => {
    sizeBytes += sizeOf(item);
    return sizeBytes > ANSWER_BYTES;
  });
  return over === -1 ? items : items.slice(0, Math.max(1, over));
}

export function principalOf({ principal }: PeerIdentity): Principal {
  return parsePrincipal(principal);
}

/** What an operator says to a stream: who, and from where. */
export function saidBy(event: StreamEvent, { peer, remoteAddress }: Caller): Submission {
  return { event: remoteAddress === "" ? event : { ...event, origin: remoteAddress }, principal: principalOf(peer) };
}

export function invalid(name: string, problem: string): ShoalError {
  return new ShoalError("E_MESSAGE", `${name}: ${problem}`);
}

const DIGEST_BYTES = 32;
const REQUEST_ID = /^[A-Za-z0-9_-]{1,64}$/;

function field<T>(name: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (error) {
    throw new ShoalError("E_MESSAGE", `${name}: ${(error as Error).message}`, { cause: error });
  }
}
