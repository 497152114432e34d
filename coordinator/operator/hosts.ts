/** AddHost, ListHosts. */
import { randomBytes } from "node:crypto";
import type * as wire from "../../proto/operator-types.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { ReleaseId, Tag } from "../../runtime/ids.ts";
import { HOSTS_MAX } from "../limits.ts";
import { unknownApp } from "../release-intake.ts";
import type { HostRecord } from "../store/hosts.ts";
import { hostAnswer } from "./answers.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { appsField, environmentField, hostField, labelsField, principalOf } from "./requests.ts";

export function hostHandlers(deps: OperatorDeps): Pick<OperatorHandlers, "addHost" | "listHosts"> {
  const { hosts, clock, apps, assigned } = deps;
  return {
    async addHost(request, { peer, remoteAddress }) {
      const record: HostRecord = {
        host: hostField(request.host),
        environment: environmentField(request.environment),
        apps: appsField(request.apps),
        labels: labelsField(request.labels),
        passkey: randomBytes(PASSKEY_BYTES).toString("hex"),
        principal: principalOf(peer),
        registeredUnixMs: clock.nowUnixMs(),
        origin: remoteAddress,
      };
      const unknown = record.apps.find((app) => !apps.has(app));
      if (unknown !== undefined) throw unknownApp(unknown);
      if (hosts.get(record.host) === null && hosts.all().length >= HOSTS_MAX)
        throw new ShoalError("E_LIMIT", `${HOSTS_MAX} hosts are registered already`);
      const { record: stored, changed } = await hosts.put(record);
      if (changed) await assigned(stored);
      const [answer] = await show(deps, [stored]);
      return answer as wire.Host;
    },
    async listHosts(request) {
      const environment = request.environment === "" ? null : environmentField(request.environment);
      const records = hosts.all().filter((record) => environment === null || record.environment === environment);
      return { hosts: await show(deps, records) };
    },
  };
}

/** 128 bits: guessing one is as hard as guessing a key, though it proves nothing. */
const PASSKEY_BYTES = 16;

async function show({ sessions, runners, store }: OperatorDeps, records: readonly HostRecord[]): Promise<readonly wire.Host[]> {
  const streams = runners.all().map(({ state }) => state);
  const tags = new Map<ReleaseId, Tag | null>();
  const shown = streams.flatMap(({ lanes }) => records.flatMap(({ host }) => Object.values(lanes.get(host)?.slots ?? {})));
  for (const { release } of shown) {
    if (release !== null && !tags.has(release)) tags.set(release, (await store.releases.byId(release))?.release.tag ?? null);
  }
  return records.map((record) =>
    hostAnswer({
      record,
      view: sessions.view(record.host),
      streams: streams.filter(({ environment, app }) => environment === record.environment && record.apps.includes(app)),
      tagOf: (release) => tags.get(release) ?? null,
    }),
  );
}
