/** `shoal lab` as people run it: on loopback everywhere, in network namespaces where we are root. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import test, { type ExecutionContext } from "ava";
import { whyNoNamespaces } from "../../../../coordinator/cli/lab/network.ts";
import { labProcesses } from "../../../../coordinator/cli/lab/processes.ts";
import type { LabRecord } from "../../../../coordinator/cli/lab/record.ts";
import { temporaryFolder } from "../../temporary.ts";
import { answers, shoal, startShoal } from "../shoal.ts";

interface LabAnswer {
  readonly id: string;
  readonly config: string;
  readonly machines: readonly {
    readonly name: string;
    readonly pid: number;
    readonly running: boolean;
    readonly namespace: string | null;
  }[];
}

/** A lab's directory; whatever happens in the test, the lab ends with it. */
function labDirectory(t: ExecutionContext): string {
  const directory = join(temporaryFolder(t), "lab");
  t.teardown(async () => {
    if (existsSync(directory)) await shoal(["lab", "down", "--dir", directory]);
  });
  return directory;
}

/** Nothing of it: processes, namespaces, links, files. */
function nothingLeft(t: ExecutionContext, directory: string, id: string): void {
  t.false(existsSync(directory), "its directory");
  t.deepEqual(labProcesses(id, { namespaces: [], besides: [] }), [], "its processes");
  if (!existsSync("/run/netns")) return;
  t.deepEqual(
    readdirSync("/run/netns").filter((name) => name.startsWith(`shoal-${id}`)),
    [],
    "its namespaces",
  );
  t.false(existsSync(`/sys/class/net/shoal${id}`), "the operator's link");
}

const SMALL = ["--dcs", "2", "--hosts", "1"];

test.serial("a lab on loopback has its hosts connected, takes a deploy, and leaves nothing", async (t) => {
  const directory = labDirectory(t);
  const up = await shoal(["lab", "up", ...SMALL, "--loopback", "--dir", directory, "--json"]);
  t.is(up.code, 0, up.stderr + up.stdout);
  const [lab] = answers(up) as [LabAnswer];
  t.deepEqual(
    lab.machines.map(({ name, running, namespace }) => ({ name, running, namespace })),
    ["coordinator", "dc1-h1", "dc2-h1"].map((name) => ({ name, running: true, namespace: null })),
  );

  const again = await shoal(["lab", "up", ...SMALL, "--loopback", "--dir", directory, "--json"]);
  t.like(answers(again)[0], { error: { code: "E_EXISTS", hint: `end it with shoal lab down --dir ${directory}` } });

  const status = await shoal(["lab", "status", "--dir", directory, "--json"]);
  t.deepEqual((answers(status)[0] as { connected: string[] }).connected.toSorted(), ["dc1-h1", "dc2-h1"]);
  await deploys(t, directory, lab);

  const down = await shoal(["lab", "down", "--dir", directory]);
  t.is(down.code, 0, down.stderr);
  nothingLeft(t, directory, lab.id);
  t.is((await shoal(["lab", "down", "--dir", directory])).code, 1);
});

test.serial("a lab in namespaces is deployed to over its uplinks, and leaves nothing", async (t) => {
  if (await skipped(t)) return;
  const directory = labDirectory(t);
  const up = await shoal(["lab", "up", ...SMALL, "--rtt", "40ms", "--dir", directory, "--json"]);
  t.is(up.code, 0, up.stderr + up.stdout);
  const [lab] = answers(up) as [LabAnswer];
  t.deepEqual(
    lab.machines.map(({ name, namespace }) => ({ name, namespace })),
    ["coordinator", "dc1-h1", "dc2-h1"].map((name) => ({ name, namespace: `shoal-${lab.id}-${name}` })),
  );
  // The operator's address is of this machine, the hosts' are not.
  t.regex(
    execFileSync("ip", ["-4", "address", "show", "dev", `shoal${lab.id}`], { encoding: "utf8" }),
    /10\.\d+\.0\.1 peer 10\.\d+\.1\.1\/32/,
  );

  await deploys(t, directory, lab);
  const status = await shoal(["lab", "status", "--dir", directory, "--json"]);
  const { uplinks } = answers(status)[0] as { uplinks: Record<string, { inBytes: number }> };
  t.true((uplinks["dc2"]?.inBytes ?? 0) > BUNDLE_BYTES, "the remote host's copy crossed its uplink");
  t.true((uplinks["dc2"]?.inBytes ?? 0) < 2 * BUNDLE_BYTES, "once");

  t.is((await shoal(["lab", "down", "--dir", directory])).code, 0);
  nothingLeft(t, directory, lab.id);
});

test.serial("a lab whose making was killed is ended by lab down, and nothing is left", async (t) => {
  const directory = labDirectory(t);
  const namespaces = (await whyNoNamespaces()) === null;
  const running = startShoal(["lab", "up", ...SMALL, ...(namespaces ? [] : ["--loopback"]), "--dir", directory]);
  const record = await recordOnce(directory, ({ processes }) => processes.length >= 2);
  running.child.kill("SIGKILL");
  await running.ended;
  if (namespaces) t.true(existsSync(`/run/netns/${record.plan.network?.core}`), "the test is to find something");
  const down = await shoal(["lab", "down", "--dir", directory]);
  t.is(down.code, 0, down.stderr);
  nothingLeft(t, directory, record.plan.id);
});

test("files of the user's own in a lab's directory stay, and a directory in use is refused", async (t) => {
  const directory = join(temporaryFolder(t), "lab");
  mkdirSync(join(directory, "hosts"), { recursive: true });
  writeFileSync(join(directory, "hosts", "notes"), "mine");
  const up = await shoal(["lab", "up", "--dir", directory, "--json"]);
  t.like(answers(up)[0], { error: { code: "E_EXISTS", message: `${join(directory, "hosts")} is there already` } });
  t.is(readFileSync(join(directory, "hosts", "notes"), "utf8"), "mine");
  t.false(existsSync(join(directory, "lab.json")));
});

test("lab down refuses a record that names what is no lab's", async (t) => {
  const directory = temporaryFolder(t);
  writeFileSync(join(directory, "lab.json"), JSON.stringify({ version: 1, plan: { network: { core: "default" } } }));
  const down = await shoal(["lab", "down", "--dir", directory, "--json"]);
  t.like(answers(down)[0], { error: { code: "E_FORMAT" } });
  t.true(existsSync(join(directory, "lab.json")));
});

const BUNDLE_BYTES = 3_000_000;

async function deploys(t: ExecutionContext, directory: string, { config }: LabAnswer): Promise<void> {
  const tree = join(temporaryFolder(t), "tree");
  mkdirSync(tree);
  writeFileSync(join(tree, "data"), randomBytes(BUNDLE_BYTES));
  const env = { SHOAL_CONFIG: config };
  const created = await shoal(["release", "create", tree, "--app", "web", "--tag", "v1"], { env });
  t.is(created.code, 0, created.stderr);
  const deployed = await shoal(["deploy", "v1", "--app", "web", "--environment", "lab"], { env });
  t.is(deployed.code, 0, deployed.stderr);
  for (const host of ["dc1-h1", "dc2-h1"]) {
    t.is(readFileSync(join(directory, "hosts", host, "srv", "web", "current", "data")).length, BUNDLE_BYTES);
  }
}

async function skipped(t: ExecutionContext): Promise<boolean> {
  const objection = await whyNoNamespaces();
  if (objection === null) return false;
  t.log(`skipped: ${objection}`);
  t.pass();
  return true;
}

/** The record as soon as it fits. */
async function recordOnce(directory: string, fits: (record: LabRecord) => boolean): Promise<LabRecord> {
  mkdirSync(directory, { recursive: true });
  const watcher = watch(directory);
  try {
    for (;;) {
      const file = join(directory, "lab.json");
      const record = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as LabRecord) : null;
      if (record !== null && fits(record)) return record;
      await once(watcher, "change");
    }
  } finally {
    watcher.close();
  }
}
