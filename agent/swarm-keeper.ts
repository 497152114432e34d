/**
 * The agent's swarm, opened again where it gave up (its engine died several times in a row): a host must not need a restart to take the next
 * release. What was being transferred joins again through `onReopened`.
 */
import { ShoalError } from "../runtime/errors.ts";
import type { InfoHash } from "../runtime/ids.ts";
import type { AddOptions, KnownHost, Place, Swarm, Transfer } from "../swarm/swarm.ts";
import { SWARM_REOPEN_PAUSE_MS } from "./shell-limits.ts";

export interface SwarmKeeperDeps {
  /** Opens on the port of before, if there was one: peers and tracker know it. */
  readonly open: (port: number | null) => Promise<Swarm>;
  readonly clockMs: () => number;
  readonly onReopened: () => void;
}

export class SwarmKeeper {
  readonly #deps: SwarmKeeperDeps;
  #swarm: Promise<Swarm> | null = null;
  #openedMs = -Infinity;
  #port: number | null = null;

  constructor(deps: SwarmKeeperDeps) {
    this.#deps = deps;
  }

  /** Errors: those of opening a swarm. */
  async start(): Promise<Swarm["address"]> {
    const { address } = await this.#open();
    this.#port = address.port;
    return address;
  }

  /** Of the first opening; null before it. */
  get port(): number | null {
    return this.#port;
  }

  async add(options: AddOptions): Promise<Transfer> {
    const swarm = this.#swarm;
    if (swarm === null) throw new ShoalError("E_SWARM", "the swarm is not open");
    try {
      return await (await swarm).add(options);
    } catch (error) {
      if (!(error instanceof ShoalError) || error.code !== "E_SWARM" || !(await this.#reopened(swarm))) throw error;
      return this.add(options);
    }
  }

  /** Errors: E_PEER (no address), E_NOT_FOUND (no such transfer). */
  async addPeers(infoHash: InfoHash, addresses: readonly string[], place?: Place): Promise<void> {
    await (await this.#swarm)?.addPeers(infoHash, addresses, place);
  }

  /** Errors: E_NOT_FOUND. */
  async vouch(infoHash: InfoHash, hosts: readonly KnownHost[]): Promise<void> {
    await (await this.#swarm)?.vouch(infoHash, hosts);
  }

  async stop(): Promise<void> {
    const swarm = this.#swarm;
    this.#swarm = null;
    await (await swarm?.catch(() => null))?.stop();
  }

  async #reopened(failed: Promise<Swarm>): Promise<boolean> {
    if (this.#swarm === null) return false;
    if (this.#swarm !== failed) return true;
    if (this.#deps.clockMs() - this.#openedMs < SWARM_REOPEN_PAUSE_MS) return false;
    await this.#open(failed);
    this.#deps.onReopened();
    return true;
  }

  /** The port is free once `before` has stopped. */
  #open(before?: Promise<Swarm>): Promise<Swarm> {
    this.#openedMs = this.#deps.clockMs();
    this.#swarm = (async () => {
      await (await before?.catch(() => null))?.stop();
      return this.#deps.open(this.#port);
    })();
    return this.#swarm;
  }
}
