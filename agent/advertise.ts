/** The address of this host on the way to a coordinator: what others most likely reach it at. A connected UDP socket has one, and sends nothing. */
import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { ShoalError } from "../runtime/errors.ts";

/** `coordinator`: `host:port`. Errors: E_CONFIG. */
export async function localAddressTowards(coordinator: string): Promise<string> {
  const [, host = "", port = ""] = /^\[?(.*?)\]?:(\d+)$/.exec(coordinator) ?? [];
  try {
    const { address, family } = await lookup(host);
    return await connectedFrom(address, { port: Number(port), type: family === 6 ? "udp6" : "udp4" });
  } catch (error) {
    throw new ShoalError("E_CONFIG", `the address of this host on the way to ${coordinator} can't be found: ${(error as Error).message}`, {
      hint: "give it as swarm.advertise",
      cause: error,
    });
  }
}

function connectedFrom(address: string, { port, type }: { readonly port: number; readonly type: "udp4" | "udp6" }): Promise<string> {
  const socket = createSocket(type);
  return new Promise<string>((resolve, reject) => {
    socket.once("error", reject);
    socket.connect(port, address, () => resolve(socket.address().address));
  }).finally(() => socket.close());
}
