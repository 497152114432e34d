/** The tools we are measured against; installed with apt where they are missing and we are root. */
import { shell } from "../release/shell.ts";
import type { Report } from "./report.ts";

/** Debian's Python, which is the one that apt installs modules for. */
export const PYTHON = "/usr/bin/python3";

/** How to see that a tool is there, and Debian's package with it. */
const TOOLS = {
  libtorrent: { check: `${PYTHON} -c 'import libtorrent'`, package: "python3-libtorrent" },
  aria2: { check: "command -v aria2c", package: "aria2" },
  transmission: { check: "command -v transmission-cli", package: "transmission-cli" },
  rsync: { check: "command -v rsync", package: "rsync" },
  nginx: { check: "command -v nginx", package: "nginx-light" },
  curl: { check: "command -v curl", package: "curl" },
} as const;

export type Tool = keyof typeof TOOLS;
const NAMES = Object.keys(TOOLS) as Tool[];

/** The tools that are there. */
export async function installPeers(report: Report): Promise<ReadonlySet<Tool>> {
  let missing = await missingTools();
  if (missing.length > 0 && process.getuid?.() === 0) {
    report.say(`installing ${missing.join(" ")}`);
    // A service that its package would start at once must not run here.
    const install = `export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
apt-get -qq update; for p in "$@"; do apt-get -qq install -y --no-install-recommends "$p" > /dev/null || true; done`;
    const packages = missing.map((tool) => TOOLS[tool].package);
    await shell(install, packages).catch((error: unknown) => report.say(`apt: ${String(error)}`));
    missing = await missingTools();
  }
  for (const tool of missing) report.say(`peer absent: ${tool} (apt-get install ${TOOLS[tool].package}); it is left out`);
  return new Set(NAMES.filter((tool) => !missing.includes(tool)));
}

async function missingTools(): Promise<Tool[]> {
  const there = await Promise.all(
    NAMES.map((tool) =>
      shell(TOOLS[tool].check).then(
        () => true,
        () => false,
      ),
    ),
  );
  return NAMES.filter((_, index) => there[index] !== true);
}
