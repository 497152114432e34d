/**
 * `shoal release create DIR`: the one place where a release is signed. Scans DIR, signs its listing's digest with the local keys, uploads what the
 * coordinator lacks, then hands over envelope and listing. The coordinator never sees DIR or a key. Broken off at any point nothing is
 * released, and running it again uploads only the rest.
 */
import type { Command } from "commander";
import { ShoalError } from "../../../runtime/errors.ts";
import { type AppName, parseAppName, parseTag } from "../../../runtime/ids.ts";
import { readSecretFile } from "../../../runtime/secret-files.ts";
import type { Release as WireRelease } from "../../../proto/operator-types.ts";
import { encodeRelease, FORMAT_VERSION } from "../../../release/release.ts";
import { scanTree, type ScanResult } from "../../../release/scan.ts";
import { decodeSigningKey, signRelease, type SigningKey } from "../../../release/signature.ts";
import type { OperatorClient } from "../client.ts";
import { addCommand, type Bind, collect, type CommandContext, parseArgument } from "../command.ts";
import type { CliConfig } from "../config.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { UPLOAD_CHUNK_BYTES } from "../limits.ts";
import type { Output } from "../output.ts";
import { formatBytes } from "../../../runtime/format.ts";
import { formatPercent } from "../render/format.ts";
import { uploadMissing } from "../upload.ts";
import { bundleList } from "./releases.ts";

interface CreateOptions {
  readonly app: string;
  readonly tag: string;
  readonly source?: string;
  readonly newBase?: true;
  readonly maskModes?: true;
  readonly allowSymlink?: readonly string[];
}

export function addReleaseCreateCommand(release: Command, bind: Bind): void {
  addCommand(release, "create <dir>", "sign the content of a directory as a release, and upload what the coordinator lacks of it")
    .requiredOption("--app <name>", "the app")
    .requiredOption("--tag <tag>", "the release's name, like release/2026-11-20/1")
    .option("--source <revision>", "the version-control revision it was made from")
    .option("--new-base", "start a new base even where an overlay would do")
    .option("--mask-modes", "take modes other than 0644 and 0755 as one of these (0600 becomes readable to all) instead of refusing them")
    .option("--allow-symlink <prefix>", "allow links to below this absolute path; the hosts must allow it too (repeatable)", collect)
    .action(bind(createRelease));
}

async function createRelease(context: CommandContext, directory: string, options: CreateOptions): Promise<ExitCode> {
  const { output } = context;
  const [app, tag] = [parseArgument("--app", parseAppName, options.app), parseArgument("--tag", parseTag, options.tag)];
  const config = await context.config();
  const keys = await readSigningKeys(config, app);
  const signal = context.interrupt();
  const client = await context.connect();
  const scan = await scanDirectory(directory, options, { output, signal });
  for (const warning of scan.warnings) output.note(`warning: ${warning}`);
  const { listing } = scan;
  const payload = encodeRelease({
    app,
    tag,
    tree: listing.tree,
    listingBytes: listing.bytes.length,
    entries: listing.count,
    sizeBytes: listing.sizeBytes,
    sourceRevision: options.source ?? null,
    created: `${new Date().toISOString().slice(0, 19)}Z`,
    minFormatVersion: FORMAT_VERSION,
  });
  const envelope = signRelease(payload, keys);
  const uploaded = await uploadMissing({
    app,
    listing,
    sourcePath: scan.sourcePath,
    client,
    signal,
    onProgress: (now) =>
      output.live(() => [
        `uploading: ${now.uploadedFiles} files, ${formatBytes(now.uploadedBytes)}; ${now.entries} of ${listing.count} entries compared`,
      ]),
  });
  const release = await register(client, { envelope, listing: listing.bytes, newBase: options.newBase ?? false }, { output, signal });
  output.endLive("remove");
  const { uploadedFiles, uploadedBytes } = uploaded;
  output.answer({ release, uploadedFiles, uploadedBytes, warnings: scan.warnings }, () => releaseLines(release, uploaded));
  return EXIT.ok;
}

function releaseLines(
  release: WireRelease,
  uploaded: { readonly uploadedFiles: number; readonly uploadedBytes: number },
): readonly string[] {
  return [
    `release ${release.tag} of ${release.app} (${release.release.slice(0, 12)}): ${release.files} files, ${formatBytes(release.sizeBytes)}, tree ${release.tree.slice(0, 12)}`,
    `  uploaded ${uploaded.uploadedFiles} files, ${formatBytes(uploaded.uploadedBytes)}`,
    `  bundles: ${bundleList(release)}`,
    `  signed by ${release.signedBy.map((id) => id.slice(0, 12)).join(", ")}`,
  ];
}

interface Doing {
  readonly output: Output;
  readonly signal: AbortSignal;
}

async function readSigningKeys(config: CliConfig, app: AppName): Promise<readonly SigningKey[]> {
  const files = config.apps.get(app)?.signingKeys ?? [];
  if (files.length === 0) {
    throw new ShoalError("E_CONFIG", `${config.file} names no signing key for app ${app}`, { hint: `add apps.${app}.signingKeys` });
  }
  return Promise.all(files.map(async (file) => decodeSigningKey(await readSecretFile(file))));
}

async function scanDirectory(root: string, options: CreateOptions, { output, signal }: Doing): Promise<ScanResult> {
  return scanTree({
    root,
    modes: options.maskModes ? "mask" : "strict",
    allowedSymlinkPrefixes: options.allowSymlink ?? [],
    signal,
    onProgress: (now) => output.live(() => [`scanning: ${now.entries} entries, ${formatBytes(now.doneBytes)}`]),
  });
}

interface Registration {
  readonly envelope: Uint8Array;
  readonly listing: Uint8Array;
  readonly newBase: boolean;
}

/** Sends while it listens: an answer that says no comes before all of the listing is sent. */
async function register(
  client: OperatorClient,
  { envelope, listing, newBase }: Registration,
  { output, signal }: Doing,
): Promise<WireRelease> {
  const call = client.createRelease({ signal });
  const sending = (async (): Promise<void> => {
    await call.send({ start: { envelope, newBase }, listing: null });
    for (let at = 0; at < listing.length; at += UPLOAD_CHUNK_BYTES) {
      await call.send({ start: null, listing: listing.subarray(at, at + UPLOAD_CHUNK_BYTES) });
    }
    call.end();
  })();
  // Where the call fails, `responses` says why.
  sending.catch(() => {});
  for await (const { progress, release } of call.responses) {
    if (release !== null) return release;
    if (progress === null) continue;
    const { phase, doneBytes, totalBytes } = progress;
    output.live(() => [
      `packing: ${phase} ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)} (${formatPercent(doneBytes, totalBytes)})`,
    ]);
  }
  throw new ShoalError("E_INTERNAL", "the coordinator ended the call without a release", {
    hint: "see its log; running this again is safe",
  });
}
