/** ListSwitches: the record of tag, digest, host and time. It is folded anew from the log for each question: one question at a time, page by page. */
import pLimit from "p-limit";
import type * as wire from "../../proto/operator-types.ts";
import { type HostId, parseTag, type ReleaseId, type Tag } from "../../runtime/ids.ts";
import { EVENT_PAGE } from "../limits.ts";
import type { StreamEvent } from "../rollout/events.ts";
import { emptyStream, step } from "../rollout/step.ts";
import { type Switch, switchesOf } from "../rollout/switches.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { appField, environmentField, hostField, limitField } from "./requests.ts";
import { existingStream, findRelease } from "./rollouts.ts";

export function switchHandlers(deps: OperatorDeps): Pick<OperatorHandlers, "listSwitches"> {
  const one = pLimit(1);
  return { listSwitches: (request) => one(() => listSwitches(deps, request)) };
}

async function listSwitches(deps: OperatorDeps, request: wire.ListSwitchesRequest): Promise<wire.ListSwitchesResponse> {
  const [app, environment] = [appField(request.app), environmentField(request.environment)];
  const host = request.host === "" ? null : hostField(request.host);
  const release = request.tag === "" ? null : (await findRelease(deps, app, parseTag(request.tag))).release;
  const limit = limitField(request.limit);
  const { stream } = await existingStream(deps, environment, app);
  const found: Switch[] = [];
  let state = emptyStream(environment, app);
  for (let version = 0; ;) {
    const records = await deps.store.events.read(stream, version, EVENT_PAGE);
    for (const { body, ...logged } of records) {
      const event = { ...logged, event: body as StreamEvent };
      const before = state;
      ({ state } = step(before, event));
      found.push(...switchesOf(before, event, state).filter((one) => isAsked(one, host, release)));
    }
    found.splice(0, found.length - limit);
    version = records.at(-1)?.version ?? version;
    if (records.length < EVENT_PAGE) break;
  }
  return { switches: await withTags(deps, found) };
}

function isAsked(one: Switch, host: HostId | null, release: ReleaseId | null): boolean {
  return (host === null || one.host === host) && (release === null || one.release === release);
}

async function withTags({ store }: OperatorDeps, found: readonly Switch[]): Promise<readonly wire.Switch[]> {
  const tags = new Map<ReleaseId, Tag | null>();
  for (const { release } of found)
    if (release !== null && !tags.has(release)) tags.set(release, (await store.releases.byId(release))?.release.tag ?? null);
  return found.map(({ release, tree, rollout, ...rest }) => {
    const tag = release === null ? null : tags.get(release);
    return { ...rest, release: release ?? "", tag: tag ?? "", tree: tree ?? "", rollout: rollout ?? "" };
  });
}
