/** `GET /metrics` for Prometheus, on loopback only: it has no authentication. Numbers are read from the streams when somebody asks. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Gauge, Registry, collectDefaultMetrics } from "prom-client";
import { accountsOf, copiesOf, type RolloutAccounts } from "./rollout/accounts.ts";
import type { HostState, Rollout, StreamState } from "./rollout/state.ts";
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
  const registry = createGauges(deps);
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") return void response.writeHead(404).end();
    registry.metrics().then(
      (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.requestTimeout = server.headersTimeout = METRICS_REQUEST_TIMEOUT_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(listen.port, listen.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, stop: () => close(server) };
}

/** Filled in when they are asked for, of the newest rollout of each stream: what is shown does not grow with time. */
function createGauges(deps: MetricsDeps): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  // Each of them looks at every connection: a tenth of a second with ten thousand hosts, at every scrape.
  for (const name of OF_EVERY_HANDLE) registry.removeSingleMetric(name);
  const shownOf = rememberRollouts(deps);
  const gauge = (name: string, help: string, samplesOf: () => readonly Sample[]): void => {
    const told = new Gauge({
      name,
      help,
      labelNames: GAUGE_LABELS,
      registers: [],
      collect() {
        this.reset();
        for (const { labels, value } of samplesOf()) this.set(labels, value);
      },
    });
    registry.registerMetric(told);
  };
  const ofRollouts = (samplesOf: (shown: Shown) => readonly Sample[]) => (): readonly Sample[] => shownOf().flatMap(samplesOf);
  gauge("shoal_hosts", "registered hosts", () => [sample({}, deps.hosts().registered)]);
  gauge("shoal_hosts_connected", "hosts with a session", () => [sample({}, deps.hosts().connected)]);
  gauge("shoal_rollout_hosts", "hosts of the newest rollout by state", ofRollouts(hostSamples));
  gauge("shoal_rollout_received_bytes", "bytes that hosts received for the newest rollout", ofRollouts(byteSamples));
  gauge("shoal_rollout_copies", "payload from outside of a datacenter by the size of what its hosts unpacked", ofRollouts(copySamples));
  gauge("shoal_rollout_first_piece_seconds", "soonest first piece of a host", ofRollouts(firstSamples));
  gauge("shoal_rollout_ready_seconds", "from the request until half of the hosts, and all, were ready", ofRollouts(readySamples));
  return registry;
}

const GAUGE_LABELS = ["app", "environment", "rollout", "state", "from", "from_datacenter", "to_datacenter", "kind", "datacenter", "hosts"];

const OF_EVERY_HANDLE = [
  "nodejs_active_handles",
  "nodejs_active_handles_total",
  "nodejs_active_requests",
  "nodejs_active_requests_total",
  "nodejs_active_resources",
  "nodejs_active_resources_total",
];

/** Counted once for all gauges of a scrape, and not again while nothing happens. */
function rememberRollouts({ streams, seedDatacenter }: MetricsDeps): () => readonly Shown[] {
  const known = new WeakMap<Rollout, Shown>();
  return () =>
    streams().flatMap(({ app, environment, rollout }) => {
      if (rollout === null) return [];
      const shown = known.get(rollout) ?? {
        labels: { app, environment, rollout: rollout.id },
        accounts: accountsOf(rollout, seedDatacenter),
        states: [...rollout.hosts.values()].map(({ state }) => state),
      };
      known.set(rollout, shown);
      return [shown];
    });
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

function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  return closed;
}
