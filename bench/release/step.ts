/**
 * One step of ours as a program, in a process of its own so that its time and its memory are its own: `node step.ts JSON` prints JSON.
 * The caller times it from start to exit, as it does with the peers. A step loads what it needs and no more, as a program that only does that would.
 */
import type { Effort } from "../../release/pack.ts";
import type { UnpackOptions } from "../../release/unpack.ts";

/** A tree on disk and the file its listing is in. */
export interface ListedTree {
  readonly root: string;
  readonly listing: string;
}

export type Step =
  /** Writes the listing, if there is a file for it. */
  | { readonly step: "scan"; readonly root: string; readonly listing: string | null; readonly cacheFile?: string }
  | { readonly step: "pack"; readonly from: ListedTree | null; readonly to: ListedTree; readonly out: string; readonly effort: Effort }
  /** Into `root`, which is made, and checks every content. `from` is not a revision: its files are hashed before they are used. */
  | {
      readonly step: "unpack";
      readonly bundle: string;
      readonly release: UnpackOptions["release"];
      readonly from: ListedTree | null;
      readonly root: string;
    }
  /** As an agent does: into staging of an app root, out of a committed revision of it. */
  | {
      readonly step: "install";
      readonly bundle: string;
      readonly release: UnpackOptions["release"];
      readonly appRoot: string;
      readonly revision: string;
      readonly from: string | null;
      readonly commit: boolean;
    }
  /** BLAKE3 of every file, where there is no b3sum. */
  | { readonly step: "hash"; readonly tree: ListedTree };

export interface StepResult {
  /** Peak resident memory of the process. */
  readonly rssMib: number;
  /** Of a scan: what a release says of the tree. */
  readonly release?: UnpackOptions["release"];
  /** Of a bundle: the file, and the frame table that is sent once more, with its description. */
  readonly fileBytes?: number;
  readonly frameTableBytes?: number;
}

export type StepOf<K extends Step["step"]> = Extract<Step, { step: K }>;

const step = JSON.parse(process.argv[2] ?? "null") as Step;
const result = await perform(step);
process.stdout.write(JSON.stringify({ ...result, rssMib: process.resourceUsage().maxRSS / 1024 } satisfies StepResult));

async function perform(step: Step): Promise<Omit<StepResult, "rssMib">> {
  switch (step.step) {
    case "scan":
      return (await import("./steps/scan.ts")).scan(step);
    case "pack":
      return (await import("./steps/pack.ts")).pack(step);
    case "unpack":
      return (await import("./steps/unpack.ts")).unpack(step);
    case "install":
      return (await import("./steps/install.ts")).install(step);
    case "hash":
      return (await import("./steps/hash.ts")).hash(step);
  }
}
