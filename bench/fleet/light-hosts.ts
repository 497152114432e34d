/** Many light hosts in one process; told and asked over IPC by hosts.ts. argv[2]: a JSON file of their identities. Ends with its parent. */
import { readFileSync } from "node:fs";
import { createSecureContext, type SecureContext } from "node:tls";
import { LightHost } from "./light-host.ts";
import { openLightSession } from "./light-session.ts";

export interface HostIdentity {
  readonly host: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface LightHostsFile {
  readonly port: number;
  readonly app: string;
  readonly environment: string;
  readonly caPem: string;
  readonly hosts: readonly HostIdentity[];
}

export type Request =
  | { readonly kind: "start" }
  /** With a share: it is told at once when so many of these hosts have swapped. */
  | { readonly kind: "mark"; readonly share?: number }
  | { readonly kind: "count" };

/** Beside the answers to requests. */
export interface Reached {
  readonly kind: "reached";
}

/** Times are those of CLOCK_MONOTONIC, which all processes share. */
export interface Counts {
  /** Open and welcomed. */
  readonly welcomed: number;
  readonly lastWelcomeMs: number;
  /** Since the mark. */
  readonly swaps: number;
  readonly lastSwapMs: number;
  /** Dialled in vain, by what was said of it. */
  readonly vain: Readonly<Record<string, number>>;
  readonly active: Readonly<Record<string, number>>;
  /** Used so far by these processes. */
  readonly cpuS: number;
}

/** At the first start: those that shake hands at the same time. */
const DIALLING = 24;

const { port, app, environment, caPem, hosts } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as LightHostsFile;
const counted = {
  welcomed: 0,
  lastWelcomeMs: 0,
  swaps: 0,
  lastSwapMs: 0,
  vain: {} as Record<string, number>,
  toldAt: Number.POSITIVE_INFINITY,
};
const waiting: (() => void)[] = [];

const light = hosts.map(({ host, certificatePem, keyPem }) => {
  let secureContext: SecureContext | undefined;
  return new LightHost(
    { host, app, environment },
    {
      open: (events) => {
        secureContext ??= createSecureContext({ ca: caPem, cert: certificatePem, key: keyPem, minVersion: "TLSv1.3" });
        return openLightSession({ port, secureContext }, events);
      },
      nowMs,
      onWelcome: () => {
        counted.welcomed += 1;
        counted.lastWelcomeMs = nowMs();
        waiting.shift()?.();
      },
      onEnd: (welcomed, why) => {
        if (welcomed) counted.welcomed -= 1;
        else counted.vain[why] = (counted.vain[why] ?? 0) + 1;
      },
      onSwap: () => {
        counted.swaps += 1;
        counted.lastSwapMs = nowMs();
        if (counted.swaps === counted.toldAt) process.send?.({ kind: "reached" } satisfies Reached);
      },
    },
  );
});

process.on("message", (request: Request) => {
  if (request.kind === "start") void startAll();
  if (request.kind === "mark") mark(request.share);
  const { user, system } = process.cpuUsage();
  process.send?.({ ...counted, active: activeNow(), cpuS: (user + system) / 1e6 } satisfies Counts);
});
process.on("disconnect", () => process.exit(0));

function mark(share?: number): void {
  const toldAt = share === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil(hosts.length * share));
  Object.assign(counted, { swaps: 0, lastSwapMs: 0, vain: {}, toldAt });
}

/** A fleet was not switched on in one second; that is what coming back after a restart is for. */
async function startAll(): Promise<void> {
  const queue = [...light];
  const lane = async (): Promise<void> => {
    for (let host = queue.shift(); host !== undefined; host = queue.shift()) {
      const welcomed = new Promise<void>((resolve) => waiting.push(resolve));
      host.start();
      await welcomed;
    }
  };
  await Promise.all(Array.from({ length: DIALLING }, lane));
}

function activeNow(): Record<string, number> {
  const active: Record<string, number> = {};
  for (const host of light) active[host.active ?? ""] = (active[host.active ?? ""] ?? 0) + 1;
  return active;
}

function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
