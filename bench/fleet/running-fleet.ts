/** A fleet that runs: its coordinator, its hosts, and what an operator does with it. */
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createOperatorClient, type OperatorClient } from "../../coordinator/cli/client.ts";
import { readConfig } from "../../coordinator/cli/config.ts";
import type { Rollout } from "../../proto/operator-types.ts";
import { Hosts } from "./hosts.ts";
import { APP, ENVIRONMENT, type MadeFleet, makeFleet } from "./made-fleet.ts";
import { type Program, shoal, startProgram } from "./programs.ts";

export interface StartFleet {
  readonly cache: string;
  readonly scratch: string;
  readonly name: string;
  readonly hosts: number;
  readonly processes: number;
  readonly profile: string | null;
}

export interface Loop {
  readonly p99Ms: number;
  readonly maxMs: number;
}

export class RunningFleet {
  readonly made: MadeFleet;
  readonly hosts: Hosts;
  coordinator: Program;
  #operator: OperatorClient;
  readonly #given: StartFleet;

  private constructor(made: MadeFleet, given: StartFleet, coordinator: Program, operator: OperatorClient) {
    this.made = made;
    this.#given = given;
    this.coordinator = coordinator;
    this.#operator = operator;
    this.hosts = new Hosts(made, given.processes);
  }

  /** Its coordinator is ready; no host has dialled yet. */
  static async start(given: StartFleet): Promise<RunningFleet> {
    const made = await makeFleet({ cache: given.cache, directory: join(given.scratch, given.name), count: given.hosts });
    const coordinator = await startCoordinator(made, given);
    return new RunningFleet(made, given, coordinator, await createOperatorClient(await readConfig(join(made.directory, "shoal.yaml"))));
  }

  async restartCoordinator(): Promise<void> {
    this.#operator.close();
    this.coordinator = await startCoordinator(this.made, this.#given);
    this.#operator = await createOperatorClient(await readConfig(join(this.made.directory, "shoal.yaml")));
  }

  async release(tag: string): Promise<void> {
    const tree = join(this.made.directory, "trees", tag);
    mkdirSync(tree, { recursive: true });
    writeFileSync(join(tree, "index.html"), `release ${tag}\n`, { mode: 0o644 });
    await shoal(this.made.directory, ["release", "create", tree, "--app", APP, "--tag", tag]);
  }

  /** Resolves when it is begun. */
  deploy(tag: string): Promise<Rollout> {
    const about = { app: APP, environment: ENVIRONMENT, slot: "current", note: "", requestId: randomUUID() };
    return this.#operator.deploy({ ...about, tag, repair: false, hosts: [], policy: "", policyFile: "" });
  }

  rollbackNow(): Promise<Rollout> {
    const about = { app: APP, environment: ENVIRONMENT, slot: "current", note: "", requestId: randomUUID() };
    return this.#operator.rollback({ ...about, tag: "", now: true, policy: "", policyFile: "" });
  }

  /** As `shoal attach` follows it. Resolves with the whole rollout at its end. */
  async follow({ rollout }: Rollout): Promise<Rollout> {
    let last: Rollout | null = null;
    for await (const event of this.#operator.watch({ rollout, app: "", environment: "" })) last = event.rollout ?? last;
    if (last === null) throw new Error(`rollout ${rollout} was not told of`);
    return last;
  }

  /** Of the coordinator's event loop, as /metrics says it: since the last time it was asked. */
  async loop(): Promise<Loop> {
    const text = await (await fetch(`http://127.0.0.1:${this.made.metricsPort}/metrics`)).text();
    const of = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]) * 1000;
    return { p99Ms: of("nodejs_eventloop_lag_p99_seconds"), maxMs: of("nodejs_eventloop_lag_max_seconds") };
  }

  async end(): Promise<void> {
    await this.hosts.end();
    this.#operator.close();
    await this.coordinator.end(this.#given.profile === null ? "SIGKILL" : "SIGTERM");
  }
}

function startCoordinator({ directory }: MadeFleet, { profile }: StartFleet): Promise<Program> {
  const config = join(directory, "coordinator", "coordinator.yaml");
  const nodeOptions = profile === null ? "" : `--cpu-prof --cpu-prof-dir=${profile}`;
  return startProgram({
    program: "coordinator/shoal-coordinator",
    args: ["--config", config],
    log: join(dirname(directory), "coordinator.log"),
    nodeOptions,
  });
}

/** Throws where it did not succeed with every host. */
export function succeeded(rollout: Rollout): Rollout {
  const others = rollout.hosts.filter(({ state }) => state !== "active");
  if (rollout.state === "succeeded" && others.length === 0) return rollout;
  const first = others.slice(0, 3).map(({ host, state, failure }) => `${host} ${state} ${failure?.message ?? ""}`);
  throw new Error(
    `rollout of ${rollout.tag} ${rollout.state}, ${others.length} hosts not active: ${first.join("; ")} ${rollout.failure?.message ?? ""}`,
  );
}
