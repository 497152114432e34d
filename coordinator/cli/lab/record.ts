/**
 * DIR/lab.json: everything of a lab that is outside of DIR, written before it is made. Whoever reads it can remove the lab, also after `lab up` was killed:
 * namespaces and the link have names, processes are added one by one before they begin.
 */
import { link, mkdir, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { fsyncDirectory, sweepTemporaries, writeFileDurably } from "../../../runtime/durable.ts";
import { ShoalError, textOf } from "../../../runtime/errors.ts";
import type { LabLinks, LabPlan } from "./plan.ts";
import type { LabProcess } from "./processes.ts";

export interface LabRecord {
  readonly version: 1;
  readonly plan: LabPlan;
  readonly links: LabLinks;
  readonly app: string;
  readonly environment: string;
  /** `host:port` of the coordinator; empty until it is known. */
  readonly coordinator: string;
  /** `lab up` itself, while it makes the lab. */
  readonly maker: LabProcess | null;
  readonly processes: readonly LabProcess[];
}

/** Whom it belongs to is told by its names; all else in the directory is the user's. */
const OWN_NAMES = ["fleet", "hosts", "logs", "cache"];
const FILE = "lab.json";

/** Makes DIR/lab.json, which must not be there, and nothing of ours either. Errors: E_EXISTS, the file system's. */
export async function createRecord(directory: string, record: LabRecord): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const names = await readdir(directory);
  const taken = names.includes(FILE) ? undefined : names.find((name) => OWN_NAMES.includes(name));
  if (taken !== undefined) throw new ShoalError("E_EXISTS", `${join(directory, taken)} is there already`, { hint: "give another --dir" });
  const draft = join(directory, `.${FILE}.${record.plan.id}`);
  await writeFileDurably(draft, encode(record));
  try {
    // Unlike a rename, a link never replaces.
    await link(draft, join(directory, FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new ShoalError("E_EXISTS", `there is a lab in ${directory}`, { hint: `end it with shoal lab down --dir ${directory}` });
  } finally {
    await rm(draft, { force: true });
  }
  await fsyncDirectory(directory);
}

/** Errors: E_IO. */
export async function writeRecord(directory: string, record: LabRecord): Promise<void> {
  await writeFileDurably(join(directory, FILE), encode(record));
}

/** Null where there is no lab. Errors: E_FORMAT. */
export async function readRecord(directory: string): Promise<LabRecord | null> {
  const file = join(directory, FILE);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return RECORD.parse(JSON.parse(text));
  } catch (error) {
    throw new ShoalError("E_FORMAT", `${file} is no record of a lab: ${textOf(error)}`, { cause: error });
  }
}

/** The files of the lab, the record last; the directory too where nothing else is in it. */
export async function removeFiles(directory: string): Promise<void> {
  for (const name of [...OWN_NAMES, FILE]) await rm(join(directory, name), { recursive: true, force: true, maxRetries: 3 });
  await sweepTemporaries(directory);
  await rmdir(directory).catch(() => {});
}

function encode(record: LabRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** A record is acted on as root: names have no room for anything else. */
const name = z.string().regex(/^[a-z0-9-]{1,64}$/);
const ownNamespace = z.string().regex(/^shoal-[0-9a-f]{6}-[a-z0-9-]{1,32}$/);
const address = z.ipv4();
const machine = z.strictObject({ name, datacenter: name, address, namespace: ownNamespace.nullable() });
const labProcess = z.strictObject({ name, pid: z.int().min(2), startTicks: z.int().min(0) });

const RECORD = z.strictObject({
  version: z.literal(1),
  plan: z.strictObject({
    id: z.string().regex(/^[0-9a-f]{6}$/),
    coordinator: machine,
    hosts: z.array(machine),
    network: z
      .strictObject({
        core: ownNamespace,
        sites: z.array(z.strictObject({ name, namespace: ownNamespace })),
        operator: z.strictObject({ link: z.string().regex(/^shoal[0-9a-f]{6}$/), address }),
      })
      .nullable(),
  }),
  links: z.strictObject({ wanBps: z.number(), lanBps: z.number(), rttMs: z.number() }),
  app: z.string(),
  environment: z.string(),
  coordinator: z.string(),
  maker: labProcess.nullable(),
  processes: z.array(labProcess),
});
