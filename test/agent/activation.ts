/** A real agent, a service whose health is what the active revision says, and hooks that write down that they ran. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { stringify } from "yaml";
import type { IntentResult } from "../../proto/messages.ts";
import { startCoordinator } from "./coordinator.ts";
import type { TestCoordinator } from "./coordinator.ts";
import { temporaryFolder } from "./fleet.ts";
import { slotTarget, startAgent, writeAgentFiles } from "./process.ts";
import type { AgentFiles, AgentProcess } from "./process.ts";
import { makeBase, makeRelease } from "./releases.ts";
import type { Files, TestRelease } from "./releases.ts";

export interface Stage {
  readonly folder: string;
  readonly coordinator: TestCoordinator;
  readonly files: AgentFiles;
  /** The service's, which answers what `current/health` says. */
  readonly port: number;
  /** What hooks wrote: `<revision's name> <phase>`. */
  readonly ran: () => readonly string[];
  /** Signed, fetched and prepared; `yaml` replaces parts of its shoal.yaml. */
  readonly install: (name: string, options?: InstallOptions) => Promise<TestRelease>;
  /** A new process; where it is to live, resolves when it has said hello. */
  readonly restart: (fault?: string) => Promise<AgentProcess>;
  /** What the slot's revision is called; null: there is no slot. */
  readonly active: () => string | null;
}

export interface InstallOptions {
  readonly health?: string;
  readonly checks?: readonly unknown[];
  readonly hooks?: Readonly<Record<string, unknown>>;
  readonly files?: Files;
}

/** Quick: a test waits for nothing but what it looks at. */
export const PACE = { retries: 1, interval: "100ms", timeout: "5s" };

export async function openStage(t: ExecutionContext): Promise<Stage> {
  const folder = temporaryFolder(t);
  const coordinator = await startCoordinator();
  t.teardown(() => coordinator.stop());
  const app = process.getuid?.() === 0 ? { user: "root" } : {};
  const files = await writeAgentFiles({ folder: join(folder, "host"), coordinatorPort: coordinator.port, app });
  const port = await serveHealth(t, files);
  const trace = join(folder, "ran");
  writeFileSync(trace, "");
  const restart = async (fault?: string): Promise<AgentProcess> => {
    const last = coordinator.received.seen.findLast(({ report }) => report.kind === "hello")?.report;
    const agent = startAgent(files, fault === undefined ? {} : { fault });
    t.teardown(() => agent.kill("SIGKILL"));
    await Promise.race([coordinator.hello(last?.kind === "hello" ? last : null), agent.ended]);
    return agent;
  };
  const install = async (name: string, options: InstallOptions = {}): Promise<TestRelease> => {
    const { health = "200", checks = healthChecks(port), hooks = hooksInto(trace), files: more = {} } = options;
    const yaml = stringify({ version: 1, checks, hooks }, { aliasDuplicateObjects: false });
    const content = { name, health, "shoal.yaml": yaml, "hook.sh": `echo "$(cat name) $SHOAL_PHASE" >> ${trace}\n`, ...more };
    const release = await makeRelease({ folder: join(folder, `tree-${name}`), files: content, tag: `release/${name}` });
    const bundle = await makeBase(release, { out: join(folder, `${name}.bundle`), caPem: coordinator.identity.caPem });
    await coordinator.seed(bundle);
    const prepared = await coordinator.prepare(release, [bundle]);
    t.is(prepared.outcome, "done", JSON.stringify(prepared));
    return release;
  };
  return {
    ...{ folder, coordinator, files, port, install, restart },
    ran: () => readFileSync(trace, "utf8").split("\n").filter(Boolean),
    active: () => (slotTarget(files) === null ? null : readFileSync(join(files.root, "current/name"), "utf8")),
  };
}

export function healthChecks(port: number): readonly unknown[] {
  return [
    { name: "listening", tcp: { port }, ...PACE },
    { name: "healthy", http: { url: `http://127.0.0.1:${port}/`, expect: { body: "fine" } }, ...PACE },
  ];
}

function hooksInto(trace: string): Readonly<Record<string, unknown>> {
  const hook = [{ command: ["sh", "./hook.sh", trace] }];
  return { depool: hook, restart: hook, repool: hook };
}

/** `phase name: outcome` of each. */
export function told({ steps }: IntentResult): readonly string[] {
  return steps.map(({ phase, name, outcome }) => `${phase} ${name}: ${outcome}`);
}

/** Breaks what runs without anybody deploying: in place of the file that the revision has. */
export function breakHealth(files: AgentFiles, status = "500"): void {
  mkdirSync(join(files.folder, "health"), { recursive: true });
  writeFileSync(join(files.folder, "health", slotTarget(files)?.split("/").at(-1) ?? ""), status);
}

async function serveHealth(t: ExecutionContext, files: AgentFiles): Promise<number> {
  const server = createServer((_request, response) => {
    const broken = join(files.folder, "health", slotTarget(files)?.split("/").at(-1) ?? "none");
    const own = join(files.root, "current/health");
    const status = existsSync(broken) ? readFileSync(broken, "utf8") : existsSync(own) ? readFileSync(own, "utf8") : "404";
    response.writeHead(Number(status)).end(status === "200" ? "fine" : "broken");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Of what another process does, there is no event to wait for. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
