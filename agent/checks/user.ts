/**
 * Whom programs of a release run as. Only root can become somebody else: another agent runs them as itself, and refuses to start where the
 * configuration asks for more.
 */
import { execFile } from "node:child_process";
import { userInfo } from "node:os";
import { promisify } from "node:util";
import { ShoalError } from "../../runtime/errors.ts";
import type { AppName } from "../../runtime/ids.ts";

export interface AppUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** Null: root runs the agent, and nobody said who is to run programs; then none is. Errors: E_CONFIG. */
export async function findUser(app: AppName, name: string | null): Promise<AppUser | null> {
  const self = userInfo();
  const own = { name: self.username, uid: self.uid, gid: self.gid, home: self.homedir };
  if (name === null) return self.uid === 0 ? null : own;
  const found = await lookUp(app, name);
  if (self.uid === 0 || found.uid === self.uid) return found;
  throw new ShoalError("E_CONFIG", `app ${app}: programs are to run as ${name}, but the agent runs as ${self.username}, not as root`, {
    hint: `leave user out, run the agent as ${name}, or as root`,
  });
}

/** By the machine's own name service, so that it need not be in /etc/passwd. */
async function lookUp(app: AppName, name: string): Promise<AppUser> {
  const { stdout } = await promisify(execFile)("getent", ["passwd", name], { timeout: LOOKUP_MS }).catch((cause: unknown) => {
    throw new ShoalError("E_CONFIG", `app ${app}: there is no user ${name} on this machine (getent passwd ${name})`, { cause });
  });
  const [found = "", , uid = "", gid = "", , home = "/"] = stdout.trim().split(":");
  return { name: found, uid: Number(uid), gid: Number(gid), home };
}

const LOOKUP_MS = 10_000;
