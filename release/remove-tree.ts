/** Removes a directory with all below it, never across a mount point (S18): coreutils' `rm`, since Node's own has no such bound and blocks or creeps. */
import { spawn } from "node:child_process";
import { ShoalError } from "../runtime/errors.ts";
import { quote } from "./paths.ts";

/** What isn't there is fine. Throws E_IO with the first complaint; the rest is removed then. */
export async function removeTree(path: string): Promise<void> {
  const child = spawn("rm", ["-rf", "--one-file-system", "--", path], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    if (complaint.length < 500) complaint += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return;
  throw new ShoalError("E_IO", `can't remove ${quote(path)}: ${complaint.split("\n")[0] || "rm was killed"}`, {
    hint: "look for immutable files (lsattr), mount points and foreign owners below it",
  });
}
