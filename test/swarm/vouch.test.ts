/** Hosts that the coordinator names, while the tracker can't be asked. */
import test from "ava";
import { parseHostId } from "../../runtime/ids.ts";
import { adding, createFleet, sameBytes } from "./fleet.ts";

const MIB = 1024 * 1024;
/** Nothing listens there. */
const DEAD_TRACKER = "https://127.0.0.1:9/0123456789abcdef0123456789abcdef/announce";

test("a host that nobody can be asked about is not let in until the coordinator names it; then its bytes stand in its datacenter's account", async (t) => {
  const fleet = await createFleet(t);
  const { file, bytes, torrent } = await fleet.bundle(2 * MIB);
  const giver = await fleet.open("agent", "ams1");
  await giver.swarm.add(adding(torrent, file, { announceUrl: DEAD_TRACKER }));
  const taker = await fleet.open("agent", "fra1");
  const transfer = await taker.swarm.add(adding(torrent, fleet.path("fra1"), { announceUrl: DEAD_TRACKER, peers: [giver.address] }));
  const refused = await giver.event(({ kind }) => kind === "peer-refused");
  t.like(refused, { address: "agent:fra1", reason: "not admitted to this torrent" });
  await giver.swarm.vouch(torrent.infoHash, [{ host: parseHostId("fra1"), datacenter: "fra" }]);
  await taker.swarm.vouch(torrent.infoHash, [{ host: parseHostId("ams1"), datacenter: "ams" }]);
  await transfer.waitForAll();
  await sameBytes(t, fleet.path("fra1"), bytes);
  const [link, ...more] = transfer.stats.links;
  t.deepEqual(more, []);
  t.like(link, { seed: false, datacenter: "ams", payloadBytes: bytes.length, wastedBytes: 0 });
  t.true((link?.protocolBytes ?? 0) > 68 && (link?.protocolBytes ?? 0) < 64 * 1024, `${link?.protocolBytes} bytes of protocol`);
  await t.throwsAsync(taker.swarm.vouch("0".repeat(40) as typeof torrent.infoHash, []), { code: "E_NOT_FOUND" });
});
