/**
 * `scripts/demo --bad-release`: the second release has a bug. The first host that gets it finds out by the release's own check and goes back by
 * itself; the policy ends the rollout; no other host ever ran it.
 */
import { readlink } from "node:fs/promises";
import { join } from "node:path";
import { formatDuration } from "../../coordinator/cli/render/format.ts";
import type { Explanation, Rollout, RolloutHost } from "../../proto/operator-types.ts";
import { checkTrees } from "./checks.ts";
import { APP, ENVIRONMENT, type Fleet, HOSTS, startFleet } from "./fleet.ts";
import { create, fetchPackage, PACKAGE, ship, tagOf, VERSIONS } from "./releases.ts";
import { CHECK, type Services, startServices } from "./services.ts";
import type { Workspace } from "./workspace.ts";

/** The documented object (README.md). */
export interface BadReleaseReport {
  /** How many. */
  readonly hosts: number;
  /** The rollout's, and why. */
  readonly state: string;
  readonly code: string;
  readonly message: string;
  /** The one host that was switched. */
  readonly canary: string;
  /** From its switch to the failed check; until its slot named the good release again, from the command on: the whole rollout. */
  readonly failedAfterMs: number;
  readonly rolloutMs: number;
  /** At the end, recomputed from disk. */
  readonly treeDigests: Readonly<Record<string, string>>;
}

export async function tellBadRelease(workspace: Workspace, say: (line: string) => void): Promise<BadReleaseReport> {
  say(`# ${PACKAGE} ${VERSIONS.join(" and ")} from npm, each with a small web service`);
  const [good = "", bad = ""] = await Promise.all(VERSIONS.map((version) => fetchPackage(workspace, version)));
  say("\n# a coordinator and six agents in three data centers; a fleet of this size has the policy `ten`: a canary, then two at a time");
  const fleet = await startFleet({ workspace, say });
  const services = await startServices(workspace, fleet);
  say("\n# what the release itself says about being switched: its shoal.yaml");
  for (const line of services.addTo(good, "good").trimEnd().split("\n")) say(`  ${line}`);
  services.addTo(bad, "bad");

  const [goodTag, badTag] = [tagOf(VERSIONS[0]), tagOf(VERSIONS[1])];
  say("\n# the first release is good");
  await create(fleet, good, goodTag);
  await ship(workspace, fleet, goodTag);
  const currents = await currentsOf(fleet);
  await checkAnswers(services, say);
  const { length: before } = await eventsOf(fleet);

  say(
    "\n# the second has a bug: its service answers with status 500. The deploy must end with exit code 3: failed, no host on the new release",
  );
  await create(fleet, bad, badTag);
  await fleet.show(["deploy", badTag, ...WHERE, "--note", "faster, and nobody tried it"], EXIT_FAILED);
  const rollout = await fleet.rollout();
  const canary = checkTurnedBack(rollout);
  say("\n# why?");
  await fleet.show(["explain", rollout.rollout, canary.host]);
  await fleet.show(["log", ...WHERE, "--after", String(before)]);
  say("\n# every host is on the first release");
  const treeDigests = await checkTrees(workspace, fleet, await fleet.release(goodTag));
  await checkCurrents(fleet, currents);
  await checkAnswers(services, say);
  checkExplained(await fleet.ask<Explanation>(["explain", rollout.rollout, canary.host]));
  const failedAfterMs = checkLogged(await eventsOf(fleet), canary.host);
  const rolloutMs = rollout.endedUnixMs - rollout.startedUnixMs;
  say(
    `\n${canary.host} found out ${formatDuration(failedAfterMs)} after its switch and went back by itself; the other ${HOSTS.size - 1} hosts never ran ${badTag}`,
  );
  const { code = "", message = "" } = rollout.failure ?? {};
  return { hosts: HOSTS.size, state: rollout.state, code, message, canary: canary.host, failedAfterMs, rolloutMs, treeDigests };
}

const WHERE = ["--app", APP, "--environment", ENVIRONMENT] as const;
/** README.md: the rollout failed; no host is known to be on the new release. */
const EXIT_FAILED = 3;

/** The canary has reverted, nobody else was switched, and the rollout has failed for that. Gives the canary. */
function checkTurnedBack(rollout: Rollout): RolloutHost {
  const told = `${rollout.tag} is ${rollout.state}: ${rollout.hosts.map(({ host, state }) => `${host} ${state}`).join(", ")}`;
  const [canary, ...more] = rollout.hosts.filter(({ wave }) => wave === 0);
  if (canary === undefined || more.length > 0 || rollout.waves[0]?.canary !== true) throw new Error(`there is not one canary: ${told}`);
  if (rollout.state !== "failed" || rollout.failure?.code !== "E_CHECK") throw new Error(`it did not fail by its check: ${told}`);
  if (canary.state !== "reverted" || canary.failure?.code !== "E_CHECK") throw new Error(`the canary did not revert: ${told}`);
  const others = rollout.hosts.filter(({ host }) => host !== canary.host);
  if (others.length !== HOSTS.size - 1 || others.some(({ state, activateMs }) => state !== "cancelled" || activateMs !== 0))
    throw new Error(`others were switched, too: ${told}`);
  return canary;
}

function checkExplained({ steps }: Explanation): void {
  const restarted = steps.some(({ kind, phase, outcome }) => kind === "hook" && phase === "restart" && outcome === "passed");
  const failed = steps.find(({ name, phase, outcome }) => name === CHECK && phase === "after" && outcome === "failed");
  if (restarted && failed !== undefined && /status 500 is not 200/.test(failed.detail)) return;
  throw new Error(`shoal explain does not tell why: ${JSON.stringify(steps)}`);
}

/** Only the canary was ever told to switch, and it says why it went back. Gives the time from its switch to the end of the check. */
function checkLogged(events: readonly LoggedEvent[], canary: string): number {
  const results = events.flatMap(({ body: { host, answer } }) => (answer?.kind === "result" ? [{ host, ...answer.result }] : []));
  const reverted = results.filter(({ outcome }) => outcome === "reverted");
  const [one] = reverted;
  if (one === undefined || reverted.length > 1 || one.host !== canary || one.failure?.code !== "E_CHECK")
    throw new Error(`shoal log does not tell that ${canary}, and nobody else, went back: ${JSON.stringify(reverted)}`);
  const checked = one.steps.filter(({ phase }) => phase === "after");
  return Math.max(...checked.map(({ startedAfterSwapMs, durationMs }) => (startedAfterSwapMs ?? 0) + durationMs));
}

/** `shoal log --json` (README.md), as far as it matters here. */
interface LoggedEvent {
  readonly body: {
    readonly host?: string;
    readonly answer?: {
      readonly kind: string;
      readonly result: {
        readonly outcome: string;
        readonly failure: { readonly code: string } | null;
        readonly steps: readonly { readonly phase: string; readonly startedAfterSwapMs: number | null; readonly durationMs: number }[];
      };
    };
  };
}

async function eventsOf(fleet: Fleet): Promise<readonly LoggedEvent[]> {
  const { events } = await fleet.ask<{ events: readonly LoggedEvent[] }>(["log", ...WHERE, "--limit", "1000"]);
  return events;
}

/** What each host's `current` names. */
async function currentsOf(fleet: Fleet): Promise<ReadonlyMap<string, string>> {
  const links = Array.from(HOSTS.keys(), async (host) => [host, await readlink(join(fleet.appRoot(host), "current"))] as const);
  return new Map(await Promise.all(links));
}

async function checkCurrents(fleet: Fleet, expected: ReadonlyMap<string, string>): Promise<void> {
  for (const [host, link] of await currentsOf(fleet))
    if (link !== expected.get(host)) throw new Error(`current of ${host} is ${link}, not ${expected.get(host)} as before`);
}

/** Asks the service on each host. */
async function checkAnswers(services: Services, say: (line: string) => void): Promise<void> {
  say("");
  for (const host of HOSTS.keys()) {
    const answer = await services.answerOf(host);
    say(`${host} answers ${answer}`);
    if (answer !== `200 ${PACKAGE} ${VERSIONS[0]}`)
      throw new Error(`the service of ${host} answers ${answer}, not that it is ${VERSIONS[0]}`);
  }
}
