/** The connection to the coordinator, and in words why there is none. */
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import { loadIdentity } from "../../runtime/secret-files.ts";
import { createClient } from "../../proto/rpc-client.ts";
import type { Client } from "../../proto/rpc.ts";
import { operatorContract } from "../../proto/service.ts";
import type { CliConfig } from "./config.ts";
import { createFailover } from "./failover.ts";

export type OperatorClient = Client<(typeof operatorContract)["methods"]>;

/** Nothing is sent before the first call. Errors: E_CONFIG (a file of the identity). */
export async function createOperatorClient({ coordinators, identity: files }: CliConfig): Promise<OperatorClient> {
  const identity = await loadIdentity({ ...files, role: "operator" });
  const clients = coordinators.map((address) => createClient(operatorContract, { address, identity }));
  const [only] = clients;
  return clients.length === 1 && only !== undefined ? only : createFailover(operatorContract.methods, clients);
}

/** The same error, with what to do about it where the coordinator was not reached or did not let us in. */
export function explainFailure(error: unknown, address: string | null): unknown {
  const failure = toFailure(error);
  if (failure.hint !== undefined || address === null) return error;
  if (failure.code === "E_UNAVAILABLE") {
    return new ShoalError("E_UNAVAILABLE", `no coordinator answers at ${address}: ${failure.message}`, {
      hint: "check that shoal-coordinator runs there, and `coordinator` in shoal.yaml",
      cause: error,
    });
  }
  return error;
}
