/**
 * What each peer of one torrent sent us, and where that peer is. Where a host is, only the coordinator knows: it says so when it names the
 * host, which may be after its first bytes came; so bytes are kept by peer and put together by datacenter when somebody looks.
 */
import { ACCOUNTS_MAX } from "../limits.ts";
import type { KnownHost, LinkTraffic } from "../swarm.ts";
import { addTraffic } from "../traffic.ts";

interface Account {
  readonly seed: boolean;
  heardBytes: number;
  receivedBytes: number;
  wastedBytes: number;
}

export class Accounts {
  /** By principal. */
  readonly #accounts = new Map<string, Account>();
  readonly #datacenters = new Map<string, string>();
  /** Of peers whose accounts were closed to make room. */
  #closed: readonly LinkTraffic[] = [];

  know(hosts: readonly KnownHost[]): void {
    for (const { host, datacenter } of hosts) {
      if (this.#datacenters.size >= ACCOUNTS_MAX) this.#datacenters.clear();
      this.#datacenters.set(`agent:${host}`, datacenter);
    }
  }

  /** Bytes of the wire, payload and all. */
  heard(peer: string, seed: boolean, bytes: number): void {
    this.#open(peer, seed).heardBytes += bytes;
  }

  /** Payload in answer to a request, needed or not. */
  received(peer: string, seed: boolean, bytes: number): void {
    this.#open(peer, seed).receivedBytes += bytes;
  }

  /** Of what was received: not needed after all. */
  wasted(peer: string, bytes: number): void {
    const account = this.#accounts.get(peer);
    if (account !== undefined) account.wastedBytes += bytes;
  }

  links(): readonly LinkTraffic[] {
    return addTraffic(
      this.#closed,
      [...this.#accounts].map(([peer, account]) => this.#link(peer, account)),
    );
  }

  #open(peer: string, seed: boolean): Account {
    const there = this.#accounts.get(peer);
    if (there !== undefined) return there;
    const [oldest] = this.#accounts;
    if (this.#accounts.size >= ACCOUNTS_MAX && oldest !== undefined) {
      this.#closed = addTraffic(this.#closed, [this.#link(...oldest)]);
      this.#accounts.delete(oldest[0]);
    }
    const account = { seed, heardBytes: 0, receivedBytes: 0, wastedBytes: 0 };
    this.#accounts.set(peer, account);
    return account;
  }

  #link(peer: string, { seed, heardBytes, receivedBytes, wastedBytes }: Account): LinkTraffic {
    return {
      seed,
      datacenter: seed ? "" : (this.#datacenters.get(peer) ?? ""),
      payloadBytes: Math.max(0, receivedBytes - wastedBytes),
      protocolBytes: Math.max(0, heardBytes - receivedBytes),
      wastedBytes: Math.min(wastedBytes, receivedBytes),
    };
  }
}
