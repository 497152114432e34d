import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import { z } from "zod";
import { loadConfig, parseConfig } from "../../runtime/config.ts";
import { addressValue, durationValue, sizeValue } from "../../runtime/config-values.ts";
import { nearest } from "../../runtime/nearest.ts";
import { temporaryDirectory } from "./_temp.ts";

const schema = z.strictObject({
  listen: addressValue(),
  timeout: durationValue({ min: "1s", max: "1h" }).default(30_000),
  memory: sizeValue({ max: "4GiB" }).optional(),
  apps: z.record(z.string(), z.strictObject({ root: z.string(), keep: z.number().int().positive().default(3) })).default({}),
  keys: z.array(z.strictObject({ id: z.string() })).default([]),
});
const parse = (text: string): z.output<typeof schema> => parseConfig({ file: "shoal.yaml", schema, text });

test("values with units become numbers, absent ones their defaults", (t) => {
  t.deepEqual(parse('listen: "[::1]:7700"\nmemory: 512MiB\ntimeout: 5m\napps:\n  web:\n    root: /srv/web\n'), {
    listen: { host: "::1", port: 7700 },
    timeout: 300_000,
    memory: 512 * 2 ** 20,
    apps: { web: { root: "/srv/web", keep: 3 } },
    keys: [],
  });
});

const HEAD = "listen: localhost:7700\n";
const refused: readonly (readonly [string, string, RegExp])[] = [
  ["an empty file", "", /it is empty/],
  ["only a comment", "# nothing\n", /it is empty/],
  ["a list", "- a\n", /expected object/],
  ["broken syntax", "listen: [a\n", /line 2: Flow sequence/],
  ["a duplicate key", `${HEAD}timeout: 5s\ntimeout: 6s\n`, /line 3: Map keys must be unique/],
  ["an alias", `${HEAD}memory: &m 1MiB\ntimeout: *m\n`, /aliases/],
  [
    "an alias bomb",
    `a: &a [x,x,x]\n${"bcdefgh".replace(/./g, (c, i: number) => `${c}: &${c} [*${"abcdefgh"[i]},*${"abcdefgh"[i]}]\n`)}`,
    /aliases/,
  ],
  ["an unknown tag", `${HEAD}memory: !!js/function x\n`, /line 2: Unresolved tag/],
  ["two documents", `${HEAD}---\n${HEAD}`, /line 2: Source contains multiple documents/],
  ["a merge key", `${HEAD}<<: {timeout: 5s}\n`, /line 2: <<: unknown key/],
  ["deep nesting", `keys: ${"[".repeat(20_000)}`, /shoal\.yaml: line 1/],
  ["a mistyped key", `${HEAD}timeot: 5s\n`, /line 2: timeot: unknown key; did you mean timeout\?/],
  [
    "a mistyped key further in",
    `${HEAD}apps:\n  web:\n    root: /x\n    kep: 2\n`,
    /line 5: apps\.web\.kep: unknown key; did you mean keep\?/,
  ],
  ["a mistyped key in a list", `${HEAD}keys:\n  - id: a\n  - id: b\n    idd: c\n`, /line 5: keys\.1\.idd: unknown key; did you mean id\?/],
  ["a key like no other", `${HEAD}colour: red\n`, /line 2: colour: unknown key; known are listen, timeout, memory, apps, keys/],
  ["a missing key", "timeout: 5s\n", /listen: is missing/],
  ["__proto__", `${HEAD}__proto__: {root: true}\n`, /__proto__: unknown key/],
  [
    "a duration without a unit",
    `${HEAD}timeout: 30\n`,
    /line 2: timeout: a duration is a whole number with its unit \(ms, s, m, h, d\), like 30s/,
  ],
  ["a size without a unit", `${HEAD}memory: 512\n`, /line 2: memory: a size is a whole number with its unit/],
  ["a size in a unit of ten", `${HEAD}memory: 512MB\n`, /"512MB": a size is/],
  ["a fraction", `${HEAD}timeout: 1.5h\n`, /"1\.5h": a duration/],
  ["a negative duration", `${HEAD}timeout: -5s\n`, /"-5s": a duration/],
  ["an overflowing duration", `${HEAD}timeout: 999999999999999d\n`, /is not within 1s … 1h/],
  ["a digit monster", `${HEAD}timeout: "${"9".repeat(400)}s"\n`, /a duration is/],
  ["too short a duration", `${HEAD}timeout: 500ms\n`, /line 2: timeout: 500ms is not within 1s … 1h/],
  ["too large a size", `${HEAD}memory: 5GiB\n`, /5GiB is not within 0B … 4GiB/],
  ["port 70000", "listen: 127.0.0.1:70000\n", /line 1: listen: port 70000 is not within 1 … 65535/],
  ["port 0", "listen: 127.0.0.1:0\n", /port 0 is not within 1/],
  ["no port", "listen: localhost\n", /"localhost" is not an address/],
  ["an address with a space", 'listen: "a b:1"\n', /is not an address/],
  ["IPv6 without brackets", 'listen: "::1:7700"\n', /is not an address/],
  ["brackets around no IPv6", 'listen: "[1.2.3.4]:7700"\n', /is not an address/],
  ["a number for a text", `${HEAD}apps: {web: {root: 5}}\n`, /line 2: apps\.web\.root: Invalid input: expected string/],
  ["a control character", `${HEAD}"a\\eb": 1\n`, /a\\u001bb: unknown key/],
];
for (const [what, text, message] of refused) {
  test(`${what} is refused with a line for people`, (t) => {
    const error = t.throws(() => parse(text), { name: "ShoalError", code: "E_CONFIG", message });
    t.true(error?.message.startsWith("shoal.yaml: "));
    t.notRegex(error?.message ?? "", /\n/);
  });
}

test("all problems are told at once, up to ten", (t) => {
  const text = `listen: x\n${Array.from({ length: 30 }, (_, i) => `wrong${i}: 1\n`).join("")}`;
  t.throws(() => parse(text), { message: /line 1: listen.*line 2: wrong0.*; and 21 more$/ });
});

test("any text is a configuration or E_CONFIG", (t) => {
  const yamlish = fc
    .array(
      fc.constantFrom(
        "a",
        ":",
        " ",
        "\n",
        "-",
        "[",
        "]",
        "{",
        "}",
        "&x",
        "*x",
        "!",
        "|",
        ">",
        "'",
        '"',
        "?",
        "#",
        "listen",
        "1",
        "\t",
        "<<",
      ),
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), yamlish), (text) => {
      try {
        parse(text);
      } catch (error) {
        if ((error as { code?: string }).code !== "E_CONFIG") throw error;
      }
    }),
    { numRuns: 500 },
  );
  t.pass();
});

test("a file is loaded; a missing, foreign-writable, binary, huge or directory one is named", async (t) => {
  const directory = await temporaryDirectory(t);
  const file = join(directory, "shoal.yaml");
  const load = (): Promise<unknown> => loadConfig({ file, schema });
  await t.throwsAsync(load(), { code: "E_CONFIG", message: /shoal\.yaml: there is no such file/ } as never);
  await writeFile(file, HEAD, { mode: 0o644 });
  t.like(await load(), { listen: { host: "localhost", port: 7700 } });
  await chmod(file, 0o646);
  await t.throwsAsync(load(), { code: "E_CONFIG", message: /every user may write/ } as never);
  await chmod(file, 0o644);
  await writeFile(file, Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe]));
  await t.throwsAsync(load(), { code: "E_CONFIG", message: /not valid UTF-8/ } as never);
  await writeFile(file, Buffer.alloc(2 << 20, 0x20));
  await t.throwsAsync(load(), { code: "E_CONFIG", message: /2097152 bytes are more/ } as never);
  await mkdir(join(directory, "d"));
  await t.throwsAsync(loadConfig({ file: join(directory, "d"), schema }), { code: "E_CONFIG", message: /not a regular file/ } as never);
});

test("a byte order mark is no part of the first key", async (t) => {
  const file = join(await temporaryDirectory(t), "shoal.yaml");
  await writeFile(file, `\ufeff${HEAD}`);
  t.like(await loadConfig({ file, schema }), { listen: { host: "localhost" } });
});

test("the nearest word is within a third of its letters", (t) => {
  t.is(nearest("hots", ["host", "port"]), "host");
  t.is(nearest("x", ["host", "port"]), null);
  t.is(nearest("environmet", ["environment", "env"]), "environment");
  t.is(nearest("anything", []), null);
});
