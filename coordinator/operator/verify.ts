/** VerifyHost: hands the question to the host's session, app by app, and shows what the host found. The host alone looks; nothing is decided here. */
import { FINDINGS_MAX } from "../../proto/limits.ts";
import type { RevisionFindings } from "../../proto/messages.ts";
import type * as wire from "../../proto/operator-types.ts";
import { ShoalError, toError } from "../../runtime/errors.ts";
import { parseCommandId, type AppName, type HostId } from "../../runtime/ids.ts";
import type { HostRecord } from "../store/hosts.ts";
import { failureAnswer } from "./answers.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { appField, hostField } from "./requests.ts";

export function verifyHandlers(deps: OperatorDeps): Pick<OperatorHandlers, "verifyHost"> {
  const { hosts, sessions, random } = deps;
  return {
    async verifyHost({ host, app, full }, { signal }) {
      const record = hosts.get(hostField(host));
      if (record === null) throw new ShoalError("E_NOT_FOUND", `host ${host} is not registered`, { hint: "see shoal hosts" });
      const revisions: wire.VerifiedRevision[] = [];
      for (const one of appsOf(record, app)) {
        const question = { question: parseCommandId(random.id("v")), app: one, full };
        const report = await sessions.ask(record.host, question, signal);
        if (report.failure !== null) throw toError(report.failure);
        for (const found of report.revisions) revisions.push(await revisionAnswer(deps, record, { app: one, found }));
      }
      return { revisions: shorten(revisions) };
    },
  };
}

function appsOf({ host, apps }: HostRecord, app: string): readonly AppName[] {
  if (app === "") return apps;
  const named = appField(app);
  if (apps.includes(named)) return [named];
  throw new ShoalError("E_NOT_FOUND", `host ${host} has no app ${app}`, { hint: `it has ${apps.join(", ")}` });
}

interface Found {
  readonly app: AppName;
  readonly found: RevisionFindings;
}

async function revisionAnswer(
  deps: OperatorDeps,
  { host, environment }: HostRecord,
  { app, found }: Found,
): Promise<wire.VerifiedRevision> {
  const { revision, release, tree, linkMode, entries, findings, truncated, failure } = found;
  const { state } = await deps.runners.of(environment, app);
  const tag = release === null ? null : ((await deps.store.releases.byId(release))?.release.tag ?? null);
  return {
    app,
    revision,
    release: release ?? "",
    tag: tag ?? "",
    tree: tree ?? "",
    slots: slotsNaming(state.lanes.get(host as HostId)?.slots ?? {}, revision),
    linkMode: linkMode ?? "",
    entries,
    findings,
    truncated,
    failure: failureAnswer(failure),
  };
}

function slotsNaming(slots: Readonly<Record<string, { readonly revision: string | null }>>, revision: string): readonly string[] {
  return Object.entries(slots).flatMap(([slot, content]) => (content.revision === revision ? [slot] : []));
}

/** One message has room for FINDINGS_MAX of all apps. */
function shorten(revisions: readonly wire.VerifiedRevision[]): readonly wire.VerifiedRevision[] {
  let room = FINDINGS_MAX;
  return revisions.map((one) => {
    const findings = one.findings.slice(0, room);
    room -= findings.length;
    return findings.length === one.findings.length ? one : { ...one, findings, truncated: true };
  });
}
