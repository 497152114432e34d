/** A revision's directory, checks as shoal.yaml would give them, and servers that answer as a test says. */
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import type { ExecutionContext } from "ava";
import type { Attempt } from "../../../agent/checks/attempt.ts";
import type { Running } from "../../../agent/checks/log.ts";
import type { AppUser } from "../../../agent/checks/user.ts";
import { parseAppConfig } from "../../../release/app-config.ts";
import type { Check } from "../../../release/app-steps.ts";
import { temporaryFolder } from "../fleet.ts";

const SELF: AppUser = { name: "self", uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, home: "/" };

/** One check, with what is left out as it is by default. */
export function checkOf(given: Readonly<Record<string, unknown>>): Check {
  const [check] = parseAppConfig(Buffer.from(JSON.stringify({ version: 1, checks: [{ name: "it", ...given }] }))).checks;
  if (check === undefined) throw new Error("no check");
  return check;
}

export function probeOf<Kind extends Check["probe"]["kind"]>(kind: Kind, given: unknown): Extract<Check["probe"], { readonly kind: Kind }> {
  return checkOf({ [kind]: given }).probe as Extract<Check["probe"], { readonly kind: Kind }>;
}

/** Path → content. */
export function directoryOf(t: ExecutionContext, files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder(t);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export function runningIn(cwd: string, user: AppUser = SELF): Running {
  return { cwd, env: { PATH: "/usr/bin:/bin" }, user, stepsFolder: join(cwd, ".steps") };
}

/** The port. */
export async function serveHttp(t: ExecutionContext, listener: RequestListener): Promise<number> {
  return listening(t, createServer(listener));
}

export async function serveHttps(
  t: ExecutionContext,
  pair: { readonly certificatePem: string; readonly keyPem: string },
  listener: RequestListener,
): Promise<number> {
  return listening(t, createTlsServer({ cert: pair.certificatePem, key: pair.keyPem }, listener));
}

/** Not the time of a check: no test waits as long. */
export const unhurried = (): AbortSignal => AbortSignal.timeout(30_000);

/** What an attempt came to, or why it rejected. */
export async function detailOf(attempt: Promise<Attempt>): Promise<string> {
  return attempt.then(
    ({ holds, detail }) => `${holds ? "holds" : "fails"}: ${detail}`,
    (error: Error) => `rejects: ${error.message}`,
  );
}

async function listening(t: ExecutionContext, server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
