import { statSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import { askRevert, askStatus, serveControl } from "../../agent/control.ts";
import type { ControlHandlers } from "../../agent/control.ts";
import { ShoalError } from "../../runtime/errors.ts";
import type { AppName, InstanceId, RevisionId } from "../../runtime/ids.ts";
import { temporaryFolder } from "./fleet.ts";
import { CURRENT, WEB } from "./lanes.ts";

const STATUS = { pid: 1, instance: "i1" as InstanceId, connected: true };
const HANDLERS: ControlHandlers = {
  status: () => STATUS,
  async revert(app, slot) {
    if (app !== WEB) throw new ShoalError("E_NOT_FOUND", `slot ${slot} of app ${app} has no previous revision`, { hint: "deploy" });
    return "r1" as RevisionId;
  },
};

test("status and revert are answered, with the handler's error where it fails", async (t) => {
  const path = await open(t);
  t.deepEqual(await askStatus(path), STATUS);
  t.is(await askRevert(path, WEB, CURRENT), "r1" as RevisionId);
  const error = await t.throwsAsync(askRevert(path, "api" as AppName, CURRENT), { instanceOf: ShoalError });
  t.deepEqual([error.code, error.hint], ["E_NOT_FOUND", "deploy"]);
});

test("only the agent's user may speak to it", async (t) => {
  t.is(statSync(await open(t)).mode & 0o777, 0o600);
});

test("where no agent listens, status is null and revert says so", async (t) => {
  const path = join(temporaryFolder(t), "control.sock");
  t.is(await askStatus(path), null);
  t.is((await t.throwsAsync(askRevert(path, WEB, CURRENT), { instanceOf: ShoalError })).code, "E_UNAVAILABLE");
});

test("a socket that a killed agent left is replaced", async (t) => {
  const folder = temporaryFolder(t);
  const first = await serveControl(join(folder, "control.sock"), HANDLERS);
  const second = await serveControl(join(folder, "control.sock"), HANDLERS);
  t.deepEqual(await askStatus(join(folder, "control.sock")), STATUS);
  await second.stop();
  await first.stop();
});

for (const [what, line] of Object.entries({
  "what is no JSON": "hello\n",
  "an unknown request": '{"kind":"activate"}\n',
  "unknown fields": '{"kind":"status","as":"root"}\n',
  "an app name that is none": '{"kind":"revert","app":"../x","slot":"current"}\n',
  "deep nesting": `${"[".repeat(1000)}${"]".repeat(1000)}\n`,
  "a line without end": "x".repeat(5000),
})) {
  test(`${what} is refused with E_MESSAGE, and the next request is answered`, async (t) => {
    const path = await open(t);
    const reply = JSON.parse(await say(path, line)) as { failure: { code: string } };
    t.is(reply.failure.code, "E_MESSAGE");
    t.deepEqual(await askStatus(path), STATUS);
  });
}

async function open(t: ExecutionContext): Promise<string> {
  const path = join(temporaryFolder(t), "control.sock");
  const server = await serveControl(path, HANDLERS);
  t.teardown(() => server.stop());
  return path;
}

function say(path: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.write(line));
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString()));
    socket.on("end", () => resolve(text));
    socket.on("error", reject);
  });
}
