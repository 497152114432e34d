import test from "ava";
import { overtaken, type Submission } from "../../../coordinator/rollout/batch.ts";
import type { Answer } from "../../../proto/messages.ts";
import type { CommandId, HostId, Principal } from "../../../runtime/ids.ts";
import { ACCEPTED, failed, ready } from "./stream.ts";

function says(host: string, command: string, answer: Answer): Submission {
  const position = { epoch: 1, sequence: 1 };
  const event = { kind: "host-answered", host: host as HostId, commandId: command as CommandId, position, answer } as const;
  return { event, principal: `agent:${host}` as Principal };
}

const REFUSED: Answer = { kind: "refused", failure: failed("E_BUSY") };

test("an accepted whose result follows in the batch is not recorded; nothing else is left out", (t) => {
  const batch = [
    says("h1", "c1", ACCEPTED),
    says("h2", "c2", ACCEPTED),
    says("h1", "c1", ready("a")),
    says("h3", "c1", ACCEPTED),
    says("h2", "c9", ready("a")),
    says("h4", "c4", ready("a")),
    says("h4", "c4", ACCEPTED),
    says("h5", "c5", ACCEPTED),
    says("h5", "c5", REFUSED),
  ];
  t.deepEqual([...overtaken(batch)], [batch[0]!]);
});
