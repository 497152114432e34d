/**
 * The demo: a fleet on this machine, from nothing. Two published versions of an npm package become two releases; the first crosses to six hosts
 * as a base, the second as an overlay, then all go back to the first. Every step is a command that anybody can type, and is shown. The demo
 * checks the outcome for itself (demo-parts/checks.ts) and ends with an error where something does not hold. With --bad-release it tells another
 * story: demo-parts/bad-release.ts.
 */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { tellBadRelease } from "./demo-parts/bad-release.ts";
import { checkInodes, checkNothingFetched, checkRoute, checkShare, checkSucceeded, checkTrees } from "./demo-parts/checks.ts";
import { APP, ENVIRONMENT, type Fleet, HOSTS, startFleet } from "./demo-parts/fleet.ts";
import { create, fetchPackage, PACKAGE, ship, tagOf, VERSIONS } from "./demo-parts/releases.ts";
import { type Report, reportLines, reportOf } from "./demo-parts/report.ts";
import { openWorkspace, type Workspace } from "./demo-parts/workspace.ts";

const USAGE = `usage: scripts/demo [--bad-release] [--json] [--keep]

Starts one coordinator and six agents on this machine, ships two releases to them and rolls back. Takes about a minute.

  --bad-release  the second release has a bug: it fails its own check on the first host that gets it, and takes itself back
  --json  the last line of stdout is one object: hosts, baseBytes, overlayBytes, bytesFromSeed, bytesFromHosts,
          prepareMs, activateMs, rollbackMs, rollbackBytes, treeDigests {host: digest}; with --bad-release hosts, state, code, message,
          canary, failedAfterMs, rolloutMs, treeDigests; all else goes to stderr
  --keep  leave the fleet running and say how to talk to it (else no process and no file is left)`;

const options = new Set(process.argv.slice(2));
const json = options.delete("--json");
const keep = options.delete("--keep");
const badRelease = options.delete("--bad-release");
if (options.size > 0) {
  const help = options.has("--help") || options.has("-h");
  (help ? process.stdout : process.stderr).write(`${USAGE}\n`);
  process.exit(help ? 0 : 2);
}

async function main(): Promise<number> {
  // The trees are unpacked with plain modes, whatever the user's umask.
  process.umask(0o022);
  const screen = json ? 2 : 1;
  const say = (line: string): void => void writeSync(screen, `${line}\n`);
  const workspace = openWorkspace({ screen });
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => reject(new Interrupted(`interrupted by ${signal}`)));
  });
  let kept = false;
  try {
    const report = await Promise.race([badRelease ? tellBadRelease(workspace, say) : tell(workspace, say), interrupted]);
    if (keep) {
      kept = true;
      sayHowToGoOn(workspace, say);
    }
    if (json) writeSync(1, `${JSON.stringify(report)}\n`);
    return 0;
  } catch (error) {
    say(`\ndemo failed: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof Interrupted ? EXIT_INTERRUPTED : 1;
  } finally {
    if (!kept) await workspace.clean();
  }
}

class Interrupted extends Error {}
const EXIT_INTERRUPTED = 130;

async function tell(workspace: Workspace, say: (line: string) => void): Promise<Report> {
  say(`# ${PACKAGE} ${VERSIONS.join(" and ")} from npm`);
  const [first, second] = await Promise.all(VERSIONS.map((version) => fetchPackage(workspace, version)));
  say(
    "\n# a coordinator and six agents in three data centers (as root on Linux each in a network of its own, with 100 Mbit/s between sites)",
  );
  const fleet = await startFleet({ workspace, say });

  say(`\n# the first release: a base, to ${HOSTS.size} hosts`);
  await create(fleet, first ?? "", tagOf(VERSIONS[0]));
  const base = await ship(workspace, fleet, tagOf(VERSIONS[0]));
  say("\n# the second release: only an overlay crosses the network");
  await create(fleet, second ?? "", tagOf(VERSIONS[1]));
  const overlay = await ship(workspace, fleet, tagOf(VERSIONS[1]));
  say("\n# back to the first");
  await fleet.show(["rollback", "--app", APP, "--environment", ENVIRONMENT]);
  const rollback = await fleet.rollout();

  const [baseRelease, overlayRelease] = [await fleet.release(tagOf(VERSIONS[0])), await fleet.release(tagOf(VERSIONS[1]))];
  const baseBytes = bundleBytes(baseRelease, "base");
  const overlayBytes = bundleBytes(overlayRelease, "overlay");
  checkSucceeded(rollback);
  checkNothingFetched(rollback);
  checkRoute(base, "base", baseBytes);
  checkRoute(overlay, "overlay", overlayBytes);
  checkShare([base, overlay]);
  await checkInodes(fleet);
  const treeDigests = await checkTrees(workspace, fleet, baseRelease);
  const story = { base, overlay, rollback, baseBytes, overlayBytes, treeDigests };
  const report = reportOf(story);
  say("\n# what it took");
  for (const line of reportLines(story, report)) say(line);
  return report;
}

function bundleBytes(release: Awaited<ReturnType<Fleet["release"]>>, kind: "base" | "overlay"): number {
  const bundle = release.bundles.find((one) => one.kind === kind);
  if (bundle === undefined) throw new Error(`release ${release.tag} has no ${kind}: ${JSON.stringify(release.bundles)}`);
  return bundle.sizeBytes;
}

function sayHowToGoOn({ directory }: Workspace, say: (line: string) => void): void {
  say("\n# the fleet goes on running; talk to it with");
  say(`export SHOAL_CONFIG=${join(directory, "lab", "fleet", "shoal.yaml")} PATH="$PWD/coordinator/cli:$PATH"`);
  say(`shoal status --app ${APP} --environment ${ENVIRONMENT}`);
  say("# and end it with");
  say(`shoal lab down --dir ${join(directory, "lab")} && rm -rf ${directory}`);
}

process.exit(await main());
