/**
 * The coordinator's swarm, opened again where it gave up (its engine died several times in a row). It is looked after by asking it for its memory every
 * now and then: a swarm that can't say so twice in a row is replaced by a new one on the same port, and whoever seeds is told to add everything again.
 */
import type { AddOptions, Swarm, Transfer } from "../swarm/swarm.ts";
import { ShoalError } from "../runtime/errors.ts";
import type { InfoHash } from "../runtime/ids.ts";
import { SWARM_CHECK_MS, SWARM_CHECKS_FAILED_MAX } from "./limits.ts";

export interface SeedSwarmDeps {
  /** Opens on the port of before, if there was one: the tracker and the hosts know it. */
  readonly open: (port: number | null) => Promise<Swarm>;
  readonly every: (intervalMs: number, run: () => void) => () => void;
  readonly onReopened: () => void;
  readonly warn: (message: string, error: unknown) => void;
}

export class SeedSwarm {
  readonly #deps: SeedSwarmDeps;
  #swarm: Swarm | null = null;
  #stopChecking: (() => void) | null = null;
  #checking = false;
  #failed = 0;

  constructor(deps: SeedSwarmDeps) {
    this.#deps = deps;
  }

  /** Errors: those of opening a swarm. */
  async start(): Promise<Swarm["address"]> {
    this.#swarm = await this.#deps.open(null);
    this.#stopChecking = this.#deps.every(SWARM_CHECK_MS, () => void this.check());
    return this.#swarm.address;
  }

  /** Errors: those of the swarm; E_SWARM where there is none at the moment. */
  async add(options: AddOptions): Promise<Transfer> {
    if (this.#swarm === null) throw new ShoalError("E_SWARM", "the swarm is not open");
    return this.#swarm.add(options);
  }

  /** Errors: those of the swarm; E_SWARM where there is none at the moment. */
  async addPeers(infoHash: InfoHash, peers: readonly string[]): Promise<void> {
    if (this.#swarm === null) throw new ShoalError("E_SWARM", "the swarm is not open");
    return this.#swarm.addPeers(infoHash, peers);
  }

  /** One look at it. Never rejects. */
  async check(): Promise<void> {
    if (this.#checking || this.#swarm === null) return;
    this.#checking = true;
    try {
      await this.#swarm.memoryBytes();
      this.#failed = 0;
    } catch (error) {
      this.#failed += 1;
      if (this.#failed >= SWARM_CHECKS_FAILED_MAX) await this.#reopen(this.#swarm, error);
    } finally {
      this.#checking = false;
    }
  }

  async stop(): Promise<void> {
    this.#stopChecking?.();
    const swarm = this.#swarm;
    this.#swarm = null;
    await swarm?.stop();
  }

  async #reopen(before: Swarm, cause: unknown): Promise<void> {
    this.#deps.warn("the swarm gave up and is opened again", cause);
    const { port } = before.address;
    try {
      await before.stop();
      const next = await this.#deps.open(port);
      // Stopped meanwhile.
      if (this.#swarm === null) return await next.stop();
      this.#swarm = next;
      this.#failed = 0;
      this.#deps.onReopened();
    } catch (error) {
      this.#deps.warn("the swarm could not be opened again; the next check tries anew", error);
    }
  }
}
