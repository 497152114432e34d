/** `GET /metrics` for Prometheus, on loopback only: it has no authentication. Numbers are read from the streams when somebody asks. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { accountsOf, copiesOf, type RolloutAccounts } from "./rollout/accounts.ts";
import type { HostState, StreamState } from "./rollout/state.ts";
import type { Address } from "./configuration.ts";
import { METRICS_REQUEST_TIMEOUT_MS } from "./limits.ts";

export interface MetricsDeps {
  readonly streams: () => readonly StreamState[];
  /** Hosts registered, and those with a session. */
  readonly hosts: () => { readonly registered: number; readonly connected: number };
  readonly seedDatacenter: string;
}

export interface Metrics {
  readonly port: number;
  stop(): Promise<void>;
}

/** Rejects with the listener's error. */
export async function serveMetrics(listen: Address, deps: MetricsDeps): Promise<Metrics> {
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(renderMetrics(deps));
  });
  server.requestTimeout = server.headersTimeout = METRICS_REQUEST_TIMEOUT_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(listen.port, listen.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, stop: () => close(server) };
}

/** Of the newest rollout of each stream: what is shown does not grow with time. Prometheus' text format 0.0.4. */
function renderMetrics({ streams, hosts, seedDatacenter }: MetricsDeps): string {
  const { registered, connected } = hosts();
  const open = streams().flatMap(({ app, environment, rollout }) => (rollout === null ? [] : [{ app, environment, rollout }]));
  const rollouts = open.map(({ app, environment, rollout }) => ({
    labels: { app, environment, rollout: rollout.id },
    accounts: accountsOf(rollout, seedDatacenter),
    states: Object.values(rollout.hosts).map(({ state }) => state),
  }));
  return [
    ...gauge("shoal_hosts", "registered hosts", [sample({}, registered)]),
    ...gauge("shoal_hosts_connected", "hosts with a session", [sample({}, connected)]),
    ...gauge("shoal_rollout_hosts", "hosts of the newest rollout by state", rollouts.flatMap(hostSamples)),
    ...gauge("shoal_rollout_received_bytes", "bytes that hosts received for the newest rollout", rollouts.flatMap(byteSamples)),
    ...gauge(
      "shoal_rollout_copies",
      "payload from outside of a datacenter by the size of what its hosts unpacked",
      rollouts.flatMap(copySamples),
    ),
    ...gauge("shoal_rollout_first_piece_seconds", "soonest first piece of a host", rollouts.flatMap(firstSamples)),
    ...gauge(
      "shoal_rollout_ready_seconds",
      "from the request until half of the hosts, and all, were ready",
      rollouts.flatMap(readySamples),
    ),
    "",
  ].join("\n");
}

type Labels = Readonly<Record<string, string>>;

interface Shown {
  readonly labels: Labels;
  readonly accounts: RolloutAccounts;
  readonly states: readonly HostState[];
}

interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

function sample(labels: Labels, value: number): Sample {
  return { labels, value };
}

function hostSamples({ labels, states }: Shown): readonly Sample[] {
  return [...new Set(states)].map((state) => sample({ ...labels, state }, states.filter((one) => one === state).length));
}

function byteSamples({ labels, accounts }: Shown): readonly Sample[] {
  return accounts.links.flatMap(({ from, fromDatacenter, toDatacenter, payloadBytes, protocolBytes, wastedBytes }) => {
    const link = { ...labels, from, from_datacenter: fromDatacenter, to_datacenter: toDatacenter };
    const kinds = { payload: payloadBytes, protocol: protocolBytes, wasted: wastedBytes };
    return Object.entries(kinds).map(([kind, value]) => sample({ ...link, kind }, value));
  });
}

function copySamples({ labels, accounts }: Shown): readonly Sample[] {
  return accounts.datacenters.flatMap((account) => {
    const copies = copiesOf(account);
    return copies === null ? [] : [sample({ ...labels, datacenter: account.datacenter }, copies)];
  });
}

function firstSamples({ labels, accounts: { firstPieceMs } }: Shown): readonly Sample[] {
  return firstPieceMs === null ? [] : [sample(labels, firstPieceMs / 1000)];
}

function readySamples({ labels, accounts: { halfMs, allMs } }: Shown): readonly Sample[] {
  return Object.entries({ half: halfMs, all: allMs }).flatMap(([hosts, ms]) =>
    ms === null ? [] : [sample({ ...labels, hosts }, ms / 1000)],
  );
}

function gauge(name: string, help: string, samples: readonly Sample[]): readonly string[] {
  const lines = samples.map(({ labels, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`);
    return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
  });
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines];
}

function escape(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  return closed;
}
