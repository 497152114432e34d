import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import test from "ava";
import type { ExecutionContext } from "ava";
import { stringify } from "yaml";
import { startFleet, writeTree } from "./_fleet.ts";
import type { Fleet } from "./_fleet.ts";

test("a bad release is reverted by the host that it was tried on, and no other host gets it", async (t) => {
  t.timeout(180_000);
  const fleet = await startFleet(t, { hosts: { ams1: "ams", ams2: "ams" }, agent: (_, yaml) => (yaml.apps.web.user = userName()) });
  const port = await serve(t, fleet);
  const release = async (tag: string, health: string): Promise<void> => {
    const url = `http://127.0.0.1:${port}/{{ labels.dc }}/{{ host }}`;
    const checks = [{ name: "healthy", http: { url, expect: { body: "^fine" } }, retries: 1, interval: "100ms" }];
    const hook = { command: ["sh", "-c", `echo "$SHOAL_PHASE $(cat name)" >> ${join(fleet.directory, "ran")}-$SHOAL_HOST`] };
    const yaml = stringify({ version: 1, checks, hooks: { restart: [hook] } });
    await fleet.release(await writeTree(join(fleet.directory, tag), { name: tag, health, "shoal.yaml": yaml }), tag);
  };
  await release("good", "200");
  const first = await fleet.deploy("good");
  t.is(first.code, 0, first.stdout + first.stderr);
  const before = { ams1: await fleet.current("ams1"), ams2: await fleet.current("ams2") };
  await release("bad", "500");
  const second = await fleet.deploy("bad");
  t.not(second.code, 0);
  t.log(second.stdout + second.stderr);
  t.regex(second.stdout + second.stderr, /E_CHECK/);
  t.regex(second.stdout + second.stderr, /check "healthy" \(after\) failed 2 times: GET http:\S+\/ams\/ams[12]: status 500 is not 200/);
  t.deepEqual({ ams1: await fleet.current("ams1"), ams2: await fleet.current("ams2") }, before);
  t.is(await fleet.read("ams1", "name"), "good");
});

/** Each host's service answers what its own slot says. */
async function serve(t: ExecutionContext, fleet: Fleet): Promise<number> {
  const server = createServer((request, response) => {
    const host = request.url?.split("/").at(-1) ?? "";
    void fleet.read(host, "health").then(
      (status) => response.writeHead(Number(status)).end(status === "200" ? "fine" : "broken"),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

function userName(): string | null {
  return process.getuid?.() === 0 ? "root" : null;
}
