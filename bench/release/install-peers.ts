/** The tools we are measured against; installed with apt where they are missing and we are root. */
import type { Report } from "./report.ts";
import { has, shell } from "./shell.ts";

const TOOLS = ["xdelta3", "zstd", "bsdiff", "ostree", "rsync", "b3sum"] as const;
export type Tool = (typeof TOOLS)[number];

/** The tools that are there. */
export async function installPeers(report: Report): Promise<ReadonlySet<Tool>> {
  let missing = await missingTools();
  if (missing.length > 0 && process.getuid?.() === 0) {
    report.say(`installing ${missing.join(" ")}`);
    // Debian's packages have the tools' names.
    const install =
      'export DEBIAN_FRONTEND=noninteractive; apt-get -qq update; for p in "$@"; do apt-get -qq install -y --no-install-recommends "$p" || true; done';
    await shell(install, missing).catch((error: unknown) => report.say(`apt: ${String(error)}`));
    missing = await missingTools();
  }
  for (const tool of missing) report.say(`peer absent: ${tool} (apt-get install ${tool}); it is left out`);
  return new Set(TOOLS.filter((tool) => !missing.includes(tool)));
}

async function missingTools(): Promise<Tool[]> {
  const missing: Tool[] = [];
  for (const tool of TOOLS) if (!(await has(tool))) missing.push(tool);
  return missing;
}
