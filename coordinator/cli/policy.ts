/** A policy file as a request carries it: its text. What it says is checked by the coordinator, which also plans by it. */
import { readFile } from "node:fs/promises";
import { ShoalError, textOf } from "../../runtime/errors.ts";

/** Nothing given: the environment's own. Errors: E_CONFIG. */
export async function readPolicy(file: string | undefined): Promise<{ readonly policy: string; readonly policyFile: string }> {
  if (file === undefined) return { policy: "", policyFile: "" };
  try {
    const policy = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
    if (policy.trim() !== "") return { policy, policyFile: file };
  } catch (cause) {
    throw new ShoalError("E_CONFIG", `--policy ${file}: ${textOf(cause)}`, { cause });
  }
  throw new ShoalError("E_CONFIG", `--policy ${file}: it is empty`);
}
