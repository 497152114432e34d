/**
 * Extended attributes, ACLs and file capabilities don't travel. Node has no call that sees them, so `getfattr` (Debian: attr) is asked where it is
 * installed; where it isn't, nothing is known and nothing is warned of.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { MAX_FINDINGS } from "./limits.ts";
import { quote } from "./paths.ts";

/** One warning for each file, link or directory below `root` that has some; at most MAX_FINDINGS. Rejects with the signal's reason. */
export async function findAttributes(root: string, signal?: AbortSignal): Promise<readonly string[]> {
  const child = spawn("getfattr", ["-R", "-P", "-h", "-m", "-", "--", "."], {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
    ...(signal && { signal }),
  });
  const failed = new Promise<null>((resolve) => child.once("error", () => resolve(null)));
  const done = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const warnings = await Promise.race([failed, collect(createInterface({ input: child.stdout }))]);
  if (warnings !== null) await done;
  signal?.throwIfAborted();
  return warnings ?? [];
}

/** `getfattr` prints `# file: path` and then a name a line, an empty line after each file. */
async function collect(lines: AsyncIterable<string>): Promise<readonly string[]> {
  const warnings: string[] = [];
  let path: string | null = null;
  for await (const line of lines) {
    if (line.startsWith("# file: ")) path = line.slice("# file: ".length);
    else if (line !== "" && path !== null && warnings.length < MAX_FINDINGS) {
      warnings.push(`${quote(path)} has the attribute ${quote(line)}, which does not travel`);
    }
  }
  return warnings;
}
