/** Runs a step of ours (step.ts) in its own process, timed from its start to its exit. */
import { fileURLToPath } from "node:url";
import { run } from "./shell.ts";
import type { ListedTree, Step, StepResult } from "./step.ts";

export type { ListedTree, Step } from "./step.ts";

export interface StepRan extends StepResult {
  readonly seconds: number;
}

export async function runStep(step: Step): Promise<StepRan> {
  const program = fileURLToPath(new URL("step.ts", import.meta.url));
  const args = ["--disable-warning=ExperimentalWarning", program, JSON.stringify(step)];
  const { seconds, stdout } = await run(process.execPath, args, ENVIRONMENT);
  return { ...(JSON.parse(stdout) as StepResult), seconds };
}

/** As the launchers and coordinator/packer.ts have it. */
const ENVIRONMENT = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL("../../node_modules/.cache/shoal", import.meta.url)),
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "1048576",
};

export interface Packed {
  readonly seconds: number;
  readonly rssMib: number;
  readonly fileBytes: number;
  readonly frameTableBytes: number;
}

export async function packStep(step: Omit<Extract<Step, { step: "pack" }>, "step">): Promise<Packed> {
  const { seconds, rssMib, fileBytes, frameTableBytes } = await runStep({ step: "pack", ...step });
  if (fileBytes === undefined || frameTableBytes === undefined) throw new Error("the pack step said no sizes");
  return { seconds, rssMib, fileBytes, frameTableBytes };
}

/** With what its release would say of it. */
export interface KnownTree extends ListedTree {
  readonly release: NonNullable<StepResult["release"]>;
}

/** Scans a tree, so that its listing is there for what is timed. */
export async function list(root: string, listing: string): Promise<KnownTree> {
  const { release } = await runStep({ step: "scan", root, listing });
  if (release === undefined) throw new Error("the scan step said nothing of the tree");
  return { root, listing, release };
}
