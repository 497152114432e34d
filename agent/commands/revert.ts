/** `shoal-agent revert APP`: this host's own way back to the previous revision, without a coordinator. Asks the running agent. */
import { parseAppName, parseSlotName } from "../../runtime/ids.ts";
import { controlSocket } from "../agent.ts";
import { loadConfiguration } from "../configuration.ts";
import { askRevert } from "../control.ts";

export interface RevertOptions {
  readonly config: string;
  readonly slot: string;
  readonly json?: boolean;
}

export async function revert(name: string, options: RevertOptions): Promise<void> {
  const [app, slot] = [parseAppName(name), parseSlotName(options.slot)];
  const { stateDir } = await loadConfiguration(options.config);
  const revision = await askRevert(controlSocket(stateDir), app, slot);
  const text = `${slot} of ${app} names ${revision ?? "nothing"} again; it stays so until the next deploy`;
  process.stdout.write(`${options.json === true ? JSON.stringify({ app, slot, revision }) : text}\n`);
}
