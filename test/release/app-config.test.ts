import { readFileSync } from "node:fs";
import test from "ava";
import { findAppConfig, parseAppConfig } from "../../release/app-config.ts";
import { encodeListing } from "../../release/listing.ts";
import { blake3 } from "../../runtime/blake3.ts";
import { CONFIG_BYTES_MAX } from "../../runtime/limits.ts";
import { directory, file, symlink } from "./bundles.ts";
import { toEntry, type Node } from "./trees.ts";

const listing = (...nodes: readonly Node[]): Buffer => encodeListing(nodes.map(toEntry));

test("the documented example is what is understood", (t) => {
  const text = readFileSync(new URL("../../release/shoal.example.yaml", import.meta.url));
  t.deepEqual(parseAppConfig(text), { version: 1 });
  t.deepEqual(parseAppConfig(Buffer.from("version: 1\n")), { version: 1 });
});

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
  ["a check, which nobody carries out yet", "version: 1\nchecks:\n  - url: x\n", /line 3, column 5: checks\.0: reserved/],
  ["a hook, which nobody carries out yet", "version: 1\nhooks:\n  before: x\n", /line 3, column 3: hooks\.before: reserved/],
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
