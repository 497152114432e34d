/** `tcp`: somebody takes the connection. */
import { connect } from "node:net";
import { once } from "node:events";
import type { TcpProbe } from "../../release/app-steps.ts";
import type { Attempt } from "./attempt.ts";

export async function probeTcp({ host, port }: TcpProbe, signal: AbortSignal): Promise<Attempt> {
  const socket = connect({ host, port: Number(port) });
  try {
    await once(socket, "connect", { signal });
    return { holds: true, detail: `connected to ${host} port ${port}`, output: "" };
  } finally {
    socket.on("error", () => undefined);
    socket.destroy();
  }
}
