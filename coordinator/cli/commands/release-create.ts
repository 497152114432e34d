/**
 * `shoal release create DIR`: the one place where a release is signed. Scans DIR, signs its listing's digest with the local keys, uploads what the
 * coordinator lacks, then hands over envelope and listing. The coordinator never sees DIR or a key. Broken off at any point nothing is
 * released, and running it again uploads only the rest.
 */
import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { ShoalError } from "../../../runtime/errors.ts";
import { type AppName, parseAppName, parseTag } from "../../../runtime/ids.ts";
import { readSecretFile } from "../../../runtime/secret-files.ts";
import type { ReleasePlan, Release as WireRelease, UploadFilesRequest } from "../../../proto/operator-types.ts";
import { APP_CONFIG_NAME, findAppConfig, parseAppConfig } from "../../../release/app-config.ts";
import { DEFAULT_EFFORT, type Effort, EFFORTS } from "../../../release/effort.ts";
import { encodeRelease, FORMAT_VERSION } from "../../../release/release.ts";
import { scanTree, type ScanResult } from "../../../release/scan.ts";
import { decodeSigningKey, signRelease, type SigningKey } from "../../../release/signature.ts";
import type { OperatorClient } from "../client.ts";
import { addCommand, type Bind, collect, type CommandContext, parseArgument } from "../command.ts";
import type { CliConfig } from "../config.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatBytes } from "../../../runtime/format.ts";
import { type Doing, plan, register, type Registration } from "../register.ts";
import { scanCacheFile } from "../scan-cache.ts";
import { uploadMissing, type UploadOptions, type UploadProgress, uploadTo } from "../upload.ts";
import { bundleList } from "./releases.ts";

interface CreateOptions {
  readonly app: string;
  readonly tag: string;
  readonly source?: string;
  readonly newBase?: true;
  readonly maskModes?: true;
  readonly allowSymlink?: readonly string[];
  readonly effort?: Effort;
  readonly dryRun?: true;
  readonly scanCache: boolean;
}

export function addReleaseCreateCommand(release: Command, bind: Bind): void {
  addCommand(release, "create <dir>", "sign the content of a directory as a release, and upload what the coordinator lacks of it")
    .requiredOption("--app <name>", "the app")
    .requiredOption("--tag <tag>", "the release's name, like release/2026-11-20/1")
    .option("--source <revision>", "the version-control revision it was made from")
    .option("--new-base", "start a new base even where an overlay would do")
    .option("--mask-modes", "take modes other than 0644 and 0755 as one of these (0600 becomes readable to all) instead of refusing them")
    .option("--allow-symlink <prefix>", "allow links to below this absolute path; the hosts must allow it too (repeatable)", collect)
    .addOption(new Option("--effort <effort>", "how hard to pack").choices(Object.keys(EFFORTS)).default(DEFAULT_EFFORT))
    .option("--dry-run", "pack it in a temporary place, say what came of it, and store nothing")
    .option("--no-scan-cache", "read every file again, and don't keep the scan for the next one")
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
  await checkAppConfig(scan);
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
  const registration = {
    envelope: signRelease(payload, keys),
    listing: listing.bytes,
    newBase: options.newBase ?? false,
    effort: options.effort ?? "",
  };
  const making: Making = { app, scan, client, registration, doing: { output, signal } };
  return options.dryRun === true ? planOnly(making) : make(making);
}

interface Making {
  readonly app: AppName;
  readonly scan: ScanResult;
  readonly client: OperatorClient;
  readonly registration: Registration;
  readonly doing: Doing;
}

async function make(making: Making): Promise<ExitCode> {
  const { scan, client, registration, doing } = making;
  const { output, signal } = doing;
  const uploaded = await upload(making, uploadTo(client, signal));
  const release = await register(client, registration, doing);
  output.endLive("remove");
  const { uploadedFiles, uploadedBytes } = uploaded;
  output.answer({ release, uploadedFiles, uploadedBytes, warnings: scan.warnings }, () => releaseLines(release, uploaded));
  return EXIT.ok;
}

async function planOnly(making: Making): Promise<ExitCode> {
  const { app, scan, client, registration, doing } = making;
  const { tree, count, sizeBytes, bytes } = scan.listing;
  let lacking: UploadProgress = { entries: 0, uploadedFiles: 0, uploadedBytes: 0 };
  const sendFiles = async (send: (part: UploadFilesRequest) => Promise<void>): Promise<void> => {
    lacking = await upload(making, async (parts) => {
      for await (const part of parts) await send(part);
    });
  };
  const { exists, newBase, bundles } = await plan(client, { ...registration, sendFiles }, doing);
  const files = [...scan.listing.entries()].filter(({ kind }) => kind === "file").length;
  const listing = { tree, entries: count, files, sizeBytes, listingBytes: bytes.length };
  const planned: Planned = {
    app,
    ...listing,
    lackingFiles: lacking.uploadedFiles,
    lackingBytes: lacking.uploadedBytes,
    exists,
    newBase,
    bundles,
  };
  doing.output.endLive("remove");
  doing.output.answer({ plan: planned, warnings: scan.warnings }, () => planLines(planned));
  return EXIT.ok;
}

interface Planned extends ReleasePlan {
  readonly app: string;
  readonly tree: string;
  readonly entries: number;
  readonly files: number;
  readonly sizeBytes: number;
  readonly listingBytes: number;
  /** What would be uploaded. */
  readonly lackingFiles: number;
  readonly lackingBytes: number;
}

function planLines(planned: Planned): readonly string[] {
  const { app, tree, entries, files, sizeBytes, lackingFiles, lackingBytes, exists, newBase, bundles } = planned;
  const packed = bundles.map(({ kind, fromTree, sizeBytes: size }) =>
    kind === "base" ? `  base: ${formatBytes(size)}` : `  overlay on tree ${fromTree.slice(0, 12)}: ${formatBytes(size)}`,
  );
  return [
    `dry run of ${app}: ${entries} entries, ${files} files, ${formatBytes(sizeBytes)}, tree ${tree.slice(0, 12)}; nothing is stored`,
    ...(exists ? ["  the release is there already"] : [`  to upload: ${lackingFiles} files, ${formatBytes(lackingBytes)}`]),
    ...(newBase ? ["  starts a new base"] : []),
    ...packed,
    ...(bundles.length === 0 && !exists ? ["  nothing to pack: hosts keep that tree"] : []),
  ];
}

function upload({ app, scan, client, doing }: Making, to: UploadOptions["upload"]): Promise<UploadProgress> {
  const { listing, sourcePath } = scan;
  const { output, signal } = doing;
  const onProgress = (now: UploadProgress): void =>
    output.live(() => [
      `uploading: ${now.uploadedFiles} files, ${formatBytes(now.uploadedBytes)}; ${now.entries} of ${listing.count} entries compared`,
    ]);
  return uploadMissing({ app, listing, sourcePath, client, upload: to, signal, onProgress });
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

async function readSigningKeys(config: CliConfig, app: AppName): Promise<readonly SigningKey[]> {
  const files = config.apps.get(app)?.signingKeys ?? [];
  if (files.length === 0) {
    throw new ShoalError("E_CONFIG", `${config.file} names no signing key for app ${app}`, { hint: `add apps.${app}.signingKeys` });
  }
  return Promise.all(files.map(async (file) => decodeSigningKey(await readSecretFile(file))));
}

/** A mistake in the tree's own shoal.yaml is told before anything is sent. */
async function checkAppConfig({ listing, sourcePath }: ScanResult): Promise<void> {
  if (findAppConfig(listing.bytes) === null) return;
  parseAppConfig(await readFile(sourcePath(APP_CONFIG_NAME)));
}

async function scanDirectory(root: string, options: CreateOptions, { output, signal }: Doing): Promise<ScanResult> {
  const modes = options.maskModes ? "mask" : "strict";
  return scanTree({
    root,
    modes,
    cacheFile: options.scanCache ? await scanCacheFile({ root, modes, env: process.env }) : undefined,
    allowedSymlinkPrefixes: options.allowSymlink ?? [],
    signal,
    onProgress: (now) => output.live(() => [`scanning: ${now.entries} entries, ${formatBytes(now.doneBytes)}`]),
  });
}
