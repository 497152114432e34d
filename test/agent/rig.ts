/** The effects on a real app root, without network: bundles come from files, events are collected. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { Downloads } from "../../agent/downloads/downloads.ts";
import { Effects } from "../../agent/effects/perform.ts";
import type { EffectContext } from "../../agent/effects/context.ts";
import { Renames } from "../../agent/effects/steps.ts";
import { Plans } from "../../agent/checks/plan.ts";
import { openRoots } from "../../agent/roots.ts";
import type { HostApp } from "../../agent/roots.ts";
import type { DiskEffect, Happening } from "../../agent/shell.ts";
import type { AppConfiguration } from "../../agent/configuration.ts";
import type { Now } from "../../agent/state.ts";
import type { ProgressReport } from "../../proto/messages.ts";
import { decodePublicKey, encodePublicKey, verifyEnvelope } from "../../release/signature.ts";
import type { SignedRelease } from "../../release/release.ts";
import { systemClock } from "../../runtime/clock.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { CommandId, HostId, RevisionId } from "../../runtime/ids.ts";
import { createStreamLogger } from "../../runtime/log.ts";
import { Inbox, identityOf, temporaryFolder } from "./fleet.ts";
import { PRODUCTION, WEB } from "./lanes.ts";
import { localSwarm } from "./local-swarm.ts";
import type { LocalSwarm } from "./local-swarm.ts";
import { KEY } from "./releases.ts";
import type { TestBundle, TestRelease } from "./releases.ts";

export interface Rig {
  readonly folder: string;
  readonly root: string;
  readonly caPem: string;
  readonly app: HostApp;
  readonly swarm: LocalSwarm;
  readonly events: Inbox<Happening & { readonly now?: Now | undefined }>;
  readonly progress: readonly ProgressReport[];
  readonly logged: readonly string[];
  readonly effects: Effects;
  readonly context: EffectContext;
  readonly downloads: Downloads;
  /** Performs it and resolves with what comes of it. */
  run<Kind extends Happening["kind"]>(effect: DiskEffect, ...kinds: readonly Kind[]): Promise<Extract<Happening, { readonly kind: Kind }>>;
  /** As if its downloads had been deleted. */
  forgetBundles(): Promise<void>;
  /** Fetch, unpack, commit. */
  install(revision: string, release: TestRelease, bundle: TestBundle, sources?: readonly RevisionId[]): Promise<void>;
}

export interface RigOptions {
  readonly root?: string;
  readonly app?: Partial<AppConfiguration>;
  readonly clock?: Partial<Clock>;
}

export async function openRig(t: ExecutionContext, { root, app = {}, clock = {} }: RigOptions = {}): Promise<Rig> {
  const folder = temporaryFolder(t);
  const { caPem } = await identityOf("agent", "web1");
  const configured: AppConfiguration = {
    app: WEB,
    root: root ?? join(folder, "srv"),
    environment: PRODUCTION,
    pins: { keys: [KEY.publicKey], threshold: 1 },
    keepRevisions: 3,
    linkMode: "auto",
    allowedSymlinkPrefixes: [],
    user: null,
    units: [],
    ...app,
  };
  const roots = await openRoots({ apps: [configured], allowNonDurable: true });
  t.teardown(() => roots.release());
  const swarm = localSwarm();
  mkdirSync(join(folder, "state"));
  const downloads = new Downloads(
    { folder: join(folder, "state/downloads"), caPem },
    { swarm, unixMs: () => 1, clockMs: () => 0, announce: () => undefined, onTrouble: () => undefined },
  );
  await downloads.start();
  const events: Rig["events"] = new Inbox();
  const progress: ProgressReport[] = [];
  const logged: string[] = [];
  const context: EffectContext = {
    host: "web1" as HostId,
    stateDir: join(folder, "state"),
    plans: new Plans(),
    renames: new Renames(),
    apps: new Map(roots.apps.map((one) => [one.app, one])),
    clock: { ...systemClock, ...clock },
    downloads,
    post: (happening, now) => events.push({ ...happening, now }),
    progress: (report) => progress.push(report),
    log: createStreamLogger({ name: "test", level: "debug" }, { write: (line) => void logged.push(line) }),
  };
  const effects = new Effects(context);
  t.teardown(() => effects.stop());
  const rig: Omit<Rig, "run" | "install" | "forgetBundles"> = {
    folder,
    root: configured.root,
    caPem,
    app: roots.apps[0] as HostApp,
    swarm,
    events,
    progress,
    logged,
    effects,
    context,
    downloads,
  };
  const run: Rig["run"] = async (effect, ...kinds) => {
    const from = events.seen.length;
    effects.perform(effect);
    return (await events.next(({ kind }) => (kinds as readonly string[]).includes(kind), from)) as never;
  };
  const forgetBundles = (): Promise<void> => downloads.retain({});
  return { ...rig, run, forgetBundles, install: (...args) => install({ ...rig, run } as Rig, args) };
}

export function materializeOf(
  revision: string,
  release: TestRelease,
  bundle: TestBundle,
  sources: readonly RevisionId[] = [],
  salvage: RevisionId | null = null,
) {
  return {
    kind: "materialize",
    app: WEB,
    commandId: `c-${revision}` as CommandId,
    revision: revision as RevisionId,
    release: signed(release),
    route: bundle.description,
    sources,
    salvage,
    deadlineUnixMs: Date.now() + 60_000,
  } as const;
}

export function commitOf(revision: string, release: TestRelease, bundle: TestBundle) {
  const { fromTree } = bundle.description;
  return {
    kind: "commit",
    app: WEB,
    commandId: `c-${revision}` as CommandId,
    revision: revision as RevisionId,
    release: signed(release),
    fromTree,
  } as const;
}

function signed({ envelope }: TestRelease): SignedRelease {
  return verifyEnvelope({ envelope, app: WEB, pins: { keys: [decodePublicKey(encodePublicKey(KEY.publicKey))], threshold: 1 } });
}

async function install({ run, swarm }: Rig, [revision, release, bundle, sources = []]: Parameters<Rig["install"]>): Promise<void> {
  swarm.offer(bundle);
  const fetched = await run(materializeOf(revision, release, bundle, sources), "materialized", "materialize-failed");
  if (fetched.kind === "materialize-failed") throw new Error(fetched.failure.message);
  const committed = await run(commitOf(revision, release, bundle), "committed", "commit-failed");
  if (committed.kind === "commit-failed") throw new Error(committed.failure.message);
}
