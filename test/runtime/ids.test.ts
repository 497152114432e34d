import test from "ava";
import * as ids from "../../runtime/ids.ts";

const HEX64 = "0123456789abcdef".repeat(4);

const good: readonly (readonly [(text: string) => string, string])[] = [
  [ids.parseDigest, HEX64],
  [ids.parseReleaseId, HEX64],
  [ids.parseInfoHash, HEX64.slice(0, 40)],
  [ids.parseHostId, "web1.example.net"],
  [ids.parseAppName, "a"],
  [ids.parseAppName, `a${"-".repeat(62)}z`],
  [ids.parseEnvironmentName, "staging"],
  [ids.parseSlotName, "current"],
  [ids.parseRevisionId, "r-20261120-1"],
  [ids.parseTag, "release/2026-11-20/1"],
  [ids.parseTag, "v1.0.0+build.5"],
  [ids.parsePrincipal, "operator:alice"],
];
for (const [parse, text] of good) test(`${text.slice(0, 40)} is accepted by ${nameOf(parse)}`, (t) => t.is(parse(text), text));

const bad: readonly (readonly [(text: string) => string, unknown])[] = [
  [ids.parseDigest, HEX64.toUpperCase()],
  [ids.parseDigest, HEX64.slice(1)],
  [ids.parseDigest, `${HEX64}0`],
  [ids.parseDigest, `${HEX64}\n`],
  [ids.parseDigest, "md5"],
  [ids.parseDigest, "none"],
  [ids.parseDigest, undefined],
  [ids.parseInfoHash, HEX64],
  [ids.parseRevisionId, ".."],
  [ids.parseRevisionId, "current"],
  [ids.parseRevisionId, ""],
  [ids.parseRevisionId, "a".repeat(300)],
  [ids.parseRevisionId, "r\u0435v"],
  [ids.parseRevisionId, "rev."],
  [ids.parseRevisionId, "a..b"],
  [ids.parseRevisionId, "a/b"],
  [ids.parseRevisionId, ".staging"],
  [ids.parseRevisionId, "a\u0000b"],
  [ids.parseAppName, "constructor"],
  [ids.parseAppName, "__proto__"],
  [ids.parseAppName, "con"],
  [ids.parseSlotName, "staging"],
  [ids.parseEnvironmentName, "constructor"],
  [ids.parseAppName, "-rf"],
  [ids.parseAppName, "Web"],
  [ids.parseAppName, null],
  [ids.parseTag, "a/../b"],
  [ids.parseTag, "-v1"],
  [ids.parseTag, "v1 "],
  [ids.parseTag, "v".repeat(201)],
  [ids.parseTag, 7],
  [ids.parsePrincipal, "root:alice"],
  [ids.parsePrincipal, "operator:"],
  [ids.parsePrincipal, "operator:alice:bob"],
];
for (const [parse, text] of bad) {
  test(`${JSON.stringify(text)?.slice(0, 80) ?? "undefined"} is refused by ${nameOf(parse)}`, (t) => {
    t.throws(() => parse(text as string), { name: "ShoalError", code: "E_MESSAGE" });
  });
}

test("a short id is its first twelve digits", (t) => t.is(ids.short(ids.parseDigest(HEX64)), "0123456789ab"));

function nameOf(parse: (text: string) => string): string {
  return Object.entries(ids).find(([, value]) => value === parse)?.[0] ?? "?";
}
