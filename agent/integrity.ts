/**
 * Looks through committed revisions for files that are not as they were committed, and answers the coordinator's `verify` (PROTOCOL.md §3).
 *
 * Reads only, beside whatever the lanes do: a revision that is removed meanwhile is left out, for it is not damaged but gone. Questions wait for one
 * another. What is found is posted, so that `step` writes it down.
 */
import pLimit from "p-limit";
import type { RevisionFindings, VerifiedReport, VerifyQuestion } from "../proto/messages.ts";
import { revisionPath } from "../release/app-root.ts";
import { listRevisions, readCommitted, readRevisionListing } from "../release/revision.ts";
import { verifyRevision } from "../release/verify.ts";
import { FINDINGS_MAX } from "../proto/limits.ts";
import { ShoalError, toFailure } from "../runtime/errors.ts";
import type { Failure } from "../runtime/errors.ts";
import type { AppName, RevisionId } from "../runtime/ids.ts";
import { VERIFY_QUESTIONS_MAX } from "./shell-limits.ts";
import type { Happening } from "./shell.ts";

export interface ExamineOptions {
  readonly root: string;
  readonly revision: RevisionId;
  /** `fast` believes the recorded stats. */
  readonly mode: "fast" | "full";
  readonly signal: AbortSignal;
}

/** Null where there is no such revision, or no longer. Rejects with the signal's reason only: what can't be read is a finding. */
export async function examineRevision({ root, revision, mode, signal }: ExamineOptions): Promise<RevisionFindings | null> {
  try {
    const committed = await readCommitted(root, revision);
    if (committed === null) return null;
    const { release, tree, linkMode, stats } = committed.record;
    const listing = await readRevisionListing(root, committed.record);
    const findings = await verifyRevision({ dir: revisionPath(root, revision), listing, mode, stats, signal });
    if (findings.length > 0 && (await isGone(root, revision))) return null;
    const about = { revision, release, tree, linkMode, entries: listing.count };
    return { ...about, findings, truncated: findings.length >= FINDINGS_MAX, failure: null };
  } catch (error) {
    signal.throwIfAborted();
    if (await isGone(root, revision)) return null;
    return { ...UNKNOWN, revision, failure: toFailure(error) };
  }
}

/** What is wrong, in one sentence; null where nothing is. */
export function damageOf({ revision, findings, failure, truncated }: RevisionFindings): Failure | null {
  if (failure !== null) return failure;
  const [first] = findings;
  if (first === undefined) return null;
  const count = `${findings.length}${truncated ? " or more" : ""}`;
  const files = findings.length === 1 ? "1 file is not as it was" : `${count} files are not as they were`;
  return toFailure(
    new ShoalError("E_DIGEST", `revision ${revision}: ${files} committed, first ${JSON.stringify(first.path)} (${first.problem})`, {
      hint: "deploy its release again: it is made anew",
    }),
  );
}

export interface InspectorDeps {
  /** App roots of this host. */
  readonly roots: ReadonlyMap<AppName, string>;
  /** Dropped by the receiver where there is no session. */
  readonly send: (report: VerifiedReport) => void;
  readonly post: (happening: Happening) => void;
}

export class Inspector {
  readonly #deps: InspectorDeps;
  readonly #turn = pLimit(1);
  #session = new AbortController();

  constructor(deps: InspectorDeps) {
    this.#deps = deps;
  }

  /** Begins to answer. Never throws. */
  ask(question: VerifyQuestion): void {
    const refuse = (failure: Failure): void => this.#answer(question, [], failure);
    if (this.#turn.activeCount + this.#turn.pendingCount >= VERIFY_QUESTIONS_MAX) {
      return refuse(toFailure(new ShoalError("E_BUSY", `${VERIFY_QUESTIONS_MAX} verifications wait on this host already`)));
    }
    const { signal } = this.#session;
    const work = async (): Promise<void> => {
      if (!signal.aborted) this.#answer(question, await this.#examine(question, signal), null);
    };
    this.#turn(work).catch((error: unknown) => {
      if (!signal.aborted) refuse(toFailure(error));
    });
  }

  /** Looks through one revision by its recorded stats, and posts what is wrong with it. */
  async look(app: AppName, revision: RevisionId): Promise<void> {
    const root = this.#deps.roots.get(app);
    if (root !== undefined) await this.#examineOne({ app, root, revision, mode: "fast", signal: new AbortController().signal });
  }

  /** Nobody waits for an answer any more. */
  cancel(): void {
    this.#session.abort(new ShoalError("E_CANCELLED", "the session that asked is over"));
    this.#session = new AbortController();
  }

  async #examine({ app, full }: VerifyQuestion, signal: AbortSignal): Promise<readonly RevisionFindings[]> {
    const root = this.#deps.roots.get(app);
    if (root === undefined) throw new ShoalError("E_SCOPE", `app ${app} is not configured on this host`);
    const found: RevisionFindings[] = [];
    for (const { revision } of await listRevisions(root)) {
      const one = await this.#examineOne({ app, root, revision, mode: full ? "full" : "fast", signal });
      if (one !== null) found.push(one);
    }
    return shorten(found);
  }

  async #examineOne({ app, ...options }: ExamineOptions & { readonly app: AppName }): Promise<RevisionFindings | null> {
    const found = await examineRevision(options);
    const failure = found === null ? null : damageOf(found);
    if (failure !== null) this.#deps.post({ kind: "damage-found", app, revision: options.revision, failure });
    return found;
  }

  #answer({ question, app }: VerifyQuestion, revisions: readonly RevisionFindings[], failure: Failure | null): void {
    this.#deps.send({ kind: "verified", question, app, revisions, failure });
  }
}

const UNKNOWN = { release: null, tree: null, linkMode: null, entries: 0, findings: [], truncated: false } as const;

async function isGone(root: string, revision: RevisionId): Promise<boolean> {
  return (await readCommitted(root, revision).catch(() => undefined)) === null;
}

/** One message has room for FINDINGS_MAX in all: a revision that has more than its share tells fewer. */
function shorten(found: readonly RevisionFindings[]): readonly RevisionFindings[] {
  let room = FINDINGS_MAX;
  const total = found.reduce((sum, { findings }) => sum + findings.length, 0);
  if (total <= room) return found;
  const share = Math.max(1, Math.floor(room / found.length));
  return found.map((one) => {
    const findings = one.findings.slice(0, Math.min(share, room));
    room -= findings.length;
    return { ...one, findings, truncated: one.truncated || findings.length < one.findings.length };
  });
}
