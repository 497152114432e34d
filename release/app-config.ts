/**
 * `shoal.yaml` at the root of a tree: what the app asks of Shoal, as part of its signed content. Checked where the release is made and again by the
 * coordinator, so that no host meets one that is wrong but where it is older than the release. The documented example is shoal.example.yaml.
 */
import { z } from "zod";
import { parseConfig } from "../runtime/config.ts";
import { ShoalError } from "../runtime/errors.ts";
import type { Digest } from "../runtime/ids.ts";
import { CONFIG_BYTES_MAX } from "../runtime/limits.ts";
import { type Check, CHECKS, type Hooks, HOOKS } from "./app-steps.ts";
import { parseListing } from "./listing.ts";

export const APP_CONFIG_NAME = "shoal.yaml";

export interface AppConfig {
  readonly version: 1;
  readonly checks: readonly Check[];
  readonly hooks: Hooks;
}

/** Where a tree's own configuration is; null: it has none. Errors: E_CONFIG where it is no file, or too large. */
export function findAppConfig(listing: Uint8Array): { readonly digest: Digest; readonly sizeBytes: number } | null {
  const bytes = Buffer.from(listing.buffer, listing.byteOffset, listing.byteLength);
  // The first line is the header: every entry's line follows an LF.
  if (bytes.includes(`\n${APP_CONFIG_NAME}/`)) throw refused("it is a directory, not a file");
  const at = bytes.indexOf(`\n${APP_CONFIG_NAME}\t`);
  if (at === -1) return null;
  const [header, line] = [bytes.subarray(0, bytes.indexOf("\n") + 1), bytes.subarray(at + 1, bytes.indexOf("\n", at + 1) + 1)];
  const entry = parseListing(Buffer.concat([header, line]), { allowedSymlinkPrefixes: "any" }).entry(0);
  if (entry.kind !== "file") throw refused(`it is a ${entry.kind}, not a file`);
  const { digest, sizeBytes } = entry;
  if (sizeBytes > CONFIG_BYTES_MAX) throw refused(`${sizeBytes} bytes are more than ${CONFIG_BYTES_MAX}`);
  return { digest, sizeBytes };
}

/** Errors: E_CONFIG naming line and column. */
export function parseAppConfig(bytes: Uint8Array): AppConfig {
  return parseConfig({ file: APP_CONFIG_NAME, schema: SCHEMA, text: decode(bytes), columns: true });
}

const SCHEMA = z.strictObject({
  version: z.literal(1, { error: "is not 1, the version that this Shoal knows" }),
  checks: CHECKS,
  hooks: HOOKS,
});

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ShoalError("E_CONFIG", `${APP_CONFIG_NAME}: it is not valid UTF-8`, { cause });
  }
}

function refused(why: string): ShoalError {
  return new ShoalError("E_CONFIG", `${APP_CONFIG_NAME} at the root of the tree: ${why}`, { hint: "see release/shoal.example.yaml" });
}
