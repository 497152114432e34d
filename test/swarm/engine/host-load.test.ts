import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { HOST_LOAD, parseBlockStat, parseNetDev, parsePressure, parseProcessIo } from "../../../swarm/engine/host-load.ts";

const NET_DEV = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 190152592356 8501177    0    0    0     0          0         0 190152592356 8501177    0    0    0     0       0          0
  eth0:7576050063  212488    0    0    0     0          0         0 23475989  150640    0    0    0     0       0          0
eth0.7: 12       1    0    0    0     0          0         0        0       0    0    0    0     0       0          0
  half: 12
`;

test("counters of interfaces: old kernels leave no blank behind the colon, and what is no counter is left out", (t) => {
  t.deepEqual(
    [...parseNetDev(NET_DEV)],
    [
      ["lo", { inBytes: 190152592356, outBytes: 190152592356 }],
      ["eth0", { inBytes: 7576050063, outBytes: 23475989 }],
      ["eth0.7", { inBytes: 12, outBytes: 0 }],
    ],
  );
  t.is(parseNetDev("").size, 0);
});

test("what a process moved is what went to disks, less what was never written", (t) => {
  const text = "rchar: 6976\nwchar: 9\nsyscr: 10\nsyscw: 0\nread_bytes: 4096\nwrite_bytes: 81920\ncancelled_write_bytes: 8192\n";
  t.deepEqual(parseProcessIo(text), { readBytes: 4096, writtenBytes: 73728 });
  t.is(parseProcessIo("rchar: 1\n"), null);
});

test("a disk counts sectors of 512 bytes, whatever its own are", (t) => {
  const text = " 2836070   344512 220538778  4484343  3380722 14020731 1073680552 10524125        0  1759828 16231716\n";
  t.deepEqual(parseBlockStat(text), { readBytes: 220538778 * 512, writtenBytes: 1073680552 * 512 });
  t.is(parseBlockStat(""), null);
});

test("pressure is the time in which somebody waited", (t) => {
  const text = "some avg10=3.85 avg60=6.73 avg300=4.17 total=1000631624\nfull avg10=0.04 avg60=0.82 avg300=0.72 total=361487750\n";
  t.is(parsePressure(text), 1000631624);
  t.is(parsePressure("full avg10=0.04 avg60=0.82 avg300=0.72 total=361487750\n"), null);
});

test("this host tells its interfaces, and that nothing is loopback's", (t) => {
  if (process.platform !== "linux") return t.pass("skipped: the counters are Linux's");
  const links = HOST_LOAD.links();
  t.true(links?.has("lo"));
  const names = new Set(HOST_LOAD.interfaces().values());
  t.false(names.has("lo"));
  for (const name of names) t.true(links?.has(name), name);
});

test("what this process writes counts as its own, and the disk below is the whole one", (t) => {
  if (process.platform !== "linux") return t.pass("skipped: the counters are Linux's");
  const directory = mkdtempSync(join(tmpdir(), "shoal-load-"));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "file");
  const before = HOST_LOAD.ownIo();
  writeFileSync(file, Buffer.alloc(4 * 1024 * 1024, 1), { flush: true });
  const after = HOST_LOAD.ownIo();
  const disk = HOST_LOAD.diskOf(file);
  // On tmpfs there is none, and nothing is written.
  if (disk === null) return t.true(after.writtenBytes >= before.writtenBytes);
  t.true(after.writtenBytes - before.writtenBytes >= 4 * 1024 * 1024);
  const counters = HOST_LOAD.diskCounters(disk);
  t.true(counters !== null && counters.writtenBytes >= 4 * 1024 * 1024);
  t.false(statSync(disk.statFile).isDirectory());
  t.is(HOST_LOAD.diskOf("/proc/self/stat"), null);
  t.is(HOST_LOAD.diskOf(join(directory, "absent")), null);
});
