/** The one call that makes a release, or in a dry run says what it would make. */
import { ShoalError } from "../../runtime/errors.ts";
import type { CreateReleaseEvent, CreateReleaseRequest, Release, ReleasePlan, UploadFilesRequest } from "../../proto/operator-types.ts";
import { formatBytes } from "../../runtime/format.ts";
import type { OperatorClient } from "./client.ts";
import { UPLOAD_CHUNK_BYTES } from "./limits.ts";
import type { Output } from "./output.ts";
import { formatPercent } from "./render/format.ts";

export interface Registration {
  readonly envelope: Uint8Array;
  readonly listing: Uint8Array;
  readonly newBase: boolean;
  /** Empty: the coordinator's default. */
  readonly effort: string;
}

export interface Doing {
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** Errors: the coordinator's. */
export async function register(client: OperatorClient, registration: Registration, doing: Doing): Promise<Release> {
  const { release } = await call(client, { ...registration, dryRun: false, sendFiles: async () => {} }, doing);
  return release ?? missing("release");
}

/** `sendFiles` sends the files that the coordinator lacks. Errors: the coordinator's. */
export async function plan(
  client: OperatorClient,
  registration: Registration & Pick<Call, "sendFiles">,
  doing: Doing,
): Promise<ReleasePlan> {
  return (await call(client, { ...registration, dryRun: true }, doing)).plan ?? missing("plan");
}

interface Call extends Registration {
  readonly dryRun: boolean;
  readonly sendFiles: (send: (part: UploadFilesRequest) => Promise<void>) => Promise<void>;
}

/** Sends while it listens: an answer that says no comes before all is sent. */
async function call(client: OperatorClient, given: Call, { output, signal }: Doing): Promise<CreateReleaseEvent> {
  const { envelope, listing, newBase, effort, dryRun } = given;
  const stream = client.createRelease({ signal });
  const failed = Promise.withResolvers<never>();
  const sending = (async (): Promise<void> => {
    await stream.send({ ...NOTHING, start: { envelope, newBase, effort, dryRun } });
    await given.sendFiles(({ start, data }) => stream.send({ ...NOTHING, file: start, data }));
    for (let at = 0; at < listing.length; at += UPLOAD_CHUNK_BYTES) {
      await stream.send({ ...NOTHING, listing: listing.subarray(at, at + UPLOAD_CHUNK_BYTES) });
    }
    stream.end();
  })();
  sending.catch((error: unknown) => {
    // Where the call itself failed, `responses` says why; what failed here, nobody else tells, and the call waits for more.
    if (!(error instanceof ShoalError) || !ENDS.has(error.code)) failed.reject(error);
  });
  failed.promise.catch(() => stream.cancel());
  return Promise.race([failed.promise, lastEvent(stream.responses, output)]);
}

const NOTHING: CreateReleaseRequest = { start: null, listing: null, file: null, data: null };
/** What a send rejects with where its call is over. */
const ENDS: ReadonlySet<string> = new Set(["E_CANCELLED", "E_UNAVAILABLE"]);

async function lastEvent(responses: AsyncIterable<CreateReleaseEvent>, output: Output): Promise<CreateReleaseEvent> {
  for await (const event of responses) {
    const { progress } = event;
    if (progress === null) return event;
    const { phase, doneBytes, totalBytes } = progress;
    output.live(() => [
      `packing: ${phase} ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)} (${formatPercent(doneBytes, totalBytes)})`,
    ]);
  }
  return missing("release");
}

function missing(what: string): never {
  throw new ShoalError("E_INTERNAL", `the coordinator ended the call without a ${what}`, {
    hint: "see its log; running this again is safe",
  });
}
