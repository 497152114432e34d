/** A throw-away fleet: one CA for a test file, certificates on demand, temporary folders. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { createFleetCa, issueCertificate } from "../../runtime/certificates.ts";
import type { Identity, KeyPair, Role } from "../../runtime/identity.ts";

const fleetCa = createFleetCa({ name: "test fleet", days: 2 });

export async function identityOf(role: Role, name: string, ca?: KeyPair): Promise<Identity> {
  const trusted = await fleetCa;
  const pair = await issueCertificate({ ca: ca ?? trusted, role, name, addresses: ["127.0.0.1"], days: 1 });
  return { caPem: trusted.certificatePem, ...pair };
}

/** Trusts the fleet's CA, but holds a certificate of another CA of the same name. */
export async function strangerOf(role: Role, name: string): Promise<Identity> {
  return identityOf(role, name, await createFleetCa({ name: "test fleet", days: 2 }));
}

export function temporaryFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), "shoal-agent-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Resolves when a value for which `accept` holds was pushed. */
export class Inbox<T> {
  readonly seen: T[] = [];
  #waiting: { readonly accept: (value: T) => boolean; readonly resolve: (value: T) => void }[] = [];

  push(value: T): void {
    this.seen.push(value);
    const [ready, rest] = [this.#waiting.filter((one) => one.accept(value)), this.#waiting.filter((one) => !one.accept(value))];
    this.#waiting = rest;
    for (const one of ready) one.resolve(value);
  }

  /** The first that fits, of those seen already (from index `from` on) and those to come. */
  next(accept: (value: T) => boolean, from = 0): Promise<T> {
    const there = this.seen.slice(from).find(accept);
    if (there !== undefined) return Promise.resolve(there);
    return new Promise((resolve) => this.#waiting.push({ accept, resolve }));
  }
}
