/**
 * `shoal-agent reset-lane APP`: the way back where positions of an app ran ahead (E_JUMP, a coordinator that was replaced). Forgets its positions and
 * intents; slots and revisions stay as they are. Only while no agent runs: it holds the lock meanwhile.
 */
import { existsSync } from "node:fs";
import { ShoalError } from "../../runtime/errors.ts";
import { parseAppName } from "../../runtime/ids.ts";
import { lockDirectory } from "../../runtime/lock.ts";
import { journalFile } from "../agent.ts";
import { loadConfiguration } from "../configuration.ts";
import { openJournal } from "../journal.ts";

export async function resetLane(name: string, options: { readonly config: string }): Promise<void> {
  const app = parseAppName(name);
  const { stateDir, host } = await loadConfiguration(options.config);
  const unknown = new ShoalError("E_NOT_FOUND", `host ${host} remembers nothing of app ${app}`);
  if (!existsSync(journalFile(stateDir))) throw unknown;
  const lock = lockDirectory(stateDir);
  try {
    const journal = openJournal({ file: journalFile(stateDir) });
    const known = journal.resetLane(app);
    journal.close();
    if (!known) throw unknown;
  } finally {
    lock.release();
  }
  process.stdout.write(`positions and intents of ${app} on ${host} are forgotten; slots and revisions are untouched\n`);
}
