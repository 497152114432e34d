import test from "ava";
import { limitsValue } from "../../swarm/limits-value.ts";

const MIB = 2 ** 20;

test("caps that are not given are none; a time of day keeps those that it says nothing of", (t) => {
  const none = { uploadBytesPerS: null, downloadBytesPerS: null };
  t.deepEqual(limitsValue().parse({}), { ...none, outside: none, times: [] });
  const parsed = limitsValue().parse({
    upload: "10MiB",
    outside: { upload: "1MiB", download: "2MiB" },
    times: [{ from: "08:00", to: "18:30", upload: null, outside: { upload: "64KiB" } }],
  });
  t.deepEqual(parsed, {
    uploadBytesPerS: 10 * MIB,
    downloadBytesPerS: null,
    outside: { uploadBytesPerS: MIB, downloadBytesPerS: 2 * MIB },
    times: [{ fromMinute: 480, toMinute: 1110, ...none, outside: { uploadBytesPerS: 65_536, downloadBytesPerS: 2 * MIB } }],
  });
});

for (const [what, given] of Object.entries({
  "a rate without a unit": { upload: 1000 },
  "a rate at which no block would come in time": { download: "10KiB" },
  "an unknown key": { uplaod: "1MiB" },
  "an hour that is none": { times: [{ from: "24:00", to: "06:00" }] },
  "a time without an end": { times: [{ from: "08:00" }] },
})) {
  test(`refused: ${what}`, (t) => {
    t.false(limitsValue().safeParse(given).success);
  });
}
