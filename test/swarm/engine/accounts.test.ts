import test from "ava";
import type { HostId } from "../../../runtime/ids.ts";
import { Accounts } from "../../../swarm/engine/accounts.ts";
import { ACCOUNTS_MAX } from "../../../swarm/limits.ts";

const host = (name: string): HostId => name as HostId;

test("bytes are told apart by where their sender is, also where that is known only afterwards", (t) => {
  const accounts = new Accounts();
  accounts.heard("coordinator:c1", true, 110);
  accounts.received("coordinator:c1", true, 100);
  accounts.heard("agent:a", false, 60);
  accounts.received("agent:a", false, 50);
  accounts.wasted("agent:a", 20);
  accounts.heard("agent:b", false, 5);
  accounts.know([{ host: host("a"), datacenter: "ams" }]);
  t.deepEqual(accounts.links(), [
    { seed: true, datacenter: "", payloadBytes: 100, protocolBytes: 10, wastedBytes: 0 },
    { seed: false, datacenter: "ams", payloadBytes: 30, protocolBytes: 10, wastedBytes: 20 },
    { seed: false, datacenter: "", payloadBytes: 0, protocolBytes: 5, wastedBytes: 0 },
  ]);
});

test("more peers than are kept apart are summed up: no byte is lost, and memory is bounded", (t) => {
  const accounts = new Accounts();
  for (let at = 0; at < ACCOUNTS_MAX + 500; at++) {
    accounts.heard(`agent:h${at}`, false, 2);
    accounts.received(`agent:h${at}`, false, 1);
  }
  const links = accounts.links();
  t.is(links.length, 1);
  t.is(links[0]?.payloadBytes, ACCOUNTS_MAX + 500);
  t.is(links[0]?.protocolBytes, ACCOUNTS_MAX + 500);
});
