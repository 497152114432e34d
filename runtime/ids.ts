/**
 * Branded ids, parsed once at the border. Everything behind a border takes the branded type, never a string.
 */
import { ShoalError } from "./errors.ts";

declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** BLAKE3-256, 64 lower-case hex digits. */
export type Digest = Brand<"Digest">;
/** BLAKE3-256 of the signed payload (release JSON): the identity of a release. 64 lower-case hex digits. */
export type ReleaseId = Brand<"ReleaseId">;
/** SHA-1 of a torrent's info dictionary, 40 lower-case hex digits. */
export type InfoHash = Brand<"InfoHash">;
export type HostId = Brand<"HostId">;
export type AppName = Brand<"AppName">;
export type EnvironmentName = Brand<"EnvironmentName">;
/** A symlink in an app's root: `current` unless said otherwise. */
export type SlotName = Brand<"SlotName">;
/** A release's human name, like `release/2026-11-20/1`. */
export type Tag = Brand<"Tag">;
/** An opaque directory name below `revisions/`, drawn by the agent. */
export type RevisionId = Brand<"RevisionId">;
/** One intent, for ever. */
export type CommandId = Brand<"CommandId">;
export type RolloutId = Brand<"RolloutId">;
/** Random id of one agent process. */
export type InstanceId = Brand<"InstanceId">;
/** Who acts: `operator:alice`, `agent:web1`, `coordinator:main`. From a certificate, never from a message. */
export type Principal = Brand<"Principal">;

const NAME = /^[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$/;
/** Members of every object: never keys. */
const RESERVED = new Set(["constructor", "prototype"]);
/** Names of directories and slots that would be confused with Shoal's own, or are devices elsewhere. An environment may be `staging`. */
const RESERVED_ON_DISK = new Set(["con", "nul", "revisions", "shoal", "staging"]);

export const SLOT_DEFAULT = "current" as SlotName;

export const parseDigest = (text: string): Digest => match(text, /^[0-9a-f]{64}$/, "a digest (64 lower-case hex digits)") as Digest;
export const parseReleaseId = (text: string): ReleaseId =>
  match(text, /^[0-9a-f]{64}$/, "a release id (64 lower-case hex digits)") as ReleaseId;
export const parseInfoHash = (text: string): InfoHash =>
  match(text, /^[0-9a-f]{40}$/, "an infohash (40 lower-case hex digits)") as InfoHash;
export const parseHostId = (text: string): HostId => name(text, "a host id") as HostId;
export const parseAppName = (text: string): AppName => diskName(text, "an app name") as AppName;
export const parseEnvironmentName = (text: string): EnvironmentName => name(text, "an environment name") as EnvironmentName;
export const parseSlotName = (text: string): SlotName => diskName(text, "a slot name") as SlotName;
export const parseRevisionId = (text: string): RevisionId =>
  text === "current" ? fail(text, "a revision id") : (diskName(text, "a revision id") as RevisionId);
export const parseCommandId = (text: string): CommandId => name(text, "a command id") as CommandId;
export const parseRolloutId = (text: string): RolloutId => name(text, "a rollout id") as RolloutId;
export const parseInstanceId = (text: string): InstanceId => name(text, "an instance id") as InstanceId;
export const parsePrincipal = (text: string): Principal =>
  match(text, /^(operator|agent|coordinator):[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$/, "a principal (role:name)") as Principal;

export function parseTag(text: string): Tag {
  if (typeof text !== "string" || text.length > 200 || text.includes("..")) fail(text, "a tag");
  return match(text, /^[A-Za-z0-9]([A-Za-z0-9._+/-]{0,198}[A-Za-z0-9])?$/, "a tag (letters, digits, . _ + - /)") as Tag;
}

/** First 12 digits, for people. */
export function short(id: Digest | ReleaseId | InfoHash): string {
  return id.slice(0, 12);
}

function diskName(text: string, what: string): string {
  return RESERVED_ON_DISK.has(text) ? fail(text, what) : name(text, what);
}

function name(text: string, what: string): string {
  if (typeof text !== "string" || text.includes("..") || RESERVED.has(text)) fail(text, what);
  return match(text, NAME, `${what} (lower-case letters, digits, . _ -; at most 64)`);
}

function match(text: string, pattern: RegExp, what: string): string {
  return typeof text === "string" && pattern.test(text) ? text : fail(text, what);
}

function fail(text: unknown, what: string): never {
  throw new ShoalError("E_MESSAGE", `${JSON.stringify(String(text).slice(0, 80))} is not ${what}`);
}
