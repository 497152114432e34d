import test from "ava";
import { formatDuration, formatPercent, formatTime } from "../../../../coordinator/cli/render/format.ts";
import { formatBytes } from "../../../../runtime/format.ts";
import { renderTable } from "../../../../coordinator/cli/render/table.ts";

const shown = test.macro({
  exec: (t, actual: string, expected: string) => t.is(actual, expected),
  title: (call = "") => `${call} reads as people write it`,
});

test("formatBytes(0)", shown, formatBytes(0), "0 B");
test("formatBytes(999)", shown, formatBytes(999), "999 B");
test("formatBytes(1000)", shown, formatBytes(1000), "1.00 kB");
test("formatBytes(72_496)", shown, formatBytes(72_496), "72.5 kB");
test("formatBytes(3_235_095)", shown, formatBytes(3_235_095), "3.24 MB");
test("formatBytes(6_860_000_000)", shown, formatBytes(6_860_000_000), "6.86 GB");
test("formatBytes(999_999)", shown, formatBytes(999_999), "1.00 MB");
test("formatBytes(Number.MAX_SAFE_INTEGER)", shown, formatBytes(Number.MAX_SAFE_INTEGER), "9.01 PB");
test("formatDuration(0)", shown, formatDuration(0), "0 ms");
test("formatDuration(999.6)", shown, formatDuration(999.6), "1.0 s");
test("formatDuration(2_400)", shown, formatDuration(2_400), "2.4 s");
test("formatDuration(59_960)", shown, formatDuration(59_960), "1 min 0 s");
test("formatDuration(200_000)", shown, formatDuration(200_000), "3 min 20 s");
test("formatDuration(7_500_000)", shown, formatDuration(7_500_000), "2 h 5 min");
test("formatTime(0)", shown, formatTime(0), "-");
test("formatTime(1_763_640_000_000)", shown, formatTime(1_763_640_000_000), "2025-11-20 12:00:00Z");
test("formatPercent(1, 3)", shown, formatPercent(1, 3), "33 %");
test("formatPercent(0, 0)", shown, formatPercent(0, 0), "-");

test("columns are as wide as their widest cell; numbers stand to the right; an empty cell is -", (t) => {
  const lines = renderTable<{ name: string; size: string }>(
    [
      { title: "NAME", cell: ({ name }) => name },
      { title: "SIZE", cell: ({ size }) => size, align: "right" },
    ],
    [
      { name: "web-1", size: "7" },
      { name: "", size: "1234567" },
    ],
  );
  t.deepEqual(lines, ["NAME      SIZE", "web-1        7", "-      1234567"]);
});

test("a wide character takes two columns, and a control character is shown, not sent to the terminal", (t) => {
  const lines = renderTable<string>(
    [
      { title: "A", cell: (text) => text },
      { title: "B", cell: () => "x" },
    ],
    ["日本", "abcd", "\u001b[2J"],
  );
  t.deepEqual(lines, ["A          B", "日本       x", "abcd       x", "\\u001b[2J  x"]);
});
