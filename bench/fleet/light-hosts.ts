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

export type Request = { readonly kind: "start" } | { readonly kind: "mark" } | { readonly kind: "count" };

/** Times are those of CLOCK_MONOTONIC, which all processes share. */
export interface Counts {
  /** Open and welcomed. */
  readonly welcomed: number;
  readonly lastWelcomeMs: number;
  /** Since the mark. */
  readonly swaps: number;
  readonly lastSwapMs: number;
  readonly lost: number;
  /** Dialled in vain, and what was said last of it. */
  readonly vain: number;
  readonly why: string;
  readonly active: Readonly<Record<string, number>>;
}

/** At the first start: those that shake hands at the same time. */
const DIALLING = 24;

const { port, app, environment, caPem, hosts } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as LightHostsFile;
const counted = { welcomed: 0, lastWelcomeMs: 0, swaps: 0, lastSwapMs: 0, lost: 0, vain: 0, why: "" };
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
        counted[welcomed ? "lost" : "vain"] += 1;
        counted.why = why;
      },
      onSwap: () => {
        counted.swaps += 1;
        counted.lastSwapMs = nowMs();
      },
    },
  );
});

process.on("message", (request: Request) => {
  if (request.kind === "start") void startAll();
  if (request.kind === "mark") Object.assign(counted, { swaps: 0, lastSwapMs: 0, lost: 0, vain: 0, why: "" });
  process.send?.({ ...counted, active: activeNow() } satisfies Counts);
});
process.on("disconnect", () => process.exit(0));

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
