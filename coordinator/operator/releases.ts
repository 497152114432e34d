/** MissingFiles, UploadFiles, CreateRelease, ListReleases. */
import type * as wire from "../../proto/operator-types.ts";
import type { AppName } from "../../runtime/ids.ts";
import { MISSING_DIGESTS_MAX } from "../limits.ts";
import { type PlanRelease, unknownApp } from "../release-intake.ts";
import type { ReleaseRecord } from "../store/releases.ts";
import { receiveInto } from "../trial-files.ts";
import { planAnswer, releaseAnswer } from "./answers.ts";
import type { OperatorDeps, OperatorHandlers } from "./deps.ts";
import { createProgressSender } from "./progress-sender.ts";
import { splitParts, uploadParts } from "./release-parts.ts";
import { appField, digestField, effortField, invalid, limitField, principalOf } from "./requests.ts";

type ReleaseHandlers = Pick<OperatorHandlers, "missingFiles" | "uploadFiles" | "createRelease" | "listReleases">;

export function releaseHandlers(deps: OperatorDeps): ReleaseHandlers {
  const { files, intake, store } = deps;
  return {
    async missingFiles(requests, send) {
      for await (const { app, digests } of requests) {
        if (digests.length > MISSING_DIGESTS_MAX) throw invalid("digests", `${digests.length} are more than ${MISSING_DIGESTS_MAX}`);
        const asked = digests.map((digest) => digestField(digest));
        const missing = await files.missing(knownApp(deps, app), asked);
        await send({ missing: missing.map((digest) => Buffer.from(digest, "hex")) });
      }
    },
    uploadFiles: (requests) => files.receive(uploadParts(requests, (app) => knownApp(deps, app))),
    async createRelease(requests, send, { peer, remoteAddress, signal }) {
      const messages = requests[Symbol.asyncIterator]();
      const first = await messages.next();
      if (first.done === true || first.value.start === null) throw invalid("start", "must come first");
      const { envelope, newBase, effort, dryRun } = first.value.start;
      const parts = splitParts(messages, (app) => knownApp(deps, app));
      const progress = createProgressSender((told) => send({ ...NOTHING, progress: told }));
      const request: PlanRelease = {
        envelope,
        newBase,
        effort: effortField(effort),
        receiveFiles: (folder) => receiveInto(folder, parts.files()),
        listing: parts.listing(),
        onProgress: (phase, { doneBytes, totalBytes }) => progress.tell({ phase, doneBytes, totalBytes }),
        signal: AbortSignal.any([signal, deps.stopping]),
      };
      const answer = dryRun
        ? { ...NOTHING, plan: planAnswer(await intake.plan(request)) }
        : {
            ...NOTHING,
            release: await show(deps, await intake.create({ ...request, principal: principalOf(peer), origin: remoteAddress })),
          };
      await progress.end();
      await send(answer);
    },
    async listReleases(request) {
      const app = request.app === "" ? null : appField(request.app);
      const records = await store.releases.list(app, limitField(request.limit));
      return { releases: await Promise.all(records.map((record) => show(deps, record))) };
    },
  };
}

const NOTHING: wire.CreateReleaseEvent = { progress: null, release: null, plan: null };

async function show({ store }: OperatorDeps, record: ReleaseRecord): Promise<wire.Release> {
  return releaseAnswer(record, await store.releases.bundlesTo(record.release.app, record.release.tree));
}

function knownApp({ apps }: OperatorDeps, text: string): AppName {
  const app = appField(text);
  if (apps.has(app)) return app;
  throw unknownApp(app);
}
