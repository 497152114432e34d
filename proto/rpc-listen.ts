/**
 * One port for very many callers. libuv takes one connection of a listening socket in each turn of the event loop (uv__server_io of its
 * src/unix/stream.c), and of a fleet that comes back at once each turn has much else to do: callers would wait in the socket's queue until they give
 * up, and come again. So several sockets listen on the port (SO_REUSEPORT), among which the kernel spreads the callers; where a system can't, one does.
 *
 * The first socket is alone on its port for a moment: a port that another process has is refused, as ever.
 */
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { LISTEN_BACKLOG, LISTENING_SOCKETS } from "./limits.ts";

export interface Listening {
  readonly port: number;
  /** No new connections; those that were taken are the taker's. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0: any. */
  readonly port: number;
}

/** Errors: those of Node. */
export async function listen({ host, port: wanted }: ListenOptions, take: (socket: Socket) => void): Promise<Listening> {
  if (wanted !== 0) await close(await open({ host, port: wanted }, take));
  const first = await open({ host, port: wanted, reusePort: true }, take).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOTSUP") throw error;
    return open({ host, port: wanted }, take);
  });
  const { port } = first.address() as { readonly port: number };
  // Those that can't be had aren't needed.
  const others = await Promise.allSettled(Array.from({ length: LISTENING_SOCKETS - 1 }, () => open({ host, port, reusePort: true }, take)));
  const servers = [first, ...others.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))];
  return { port, close: async () => void (await Promise.all(servers.map(close))) };
}

async function open(options: ListenOptions & { readonly reusePort?: boolean }, take: (socket: Socket) => void): Promise<Server> {
  const server = createServer(take);
  server.listen({ ...options, backlog: LISTEN_BACKLOG });
  await once(server, "listening");
  // A connection that can't be taken (no descriptors left) is the caller's to repeat.
  return server.on("error", () => undefined);
}

/** Resolves when nothing listens, whatever becomes of what was taken. */
async function close(server: Server): Promise<void> {
  server.close();
}
