import test from "ava";
import { swarmLogger } from "../../agent/logging.ts";
import { createStreamLogger } from "../../runtime/log.ts";

test("an operator reads why a host is slow, and that it no longer is; that it can't be known is for debugging", (t) => {
  const lines: { readonly level: string; readonly msg: string }[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]) };
  const log = swarmLogger(createStreamLogger({ name: "agent", level: "debug" }, stream), { clockMs: () => 0 });
  const link = { kind: "backs-off", resource: "network", device: "eth0", direction: "download" } as const;
  log({ ...link, capBytesPerS: 12e6, othersBytesPerS: 100e6, othersShare: 0.8 });
  log({ ...link, resource: "disk", device: "sda", capBytesPerS: 5e6, othersBytesPerS: 70e6, othersShare: 1 });
  log({ ...link, capBytesPerS: null, othersBytesPerS: 0, othersShare: 0 });
  log({ kind: "back-off-impossible", reason: "only Linux tells" });
  t.deepEqual(
    lines.map(({ level, msg }) => `${level} ${msg}`),
    [
      "info backs off: eth0 80 % busy with others' traffic; download 12.0 MB/s",
      "info backs off: sda busy with others' 70.0 MB/s; download 5.0 MB/s",
      "info backs off no longer: eth0 is free; download without a cap",
      "debug back-off-impossible",
    ],
  );
});
