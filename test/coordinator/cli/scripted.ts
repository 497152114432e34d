/**
 * A coordinator that says what a test wants: the real gRPC server, contract and certificates, with the test's own handlers. For cases that a real one comes
 * to rarely or slowly (failed hosts, a restart, a refusal); test/system/ runs the same commands against the real one.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import type { Host, Release, Rollout, Preseed, PreseedHost, RolloutHost } from "../../../proto/operator-types.ts";
import { createService, type RpcServer, serve } from "../../../proto/rpc-server.ts";
import type { Handlers } from "../../../proto/rpc.ts";
import { operatorContract } from "../../../proto/service.ts";
import { ShoalError } from "../../../runtime/errors.ts";
import { temporaryFolder } from "../temporary.ts";
import { shoal } from "./shoal.ts";

export type OperatorHandlers = Handlers<(typeof operatorContract)["methods"]>;

export interface FleetFolder {
  readonly folder: string;
  /** Environment in which `shoal` finds this fleet. */
  readonly env: { readonly SHOAL_CONFIG: string };
}

/** What `shoal init` made, in a folder of its own. The command runs once a file and name; each test has a copy. */
export async function initFleet(t: ExecutionContext, name = "fleet"): Promise<FleetFolder> {
  const made = inits.get(name) ?? runInit(name);
  inits.set(name, made);
  const folder = join(temporaryFolder(t), name);
  cpSync(await made, folder, { recursive: true });
  return { folder, env: { SHOAL_CONFIG: join(folder, "shoal.yaml") } };
}

const inits = new Map<string, Promise<string>>();

async function runInit(name: string): Promise<string> {
  const parent = mkdtempSync(join(tmpdir(), "shoal-cli-"));
  process.on("exit", () => rmSync(parent, { recursive: true, force: true }));
  const { code, stderr } = await shoal(["init", join(parent, name), "--app", "web", "--operator", "alice"]);
  if (code !== 0) throw new Error(`shoal init: exit code ${code}: ${stderr}`);
  return join(parent, name);
}

/** Serves with the fleet's own coordinator certificate and writes the port into shoal.yaml. Handlers that a test does not give refuse. */
export async function serveScripted(t: ExecutionContext, { folder }: FleetFolder, handlers: Partial<OperatorHandlers>): Promise<RpcServer> {
  const server = await serveOn({ folder, port: 0 }, handlers);
  t.teardown(() => server.stop());
  const file = join(folder, "shoal.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace(/^coordinator: .*$/m, `coordinator: 127.0.0.1:${server.port}`));
  return server;
}

export function serveOn({ folder, port }: { folder: string; port: number }, handlers: Partial<OperatorHandlers>): Promise<RpcServer> {
  const pem = (name: string): string => readFileSync(join(folder, "coordinator", name), "utf8");
  const identity = { caPem: pem("ca.crt"), certificatePem: pem("coordinator.crt"), keyPem: pem("coordinator.key") };
  const refuse = async (): Promise<never> => {
    throw new ShoalError("E_INTERNAL", "the test has no answer to this");
  };
  const all = Object.fromEntries(Object.keys(operatorContract.methods).map((name) => [name, refuse])) as unknown as OperatorHandlers;
  return serve({ listen: { host: "127.0.0.1", port }, identity, services: [createService(operatorContract, { ...all, ...handlers })] });
}

export function aRollout(change: Partial<Rollout> = {}): Rollout {
  return {
    rollout: "r-1",
    kind: "deploy",
    app: "web",
    environment: "production",
    slot: "current",
    release: "a".repeat(64),
    tag: "release/1",
    tree: "b".repeat(64),
    state: "preparing",
    hosts: [aHost({ host: "web1" }), aHost({ host: "web2" })],
    principal: "operator:alice",
    note: "",
    startedUnixMs: 1_700_000_000_000,
    endedUnixMs: 0,
    failure: null,
    accounts: null,
    policy: "one",
    waves: [{ name: "all", hosts: ["web1", "web2"], canary: false, bakeMs: 0, gates: [] }],
    wave: 0,
    bakeUntilUnixMs: 0,
    gate: null,
    pause: null,
    failed: 0,
    next: null,
    ...change,
  };
}

export function aHost(change: Partial<RolloutHost> = {}): RolloutHost {
  return {
    host: "web1",
    datacenter: "ams",
    state: "pending",
    failure: null,
    progress: null,
    bytesFromSeed: 0,
    bytesFromHosts: 0,
    prepareMs: 0,
    activateMs: 0,
    route: "",
    connected: true,
    why: "",
    wave: 0,
    ...change,
  };
}

export function aRelease(change: Partial<Release> = {}): Release {
  return {
    release: "a".repeat(64),
    app: "web",
    tag: "release/1",
    tree: "b".repeat(64),
    files: 2,
    sizeBytes: 1234,
    created: "2026-11-20T12:00:00Z",
    sourceRevision: "",
    signedBy: ["c".repeat(64)],
    bundles: [{ kind: "base", digest: "d".repeat(64), fromTree: "", sizeBytes: 1000, infoHash: "e".repeat(40) }],
    principal: "operator:alice",
    registeredUnixMs: 1_700_000_000_000,
    ...change,
  };
}

export function aKnownHost(change: Partial<Host> = {}): Host {
  return {
    host: "web1",
    environment: "production",
    apps: ["web"],
    labels: { dc: "ams" },
    connected: true,
    heardUnixMs: 1_700_000_000_000,
    agentVersion: "0.1.0",
    slots: [],
    ...change,
  };
}

export function aPreseed(change: Partial<Preseed> = {}): Preseed {
  return {
    app: "web",
    environment: "production",
    release: "c".repeat(64),
    tag: "release/2",
    datacenter: "ams",
    sharePercent: 50,
    principal: "operator:ci",
    note: "",
    startedUnixMs: 1_700_000_000_000,
    untilUnixMs: 1_700_100_000_000,
    hosts: [aPreseedHost()],
    stopped: false,
    ...change,
  };
}

export function aPreseedHost(change: Partial<PreseedHost> = {}): PreseedHost {
  return {
    ...{ host: "web1", datacenter: "ams", state: "fetching", doneBytes: 50, totalBytes: 200, bytesFromSeed: 50, bytesFromHosts: 0 },
    ...{ failure: null, connected: true, ...change },
  };
}
