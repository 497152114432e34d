/** Ends a lab, whatever state it is in, and leaves nothing of it. Running it again after a failure goes on where it was. */
import { stopProcesses } from "./processes.ts";
import { removeNetwork } from "./network.ts";
import { namespacesOf } from "./plan.ts";
import { type LabRecord, removeFiles } from "./record.ts";

/** Errors: E_IO where the kernel refuses. */
export async function endLab(directory: string, record: LabRecord): Promise<void> {
  // First of all who is making it, lest more is made meanwhile.
  const listed = [...(record.maker === null ? [] : [record.maker]), ...record.processes];
  await stopProcesses(record.plan.id, { listed, namespaces: namespacesOf(record.plan) });
  await removeNetwork(record.plan);
  await removeFiles(directory);
}
