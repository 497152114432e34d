import test from "ava";
import { localAddressTowards } from "../../agent/advertise.ts";
import { ShoalError } from "../../runtime/errors.ts";

test("the address towards a coordinator on this machine is a loopback one; nobody has to listen there", async (t) => {
  t.is(await localAddressTowards("127.0.0.1:9"), "127.0.0.1");
});

test("a coordinator whose name is unknown: E_CONFIG, with what to write instead", async (t) => {
  const error = await t.throwsAsync(localAddressTowards("no-such-host.invalid:7400"), { instanceOf: ShoalError });
  t.is(error.code, "E_CONFIG");
  t.regex(error.hint ?? "", /swarm\.advertise/);
});
