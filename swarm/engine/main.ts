/**
 * The engine process: takes calls from its parent over IPC and answers them (messages.ts). Keys come in the first call, never in
 * argv or the environment. When the parent is gone, however it went, the channel closes and this process ends.
 */
import { setImmediate } from "node:timers/promises";
import { ShoalError, toFailure } from "../../runtime/errors.ts";
import { MEMORY_CHECK_MS } from "../limits.ts";
import { Engine } from "./engine.ts";
import type { Answers, Call, EngineMessage, Request } from "./messages.ts";

let engine: Engine | null = null;

process.on("disconnect", () => process.exit(0));
process.on("message", (call: Call) => void answer(call));
setInterval(() => send({ kind: "memory", residentBytes: process.memoryUsage.rss() }), MEMORY_CHECK_MS).unref();
// Signals of a terminal reach the whole group; the parent decides when the engine ends.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

async function answer({ id, request }: Call): Promise<void> {
  try {
    send({ kind: "answer", id, value: await perform(request) });
  } catch (error) {
    send({ kind: "refused", id, failure: toFailure(error) });
  }
  if (request.kind !== "stop") return;
  await setImmediate();
  process.disconnect();
}

async function perform(request: Request): Promise<Answers[keyof Answers]> {
  switch (request.kind) {
    case "start":
      engine = new Engine(request.options, {
        now: () => performance.now(),
        minuteOfDay: () => new Date().getHours() * 60 + new Date().getMinutes(),
        random: Math.random,
        onProgress: (infoHash, stats, verified) => send({ kind: "progress", infoHash, stats, verified: Uint32Array.from(verified) }),
        onFailed: (infoHash, failure) => send({ kind: "failed", infoHash, failure }),
        onEvent: (event) => send({ kind: "event", event }),
      });
      return engine.start();
    case "add":
      return running().add(request.options);
    case "add-peers":
      running().addPeers(request.infoHash, request.peers, request.place);
      return null;
    case "want":
      running().want(request.infoHash, request.ranges);
      return null;
    case "vouch":
      running().vouch(request.infoHash, request.hosts);
      return null;
    case "admit":
      running().admit(request.infoHash, request.admission);
      return null;
    case "set-priority":
      running().setPriority(request.infoHash, request.priority);
      return null;
    case "remove":
      await running().remove(request.infoHash);
      return null;
    case "memory":
      return process.memoryUsage.rss();
    case "stop":
      await engine?.stop();
      return null;
  }
}

function running(): Engine {
  if (engine === null) throw new ShoalError("E_SWARM", "the engine has not started");
  return engine;
}

function send(message: EngineMessage): void {
  if (process.connected) process.send?.(message);
}
