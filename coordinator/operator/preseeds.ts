/** Preseed, ListPreseeds. Which hosts are meant is decided once, at the request; how far each is, is the host's own word. */
import type { Preseed as WirePreseed, PreseedHost, PreseedRequest } from "../../proto/operator-types.ts";
import { blake3 } from "../../runtime/blake3.ts";
import { ShoalError } from "../../runtime/errors.ts";
import { type AppName, type EnvironmentName, type HostId, parseTag } from "../../runtime/ids.ts";
import { datacenterOf } from "../hosts.ts";
import { PRESEED_KEPT_MS } from "../limits.ts";
import { isOpen } from "../rollout/preseeds.ts";
import type { Preseed, ReleaseRef, StreamState } from "../rollout/state.ts";
import type { HostView } from "../sessions.ts";
import type { HostRecord } from "../store/hosts.ts";
import { failureAnswer } from "./answers.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { appField, environmentField, noteField, saidBy } from "./requests.ts";
import { existingStream, findRelease, noHosts } from "./rollouts.ts";

export function preseedHandlers(deps: OperatorDeps): Pick<OperatorHandlers, "preseed" | "listPreseeds"> {
  return {
    async preseed(request, caller) {
      const [app, environment] = [appField(request.app), environmentField(request.environment)];
      const tag = parseTag(request.tag);
      return deps.undisturbed(async () => {
        const release = await findRelease(deps, app, tag);
        const runner = await existingStream(deps, environment, app);
        const event = request.stop
          ? ({ kind: "preseed-stopped", release: release.release, note: noteField(request.note) } as const)
          : requested(deps, { request, app, environment, release });
        const { state } = await runner.submit(saidBy(event, caller));
        const preseed = state.preseeds.find((one) => one.release.release === release.release);
        if (preseed !== undefined) return show(deps, state, preseed);
        throw new ShoalError("E_NOT_FOUND", `${app} ${tag} is not preseeded in ${environment}`);
      });
    },
    async listPreseeds(request) {
      const [app, environment] = [appField(request.app), environmentField(request.environment)];
      const state = deps.runners.all().find(({ state: one }) => one.app === app && one.environment === environment)?.state;
      return { preseeds: (state?.preseeds ?? []).map((preseed) => show(deps, state as StreamState, preseed)).toReversed() };
    },
  };
}

interface Asked {
  readonly request: PreseedRequest;
  readonly app: AppName;
  readonly environment: EnvironmentName;
  readonly release: ReleaseRef;
}

function requested(deps: OperatorDeps, { request, app, environment, release }: Asked) {
  const { datacenter, sharePercent } = request;
  if (sharePercent < 0 || sharePercent > 100) throw new ShoalError("E_USAGE", `a share of ${sharePercent} percent is not within 1 … 100`);
  const all = deps.hosts.of(environment, app);
  if (all.length === 0) throw noHosts(deps, environment, app);
  const there = all.filter((record) => datacenter === "" || datacenterOf(record) === datacenter);
  if (there.length === 0) {
    const names = [...new Set(all.map(datacenterOf))].toSorted().join(", ");
    throw new ShoalError("E_NOT_FOUND", `${environment} has no host with app ${app} in datacenter ${datacenter}`, {
      hint: `it has hosts in ${names}`,
    });
  }
  const hosts = choose(there, sharePercent === 0 ? 100 : sharePercent).map((record) => ({
    host: record.host,
    datacenter: datacenterOf(record),
  }));
  const untilUnixMs = deps.clock.nowUnixMs() + PRESEED_KEPT_MS;
  const note = noteField(request.note);
  return {
    kind: "preseed-requested",
    release,
    datacenter,
    sharePercent: sharePercent === 0 ? 100 : sharePercent,
    hosts,
    untilUnixMs,
    note,
  } as const;
}

/** Of each datacenter the same share, at least one; the same hosts each time, so that a larger share later only adds some. */
function choose(records: readonly HostRecord[], sharePercent: number): readonly HostRecord[] {
  const homes = Map.groupBy(records, datacenterOf);
  return [...homes.values()].flatMap((home) => {
    const count = Math.max(1, Math.ceil((home.length * sharePercent) / 100));
    const ranked = home.map((record) => ({ record, rank: blake3(Buffer.from(record.host)) }));
    return ranked
      .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, count)
      .map(({ record }) => record);
  });
}

function show({ sessions, clock }: OperatorDeps, { app, environment }: StreamState, preseed: Preseed): WirePreseed {
  const { release, datacenter, sharePercent, principal, note, startedUnixMs, untilUnixMs, hosts } = preseed;
  return {
    app,
    environment,
    release: release.release,
    tag: release.tag,
    datacenter,
    sharePercent,
    principal,
    note,
    startedUnixMs,
    untilUnixMs,
    hosts: hosts.map(({ host, datacenter: home }) => showHost({ host, datacenter: home, release, view: sessions.view(host) })),
    stopped: !isOpen(preseed, clock.nowUnixMs()),
  };
}

interface HostFacts {
  readonly host: HostId;
  readonly datacenter: string;
  readonly release: ReleaseRef;
  readonly view: HostView;
}

function showHost({ host, datacenter, release, view }: HostFacts): PreseedHost {
  const report = view.preseeds.get(release.release);
  const { doneBytes = 0, totalBytes = 0, bytesFromSeed = 0, bytesFromHosts = 0 } = report ?? {};
  const state = report === undefined ? "waiting" : report.failure !== null ? "failed" : report.done ? "done" : "fetching";
  const bytes = { doneBytes, totalBytes, bytesFromSeed, bytesFromHosts };
  return { host, datacenter, state, ...bytes, failure: failureAnswer(report?.failure ?? null), connected: view.connected };
}
