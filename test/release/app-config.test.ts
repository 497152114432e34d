import { readFileSync } from "node:fs";
import test from "ava";
import { findAppConfig, parseAppConfig } from "../../release/app-config.ts";
import { CHECKS, HOOKS, type Hooks } from "../../release/app-steps.ts";
import { encodeListing } from "../../release/listing.ts";
import { blake3 } from "../../runtime/blake3.ts";
import { CONFIG_BYTES_MAX } from "../../runtime/limits.ts";
import { directory, file, symlink } from "./bundles.ts";
import { toEntry, type Node } from "./trees.ts";

const listing = (...nodes: readonly Node[]): Buffer => encodeListing(nodes.map(toEntry));

test("the documented example is what is understood", (t) => {
  const text = readFileSync(new URL("../../release/shoal.example.yaml", import.meta.url));
  const { checks, hooks } = parseAppConfig(text);
  t.deepEqual(
    checks.map(({ name, when, probe }) => [name, when, probe.kind]),
    [
      ["listening", "after", "tcp"],
      ["front page", "after", "http"],
      ["disk", "before", "command"],
      ["errors", "after", "log"],
      ["own api", "after", "openapi"],
    ],
  );
  t.deepEqual(
    Object.entries(hooks).map(([place, some]: [string, Hooks["depool"]]) => [place, some.map(({ name }) => name)]),
    [
      ["depool", ["take out of the pool"]],
      ["restart", ["reload-or-restart web@{{ slot }}.service", "SIGHUP"]],
      ["repool", ["pool"]],
    ],
  );
  t.deepEqual(parseAppConfig(Buffer.from("version: 1\n")), { version: 1, checks: [], hooks: { depool: [], restart: [], repool: [] } });
});

test("what the README shows is understood", (t) => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const blocks = [...readme.matchAll(/^```yaml\n(version: 1\n[\s\S]*?)^```$/gm)].map(([, text = ""]) => text);
  t.is(blocks.length, 1);
  t.is(parseAppConfig(Buffer.from(blocks[0] ?? "")).checks.length, 3);
});

test("every key there is stands in the documented example", (t) => {
  const text = readFileSync(new URL("../../release/shoal.example.yaml", import.meta.url), "utf8");
  const keysOf = (schema: unknown): string[] => {
    const { shape, element, innerType, in: input, options } = (schema as { _zod: { def: Record<string, unknown> } })._zod.def;
    const below = [element, innerType, input, ...((options as unknown[] | undefined) ?? []), ...Object.values(shape ?? {})];
    return [...Object.keys(shape ?? {}), ...below.filter((one) => one !== undefined).flatMap(keysOf)];
  };
  const keys = new Set([...keysOf(CHECKS), ...keysOf(HOOKS)]);
  t.true(keys.size > 35, `${keys.size}`);
  t.deepEqual(
    [...keys].filter((key) => !new RegExp(`^[ #-]*(?:\\{[^#]*)?${key}:`, "m").test(text)),
    [],
  );
});

test("what is left out is as the example says", (t) => {
  const { checks, hooks } = parseAppConfig(
    Buffer.from("version: 1\nchecks: [{name: a, tcp: {port: 80}}]\nhooks: {restart: [{systemd: a.service}]}\n"),
  );
  const tcp = { kind: "tcp", host: "127.0.0.1", port: "80" } as const;
  const paces = { retries: 5, intervalMs: 2_000, timeoutMs: 5_000, threshold: 1 };
  t.deepEqual(checks, [{ name: "a", when: "after", bake: true, ...paces, probe: tcp }]);
  const action = { kind: "systemd", unit: "a.service", verb: "restart" } as const;
  t.deepEqual(hooks.restart, [{ name: "restart a.service", timeoutMs: 60_000, action }]);
});

const check = (rest: string): string => `version: 1\nchecks:\n - {name: a, ${rest}}\n`;
const hook = (rest: string): string => `version: 1\nhooks:\n  restart:\n   - {${rest}}\n`;

const REFUSED: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ["C01: an empty file", "", /shoal\.yaml: it is empty/],
  ["C02: broken syntax", "version: [1\n", /shoal\.yaml: line 2, column 1: /],
  ["C02: a duplicate key", "version: 1\nversion: 1\n", /line 2, column 1: Map keys must be unique/],
  ["C02: an alias bomb", "a: &a [x, x]\nb: &b [*a, *a]\nversion: *b\n", /aliases \(\*name\) are not allowed/],
  ["C02: two documents", "version: 1\n---\nversion: 1\n", /multiple documents/],
  ["C03: an unknown key", "version: 1\n  \nhook: {}\n", /line 3, column 1: hook: unknown key; did you mean hooks\?/],
  ["C04: no version", "checks: []\n", /version: is missing/],
  ["C04: a version of the wrong type", 'version: "1"\n', /line 1, column 1: version: is not 1/],
  ["C04: a later version", "version: 2\n", /version: is not 1, the version that this Shoal knows/],
  ["C04: a list in place of the map", "- version: 1\n", /line 1, column 1/],
  ["a check of no kind", check("when: after"), /line 3, column 4: checks\.0: has 0 of tcp, http, command, log and openapi/],
  ["a check of two kinds", check("tcp: {port: 1}, command: {run: [a]}"), /checks\.0: has 2 of tcp/],
  ["an unknown key of a check", check("tcp: {port: 1}, retrys: 2"), /checks\.0\.retrys: unknown key; did you mean retries\?/],
  ["an unknown key of a probe", check("tcp: {prot: 1, port: 1}"), /checks\.0\.tcp\.prot: unknown key; did you mean port\?/],
  ["port 0", check("tcp: {port: 0}"), /line 3, column 20: checks\.0\.tcp\.port: is not within 1 … 65535/],
  [
    "an unknown word in a template",
    check("tcp: {port: '{{ label.port }}'}"),
    /\{\{ label\.port \}\} is unknown; there are labels\.NAME, host/,
  ],
  ["a template that does not end", check("command: {run: ['{{ host']}"), /run\.0: \{\{ and \}\} stand for a value/],
  ["a label in capitals", check("http: {url: 'http://{{labels.DC}}/'}"), /\{\{ labels\.DC \}\} is unknown/],
  ["a URL of a file", check("http: {url: 'file:///etc/passwd'}"), /checks\.0\.http\.url: a URL of http: or https:/],
  ["a URL with a password", check("http: {url: 'http://a:b@h/'}"), /http\.url: a URL of http: or https:, without a user/],
  ["a header of two lines", check('http: {url: "http://h/", request: {headers: {a: "b\\nc"}}}'), /headers\.a: one line/],
  ["a status of no answer", check("http: {url: 'http://h/', expect: {status: [42]}}"), /status\.0: /],
  ["a broken pattern", check("http: {url: 'http://h/', expect: {body: '('}}"), /body: Invalid regular expression/],
  ["a program without a name", check("command: {run: []}"), /command\.run: a program and its arguments/],
  ["a program in one text", check("command: {run: rm -rf /}"), /command\.run: /],
  ["a log check that allows everything", check("log: {file: a, pattern: b}"), /checks\.0\.log: atMost or atLeast says/],
  ["a specification outside of the tree", check("openapi: {file: ../a.yaml, url: 'http://h/'}"), /openapi\.file: a path within the tree/],
  [
    "a check before the swap in the bake",
    check("tcp: {port: 1}, when: before, bake: true"),
    /checks\.0\.bake: is for checks after the swap/,
  ],
  ["a time without a unit", check("tcp: {port: 1}, timeout: 5"), /checks\.0\.timeout: a duration is a whole number with its unit/],
  [
    "two checks of one name",
    "version: 1\nchecks:\n - {name: a, tcp: {port: 1}}\n - {name: a, tcp: {port: 2}}\n",
    /line 4, column 5: checks\.1\.name: /,
  ],
  [
    "25 checks",
    `version: 1\nchecks:\n${Array.from({ length: 25 }, (_, i) => ` - {name: c${i}, tcp: {port: 1}}\n`).join("")}`,
    /checks: Too big/,
  ],
  [
    "a hook at an unknown place",
    "version: 1\nhooks:\n  before: []\n",
    /line 3, column 3: hooks\.before: unknown key; known are depool, restart, repool/,
  ],
  ["a hook of two kinds", hook("command: [a], systemd: b"), /line 4, column 6: hooks\.restart\.0: a hook is one of/],
  ["a signal to nobody", hook("signal: SIGHUP"), /hooks\.restart\.0: a hook is one of/],
  ["a signal that can't be caught", hook("signal: SIGKILL, pidFile: a"), /hooks\.restart\.0\.signal: /],
  ["a verb without a unit", hook("command: [a], verb: reload"), /hooks\.restart\.0: a hook is one of/],
  ["a unit that is an option", hook("systemd: a b/c"), /hooks\.restart\.0\.systemd: the name of a unit/],
  ["a key of every object", "version: 1\n__proto__: {}\n", /unknown key/],
  ["bytes that are not UTF-8", Buffer.from([0x76, 0xff]), /not valid UTF-8/],
];

for (const [what, text, message] of REFUSED) {
  test(`${what} is refused with E_CONFIG and its place`, (t) => {
    t.throws(() => parseAppConfig(Buffer.from(text)), { code: "E_CONFIG", message });
  });
}

test("only a file of that name at the root of the tree is one", (t) => {
  t.is(findAppConfig(listing()), null);
  t.is(findAppConfig(listing(file("a/shoal.yaml", "x"), file("shoal.yaml.bak", "y"), file("my-shoal.yaml", "z"))), null);
  t.deepEqual(findAppConfig(listing(file("a", ""), file("shoal.yaml", "version: 1\n"), file("z", ""))), {
    digest: blake3(Buffer.from("version: 1\n")),
    sizeBytes: 11,
  });
});

test("a link, a directory, or a file too large in its place is refused", (t) => {
  const refused = (message: RegExp, node: Node): void => {
    t.throws(() => findAppConfig(listing(file("a", ""), node)), { code: "E_CONFIG", message });
  };
  refused(/it is a symlink/, symlink("shoal.yaml", "a"));
  refused(/it is a directory/, directory("shoal.yaml"));
  refused(/it is a directory/, file("shoal.yaml/x", ""));
  refused(/1048577 bytes are more than 1048576/, file("shoal.yaml", Buffer.alloc(CONFIG_BYTES_MAX + 1)));
});
