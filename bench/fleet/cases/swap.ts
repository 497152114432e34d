/** A real agent and a release with a check: from the rename of the slot to the begin of the first check, as the agent tells it in its result. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { createOperatorClient } from "../../../coordinator/cli/client.ts";
import { readConfig } from "../../../coordinator/cli/config.ts";
import type { ActivationStep } from "../../../proto/messages.ts";
import type { Bench } from "../cases.ts";
import { APP, ENVIRONMENT, freePort } from "../made-fleet.ts";
import { median } from "../numbers.ts";
import { type Program, shoal, startProgram } from "../programs.ts";

const DEPLOYS = 5;
const HOST = "real1";

export async function swapCase({ report, scratch }: Bench): Promise<void> {
  const fleet = join(scratch, "swap");
  const service = createServer((_, response) => response.end("fine")).listen(0, "127.0.0.1");
  await once(service, "listening");
  const programs: Program[] = [];
  try {
    programs.push(...(await startBoth(fleet, scratch)));
    const { port } = service.address() as AddressInfo;
    for (let deploy = 1; deploy <= DEPLOYS; deploy += 1) await deployChecked(fleet, `v${deploy}`, port);
    const times = await startsOfChecks(fleet);
    if (times.length !== DEPLOYS) throw new Error(`${times.length} checks after a swap were told of, not ${DEPLOYS}`);
    const note = `median of ${times.join(", ")} ms; an HTTP check, no hooks`;
    const beside = { peer: `slowest of ${DEPLOYS}`, theirs: Math.max(...times) };
    report.add({ case: "real agent", metric: "swap-to-check-ms", ours: median(times), beside, note });
  } finally {
    for (const program of programs.toReversed()) await program.end("SIGTERM");
    service.close();
  }
}

async function startBoth(fleet: string, scratch: string): Promise<readonly Program[]> {
  const ports = ["--swarm-port", "0", "--tracker-port", "0", "--preset", "loopback"];
  await shoal(null, ["init", fleet, "--app", APP, "--operator", "alice", "--address", `127.0.0.1:${await freePort()}`, ...ports]);
  const config = join(fleet, "coordinator", "coordinator.yaml");
  const coordinator = await startProgram({
    program: "coordinator/shoal-coordinator",
    args: ["--config", config],
    log: join(scratch, "swap.log"),
  });
  const out = join(fleet, HOST);
  const place = ["--dc", "dc1", "--address", "127.0.0.1", "--swarm-listen", "127.0.0.1:0", "--preset", "loopback"];
  const host = ["host", "add", HOST, "--environment", ENVIRONMENT, "--app", APP, ...place, "--root", join(out, "srv"), "--out", out];
  await shoal(fleet, host);
  const yaml = parse(readFileSync(join(out, "agent.yaml"), "utf8")) as { apps: Record<string, { user?: string }> };
  if (process.getuid?.() === 0) (yaml.apps[APP] as { user?: string }).user = "root";
  writeFileSync(join(out, "agent.yaml"), stringify(yaml), { mode: 0o600 });
  const args = ["--allow-nondurable", "--config", join(out, "agent.yaml")];
  return [coordinator, await startProgram({ program: "agent/shoal-agent", args, log: join(scratch, "swap.log") })];
}

async function deployChecked(fleet: string, tag: string, port: number): Promise<void> {
  const tree = join(fleet, "trees", tag);
  mkdirSync(tree, { recursive: true });
  writeFileSync(join(tree, "index.html"), `release ${tag}\n`, { mode: 0o644 });
  const checks = [{ name: "healthy", http: { url: `http://127.0.0.1:${port}/`, expect: { body: "^fine" } } }];
  writeFileSync(join(tree, "shoal.yaml"), stringify({ version: 1, checks }), { mode: 0o644 });
  await shoal(fleet, ["release", "create", tree, "--app", APP, "--tag", tag]);
  await shoal(fleet, ["deploy", tag, "--app", APP, "--environment", ENVIRONMENT]);
}

/** From the rollout's log, where the results stand as the agent told them. */
async function startsOfChecks(fleet: string): Promise<readonly number[]> {
  const operator = await createOperatorClient(await readConfig(join(fleet, "shoal.yaml")));
  try {
    const { events } = await operator.listEvents({ app: APP, environment: ENVIRONMENT, afterVersion: 0, limit: 1_000 });
    return events.flatMap(({ kind, body }) => {
      if (kind !== "host-answered") return [];
      const { answer } = JSON.parse(body) as { answer: { result?: { steps?: readonly ActivationStep[] } } };
      const first = answer.result?.steps?.find(({ kind, phase }) => kind === "check" && phase === "after");
      return first?.startedAfterSwapMs ?? [];
    });
  } finally {
    operator.close();
  }
}
