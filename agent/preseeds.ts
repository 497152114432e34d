/**
 * Preseeds of this host: bundles fetched before anybody deploys, at low priority, and not unpacked. Beside the state machine, which they never
 * touch: a prepare finds verified pieces on disk, or none, and does the same either way.
 *
 * The coordinator says the whole set of an app each time; what is not in it is given up. What is durable is the download's own record (release,
 * kept until), so after a restart nothing is lost, and the next session's set goes on with it.
 */
import type { BundleDescription, PreseedBegin, PreseedOrder, PreseedReport } from "../proto/messages.ts";
import type { SignedRelease } from "../release/release.ts";
import type { Clock } from "../runtime/clock.ts";
import { ShoalError, toError, toFailure } from "../runtime/errors.ts";
import type { Failure } from "../runtime/errors.ts";
import type { AppName, Digest, ReleaseId } from "../runtime/ids.ts";
import { short } from "../runtime/ids.ts";
import type { Downloads } from "./downloads/downloads.ts";
import { startMeter } from "./downloads/meter.ts";
import { throttle } from "./effects/progress.ts";
import { checkRoom } from "./effects/space.ts";
import { PROGRESS_INTERVAL_MS } from "./shell-limits.ts";

export interface PreseedsDeps {
  readonly downloads: Pick<Downloads, "folder" | "check" | "trafficOf" | "acquire" | "release" | "keepPreseeded">;
  readonly verifyEnvelope: (app: AppName, envelope: Uint8Array) => SignedRelease | Failure;
  /** A usable revision of that tree is on the host. */
  readonly has: (app: AppName, tree: Digest) => boolean;
  /** Of the routes those that the host can take now, cheapest first. */
  readonly usable: (app: AppName, routes: readonly BundleDescription[], tree: Digest) => readonly BundleDescription[];
  readonly send: (report: PreseedReport) => void;
  readonly clock: Clock;
}

interface Running {
  readonly stop: AbortController;
  done: Promise<void>;
}

export class Preseeds {
  readonly #deps: PreseedsDeps;
  readonly #running = new Map<string, Running>();
  /** Orders one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(deps: PreseedsDeps) {
    this.#deps = deps;
  }

  take(order: PreseedOrder): void {
    this.#turn = this.#turn.then(() => this.#take(order)).catch(() => undefined);
  }

  async stop(): Promise<void> {
    for (const { stop } of this.#running.values()) stop.abort(cancelled());
    await this.#turn;
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  async #take({ app, releases, begin }: PreseedOrder): Promise<void> {
    const wanted = new Set(releases);
    for (const [key, running] of this.#running) {
      const [of, release] = key.split(" ") as [AppName, ReleaseId];
      if (of === app && !wanted.has(release)) await end(running);
    }
    await this.#deps.downloads.keepPreseeded(app, wanted);
    if (begin === null || !wanted.has(begin.release)) return;
    const key = `${app} ${begin.release}`;
    // The same again, of another session: it is told anew how far this is.
    const before = this.#running.get(key);
    if (before !== undefined) await end(before);
    const stop = new AbortController();
    const running: Running = { stop, done: Promise.resolve() };
    this.#running.set(key, running);
    running.done = this.#run(app, begin, stop.signal).finally(() => {
      if (this.#running.get(key) === running) this.#running.delete(key);
    });
  }

  async #run(app: AppName, begin: PreseedBegin, signal: AbortSignal): Promise<void> {
    const { release } = begin;
    try {
      await this.#fetch(app, begin, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#deps.send({ ...NOTHING, app, release, failure: toFailure(error) });
    }
  }

  async #fetch(app: AppName, { release, envelope, routes, untilUnixMs }: PreseedBegin, signal: AbortSignal): Promise<void> {
    const { downloads, send, clock } = this.#deps;
    const signed = this.#verified(app, release, envelope);
    const { tree } = signed.release;
    if (this.#deps.has(app, tree)) return send({ ...NOTHING, app, release, done: true });
    const [route] = this.#deps.usable(app, routes, tree);
    if (route === undefined)
      throw new ShoalError("E_BASE", `none of ${routes.length} bundles of ${signed.release.tag} can be used on this host`);
    downloads.check(route, signed.release);
    await checkRoom([{ path: downloads.folder, bytes: route.sizeBytes, inodes: 2 }]);
    const before = downloads.trafficOf(route.digest);
    const download = await downloads.acquire(app, route, { release: signed.release, preseed: { release, untilUnixMs } });
    const meter = startMeter(download, { clock, before });
    const told = throttle<PreseedReport>({ intervalMs: PROGRESS_INTERVAL_MS, clock, tell: send });
    const tell = (): void => {
      const { bytesFromSeed, bytesFromHosts } = meter.read();
      const doneBytes = download.traffic.verifiedBytes;
      told.offer({
        ...NOTHING,
        app,
        release,
        doneBytes,
        totalBytes: route.sizeBytes,
        bytesFromSeed,
        bytesFromHosts,
        done: doneBytes === route.sizeBytes,
      });
    };
    const stop = download.onChange(tell);
    try {
      tell();
      await download.waitForAll(signal);
      tell();
    } finally {
      stop();
      meter.stop();
      told.end();
      await downloads.release(route.digest, "abandoned");
    }
  }

  #verified(app: AppName, release: ReleaseId, envelope: Uint8Array): SignedRelease {
    const signed = this.#deps.verifyEnvelope(app, envelope);
    if ("code" in signed) throw toError(signed);
    if (signed.id === release) return signed;
    throw new ShoalError("E_SCOPE", `the envelope is of release ${short(signed.id)}, the order of ${short(release)}`);
  }
}

const NOTHING = { kind: "preseed", doneBytes: 0, totalBytes: 0, bytesFromSeed: 0, bytesFromHosts: 0, done: false, failure: null } as const;

async function end(running: Running): Promise<void> {
  running.stop.abort(cancelled());
  await running.done;
}

function cancelled(): ShoalError {
  return new ShoalError("E_CANCELLED", "the preseed was stopped");
}
