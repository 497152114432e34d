/**
 * What a person on the host may ask of the running agent: a unix socket in the state directory, for the agent's user alone. One JSON line in,
 * one JSON line out. Nothing that a coordinator decides can be asked here; putting a slot back is a decision of the host (PROTOCOL.md §4.5).
 */
import { chmodSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { z } from "zod";
import { ShoalError, toError, toFailure } from "../runtime/errors.ts";
import type { Failure } from "../runtime/errors.ts";
import { parseAppName, parseSlotName } from "../runtime/ids.ts";
import type { AppName, InstanceId, RevisionId, SlotName } from "../runtime/ids.ts";
import { CONTROL_REQUEST_BYTES_MAX } from "./shell-limits.ts";

export interface AgentStatus {
  readonly pid: number;
  readonly instance: InstanceId;
  /** Welcomed by a coordinator. */
  readonly connected: boolean;
}

export interface ControlHandlers {
  readonly status: () => AgentStatus;
  /** Resolves to the revision that the slot names now. Errors: E_NOT_FOUND, E_TIMEOUT. */
  readonly revert: (app: AppName, slot: SlotName) => Promise<RevisionId | null>;
}

export interface ControlServer {
  stop(): Promise<void>;
}

/** The caller holds the lock on the state directory: a socket that is there is of a process that is gone. */
export async function serveControl(path: string, handlers: ControlHandlers): Promise<ControlServer> {
  rmSync(path, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    void answer(socket, handlers);
  });
  await listen(server, path);
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Null where no agent listens. */
export async function askStatus(path: string): Promise<AgentStatus | null> {
  try {
    return (await ask(path, { kind: "status" })) as AgentStatus;
  } catch (error) {
    if (error instanceof ShoalError && error.code === "E_UNAVAILABLE") return null;
    throw error;
  }
}

/** Errors: E_UNAVAILABLE (no agent runs), and those of the agent. */
export async function askRevert(path: string, app: AppName, slot: SlotName): Promise<RevisionId | null> {
  const { revision } = (await ask(path, { kind: "revert", app, slot })) as { revision: RevisionId | null };
  return revision;
}

const REQUEST = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("status") }),
  z.strictObject({ kind: z.literal("revert"), app: z.string(), slot: z.string() }),
]);

type Answer = { readonly ok: unknown } | { readonly failure: Failure };

async function answer(socket: Socket, handlers: ControlHandlers): Promise<void> {
  let reply: Answer;
  try {
    reply = { ok: await handle(JSON.parse(await readLine(socket)), handlers) };
  } catch (error) {
    reply = { failure: error instanceof SyntaxError ? malformed(error) : toFailure(error) };
  }
  socket.end(`${JSON.stringify(reply)}\n`);
}

async function handle(json: unknown, handlers: ControlHandlers): Promise<unknown> {
  const request = REQUEST.safeParse(json);
  if (!request.success) throw new ShoalError("E_MESSAGE", "the request is neither status nor revert");
  if (request.data.kind === "status") return handlers.status();
  return { revision: await handlers.revert(parseAppName(request.data.app), parseSlotName(request.data.slot)) };
}

function malformed(error: SyntaxError): Failure {
  return toFailure(new ShoalError("E_MESSAGE", `the request is no JSON: ${error.message}`));
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: unknown): void => {
      const hint = "a socket's path has at most 107 bytes: choose a shorter stateDir";
      reject(new ShoalError("E_IO", `can't listen on ${path}: ${(cause as Error).message}`, { hint, cause }));
    };
    server.once("error", failed);
    // Between bind and chmod only the directory, 0700, keeps others out.
    server.listen(path, () => {
      chmodSync(path, 0o600);
      resolve();
    });
  });
}

async function ask(path: string, request: unknown): Promise<unknown> {
  const socket = connect(path);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
  } catch (error) {
    throw new ShoalError("E_UNAVAILABLE", `no agent listens on ${path}`, { hint: "start the agent first", cause: error });
  }
  socket.write(`${JSON.stringify(request)}\n`);
  const reply = JSON.parse(await readLine(socket)) as Answer;
  socket.destroy();
  if ("failure" in reply) throw toError(reply.failure);
  return reply.ok;
}

/** Errors: E_MESSAGE where it ends before, or is too long. */
function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("error", reject);
    socket.on("end", () => reject(new ShoalError("E_MESSAGE", "the other side ended before it said a line")));
    socket.on("close", () => reject(new ShoalError("E_UNAVAILABLE", "the agent ended meanwhile")));
    socket.on("data", (chunk: string) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end !== -1) resolve(text.slice(0, end));
      else if (text.length > CONTROL_REQUEST_BYTES_MAX)
        reject(new ShoalError("E_MESSAGE", `a line of more than ${CONTROL_REQUEST_BYTES_MAX} bytes`));
    });
  });
}
