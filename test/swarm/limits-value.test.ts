import test from "ava";
import { limitsValue } from "../../swarm/limits-value.ts";

const MIB = 2 ** 20;

test("caps that are not given are none; a time of day keeps those that it says nothing of", (t) => {
  const none = { uploadBytesPerS: null, downloadBytesPerS: null };
  t.deepEqual(limitsValue().parse({}), { ...none, outside: none, times: [], backOff: null });
  const parsed = limitsValue().parse({
    upload: "10MiB",
    outside: { upload: "1MiB", download: "2MiB" },
    times: [{ from: "08:00", to: "18:30", upload: null, outside: { upload: "64KiB" } }],
  });
  t.deepEqual(parsed, {
    uploadBytesPerS: 10 * MIB,
    downloadBytesPerS: null,
    outside: { uploadBytesPerS: MIB, downloadBytesPerS: 2 * MIB },
    backOff: null,
    times: [{ fromMinute: 480, toMinute: 1110, ...none, outside: { uploadBytesPerS: 65_536, downloadBytesPerS: 2 * MIB } }],
  });
});

test("back-off is as the preset says, or on, off, or the network's alone", (t) => {
  const given = [{}, { backOff: "on" }, { backOff: "network" }, { backOff: "off" }].map((limits) => limitsValue().parse(limits).backOff);
  t.deepEqual(given, [null, "on", "network", "off"]);
});

for (const [what, given] of Object.entries({
  "a rate without a unit": { upload: 1000 },
  "a rate at which no block would come in time": { download: "10KiB" },
  "back-off that is neither on nor off": { backOff: "yes" },
  "an unknown key": { uplaod: "1MiB" },
  "an hour that is none": { times: [{ from: "24:00", to: "06:00" }] },
  "a time without an end": { times: [{ from: "08:00" }] },
})) {
  test(`refused: ${what}`, (t) => {
    t.false(limitsValue().safeParse(given).success);
  });
}
