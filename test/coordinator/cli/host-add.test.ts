import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { loadConfiguration } from "../../../agent/configuration.ts";
import type { AddHostRequest } from "../../../proto/operator-types.ts";
import { ShoalError } from "../../../runtime/errors.ts";
import { loadIdentity } from "../../../runtime/secret-files.ts";
import { temporaryFolder } from "../temporary.ts";
import { aKnownHost, initFleet, serveScripted } from "./scripted.ts";
import { answers, shoal, startShoal } from "./shoal.ts";

const WHERE = ["--environment", "production", "--app", "web", "--dc", "ams"];

test("the folder of a new host is a whole configuration: the agent reads it as it is", async (t) => {
  const fleet = await initFleet(t);
  const requests: AddHostRequest[] = [];
  const server = await serveScripted(t, fleet, {
    addHost: async (request) => {
      requests.push(request);
      return aKnownHost();
    },
  });
  const out = join(temporaryFolder(t), "web1");
  const args = [
    ...WHERE,
    "--rack",
    "r7",
    "--label",
    "disk=ssd",
    "--label",
    "note=a=b",
    "--address",
    "192.0.2.7",
    "--root",
    "/srv/apps",
    "--user",
    "www",
  ];
  const ended = await shoal(["host", "add", "web1", ...args, "--out", out, "--json"], { env: fleet.env });
  t.is(ended.code, 0, ended.stdout);
  t.deepEqual(requests, [
    { host: "web1", environment: "production", apps: ["web"], labels: { disk: "ssd", note: "a=b", dc: "ams", rack: "r7" } },
  ]);
  t.like(answers(ended)[0], { host: "web1", directory: out });

  const agent = await loadConfiguration(join(out, "agent.yaml"));
  t.is(agent.host as string, "web1");
  t.deepEqual(agent.coordinators, [`127.0.0.1:${server.port}`]);
  t.is(agent.swarm.advertiseHost, "192.0.2.7");
  t.like(agent.apps[0], { app: "web", root: "/srv/apps/web", environment: "production", user: "www" });
  const coordinatorPins = readFileSync(join(fleet.folder, "coordinator", "coordinator.yaml"), "utf8");
  t.is(agent.apps[0]?.pins.threshold, 1);
  t.true(readFileSync(join(out, "agent.yaml"), "utf8").includes(/ed25519:\S+/.exec(coordinatorPins)?.[0] ?? "none"));
  const files = { caFile: join(out, "ca.crt"), certificateFile: join(out, "agent.crt"), keyFile: join(out, "agent.key") };
  t.is((await loadIdentity({ ...files, role: "agent" })).self.principal as string, "agent:web1");
  t.is(statSync(join(out, "agent.key")).mode & 0o777, 0o600);
});

test("a host that the coordinator refuses leaves no folder", async (t) => {
  const fleet = await initFleet(t);
  await serveScripted(t, fleet, {
    addHost: async () => {
      throw new ShoalError("E_DENIED", "operator:alice may not add hosts");
    },
  });
  const parent = temporaryFolder(t);
  const ended = await shoal(["host", "add", "web1", ...WHERE, "--out", join(parent, "web1"), "--json"], { env: fleet.env });
  t.is(ended.code, 6);
  t.deepEqual(readdirSync(parent), []);
});

test("Ctrl-C while the coordinator is asked leaves no folder and no key: exit code 130", async (t) => {
  const fleet = await initFleet(t);
  const { promise: asked, resolve: onAsked } = Promise.withResolvers<void>();
  await serveScripted(t, fleet, {
    addHost: async (_, { signal }) => {
      onAsked();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return aKnownHost();
    },
  });
  const parent = temporaryFolder(t);
  const running = startShoal(["host", "add", "web1", ...WHERE, "--out", join(parent, "web1")], { env: fleet.env });
  await asked;
  running.child.kill("SIGINT");
  t.is((await running.ended).code, 130);
  t.deepEqual(readdirSync(parent), []);
});

test("a host is not told to the coordinator when its folder is taken", async (t) => {
  const fleet = await initFleet(t);
  let asked = 0;
  await serveScripted(t, fleet, {
    addHost: async () => {
      asked++;
      return aKnownHost();
    },
  });
  const ended = await shoal(["host", "add", "web1", ...WHERE, "--out", fleet.folder, "--json"], { env: fleet.env });
  t.is(ended.code, 1);
  t.like(answers(ended)[0], { error: { code: "E_EXISTS" } });
  t.is(asked, 0);
});

const refused = test.macro({
  exec: async (t, args: readonly string[], message: RegExp) => {
    const fleet = await initFleet(t);
    const out = join(temporaryFolder(t), "out");
    const ended = await shoal(["host", "add", ...args, "--out", out, "--json"], { env: fleet.env });
    t.is(ended.code, 2, ended.stdout);
    t.regex((answers(ended)[0] as { error: { message: string } }).error.message, message);
    t.false(existsSync(out));
  },
  title: (_, args: readonly string[]) => `host add ${args.join(" ")} is refused before anything is sent`,
});

test(refused, ["../web1", ...WHERE], /host id/);
test(refused, ["web1", "--environment", "production", "--app", "api", "--dc", "ams"], /no app api/);
test(refused, ["web1", ...WHERE, "--label", "nothing"], /key=value/);
test(refused, ["web1", "--environment", "production", "--app", "web"], /--dc/);
