import { readFileSync } from "node:fs";
import test from "ava";
import { systemClock } from "../../runtime/clock.ts";
import { parseCommandId, parseInstanceId } from "../../runtime/ids.ts";
import { systemRandom } from "../../runtime/random.ts";

test("the agent clock is the time since boot that counts suspend, in whole milliseconds", (t) => {
  const bootMs = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]) * 1000;
  const clockMs = systemClock.clockMs();
  t.true(Number.isSafeInteger(clockMs));
  t.true(clockMs >= bootMs - 20 && clockMs < bootMs + 5_000, `${clockMs} and ${bootMs}`);
  for (let last = clockMs, i = 0; i < 10_000; i++) {
    const now = systemClock.clockMs();
    if (now < last) t.fail("went back");
    last = now;
  }
});

test("the boot id is the kernel's and stays", (t) => {
  t.regex(systemClock.bootId(), /^[0-9a-f-]{36}$/);
  t.is(systemClock.bootId(), systemClock.bootId());
});

test("a timer fires once, and a cancelled one never", async (t) => {
  await new Promise<void>((resolve) => {
    const cancel = systemClock.setTimer(1, () => t.fail("was cancelled"));
    cancel();
    systemClock.setTimer(5, resolve);
  });
  t.pass();
});

test("a timer of months does not fire at once", async (t) => {
  const cancel = systemClock.setTimer(2 ** 33, () => t.fail("fired"));
  await new Promise<void>((resolve) => void systemClock.setTimer(20, resolve));
  cancel();
  t.pass();
});

test("random ids are valid names and differ; fractions lie in [0, 1)", (t) => {
  const ids = new Set(Array.from({ length: 1_000 }, () => systemRandom.id("c")));
  t.is(ids.size, 1_000);
  for (const id of ids) t.is(parseCommandId(id) as string, id);
  t.notThrows(() => parseInstanceId(systemRandom.id("instance")));
  for (let i = 0; i < 1_000; i++) {
    const fraction = systemRandom.fraction();
    t.true(fraction >= 0 && fraction < 1);
  }
});
