import test from "ava";
import { serveMetrics } from "../../coordinator/metrics.ts";
import { HostMap } from "../../coordinator/rollout/host-map.ts";
import type { StreamState } from "../../coordinator/rollout/state.ts";
import { NO_WORK } from "../../proto/messages.ts";
import { startTestCoordinator } from "./start.ts";

const LINK = { seed: true, datacenter: "", payloadBytes: 150, protocolBytes: 2, wastedBytes: 3 };

test("the newest rollout of each stream is told in Prometheus' text format", async (t) => {
  const prepare = { ...NO_WORK, bundle: "b", bundleBytes: 100, firstPieceMs: 250, links: [LINK] };
  const hosts = { h1: { datacenter: 'a"b\\c', state: "ready", prepare, readyMs: 1500 } };
  const streams = [
    { app: "web", environment: "production", rollout: { id: "r1", hosts: HostMap.from(Object.entries(hosts) as never) } },
    { rollout: null },
  ] as unknown as StreamState[];
  const server = await serveMetrics(
    { host: "127.0.0.1", port: 0 },
    { streams: () => streams, hosts: () => ({ registered: 3, connected: 2 }), seedDatacenter: "ams" },
  );
  t.teardown(() => server.stop());
  const answer = await fetch(`http://127.0.0.1:${server.port}/metrics`);
  t.regex(answer.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
  const text = await answer.text();
  const stream = 'app="web",environment="production",rollout="r1"';
  const link = `${stream},from="seed",from_datacenter="ams",to_datacenter="a\\"b\\\\c"`;
  for (const line of [
    "shoal_hosts 3",
    "shoal_hosts_connected 2",
    `shoal_rollout_hosts{${stream},state="ready"} 1`,
    `shoal_rollout_received_bytes{${link},kind="payload"} 150`,
    `shoal_rollout_received_bytes{${link},kind="protocol"} 2`,
    `shoal_rollout_received_bytes{${link},kind="wasted"} 3`,
    `shoal_rollout_copies{${stream},datacenter="a\\"b\\\\c"} 1.53`,
    `shoal_rollout_first_piece_seconds{${stream}} 0.25`,
    `shoal_rollout_ready_seconds{${stream},hosts="all"} 1.5`,
  ])
    t.true(text.split("\n").includes(line), `${line}\nis not in\n${text}`);
  t.is((await fetch(`http://127.0.0.1:${server.port}/`)).status, 404);
  t.is((await fetch(`http://127.0.0.1:${server.port}/metrics`, { method: "POST", body: "x" })).status, 404);
});

test("metrics have no authentication: an address that others reach is refused, loopback is served", async (t) => {
  const change = (metrics: string) => (yaml: { listen: object }) => Object.assign(yaml.listen, { metrics });
  await t.throwsAsync(startTestCoordinator(t, { change: change("0.0.0.0:0") }), { code: "E_CONFIG", message: /metrics/ });
  const { coordinator } = await startTestCoordinator(t, { change: change("127.0.0.1:0") });
  const text = await (await fetch(`http://127.0.0.1:${coordinator.ports.metrics}/metrics`)).text();
  t.true(text.includes("\nshoal_hosts 0\n"));
});
