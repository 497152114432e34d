import test from "ava";
import fc from "fast-check";
import { posix } from "node:path";
import { checkPath, checkSymlinkTarget, foldName } from "../../release/paths.ts";
import { pathArbitrary } from "./trees.ts";

const refused = test.macro({
  exec: (t, path: string, why: RegExp) => void t.throws(() => checkPath(path), { code: "E_PATH", message: why }),
  title: (id = "", path) => `${id}: the path ${JSON.stringify(path).slice(0, 60)} is refused`,
});

test("T01 dot-dot", refused, "../../etc/x", /`\.`/);
test("T01 dot-dot inside", refused, "a/../b", /`\.`/);
test("T02 absolute", refused, "/etc/x", /absolute/);
test("T14 newline", refused, "a\nb", /control/);
test("T14 escape", refused, "a\u001b[2J", /control/);
test("T14 DEL", refused, "a\u007f", /control/);
test("T14 C1", refused, "a\u009bb", /control/);
test("T14 tab", refused, "a\tb", /control/);
test("NUL", refused, "a\0b", /control/);
test("T15 long component", refused, `a/${"é".repeat(128)}`, /256 bytes/);
test("T15 long path", refused, "a/".repeat(2048) + "b", /4097 bytes/);
test("T16 deep", refused, "a/".repeat(64) + "b", /deeper than 64/);
test("T31 empty", refused, "", /empty/);
test("T31 dot", refused, ".", /`\.`/);
test("T31 slash", refused, "a/", /empty/);
test("T31 double slash", refused, "a//b", /empty/);
test("T32 reserved", refused, ".shoal", /reserved/);
test("T32 reserved directory", refused, ".shoal/listing", /reserved/);
test("T32 reserved, other case", refused, ".Shoal/x", /reserved/);
test("T32 reserved, long s", refused, ".\u017fhoal", /reserved/);
test("lone surrogate", refused, "a\ud800", /Unicode/);

test("ordinary and odd names are accepted: they are nobody's syntax", (t) => {
  const names = [
    "a",
    "-rf",
    "C:",
    "back\\slash",
    "it's",
    '"q"',
    "$(reboot)",
    "a b ",
    "日本語",
    "…",
    ".hidden",
    "..a",
    "a..",
    "x/.shoal",
    ".shoals",
  ];
  for (const path of [...names, "é".repeat(127), "a/".repeat(63) + "b"]) t.notThrows(() => checkPath(path), path);
});

test("every generated path is accepted, and refused with a bad component put anywhere", (t) => {
  const bad = fc.constantFrom("", ".", "..", "a\u0001", "x".repeat(256));
  fc.assert(
    fc.property(pathArbitrary, bad, fc.nat(), (path, component, at) => {
      checkPath(path);
      const components = path.split("/");
      components.splice(at % (components.length + 1), 0, component);
      t.throws(() => checkPath(components.join("/")), { code: "E_PATH" });
    }),
  );
  t.pass();
});

const leaves = test.macro({
  exec: (t, path: string, target: string, allowed: readonly string[] = []) =>
    void t.throws(() => checkSymlinkTarget(path, target, allowed), { code: "E_PATH" }),
  title: (id = "", path, target) => `${id}: the link ${String(path)} -> ${JSON.stringify(target).slice(0, 40)} is refused`,
});

test("T03 absolute", leaves, "link", "/tmp");
test("T03 absolute, another prefix", leaves, "link", "/etcetera/x", ["/etc"]);
test("T03 absolute, climbing out of the prefix", leaves, "link", "/srv/shared/../../etc/passwd", ["/srv/shared"]);
test("T04 sibling", leaves, "rev", "../rev-10");
test("deep", leaves, "a/b", "../../c");
test("alone", leaves, "a", "..");
test("up after a name: that name may be a link", leaves, "y", "x/..");
test("up after a dot and a name", leaves, "a/y", "./x/../z");
test("empty", leaves, "a", "");
test("control character", leaves, "a", "b\nc");
test("too long", leaves, "a", "b/".repeat(2048));

test("links inside the tree and below allowed directories are accepted", (t) => {
  const inside = [
    ["a", "b"],
    ["a/b", ".."],
    ["a/b/c", "../../x"],
    ["a", "."],
    ["a", "./b//c/"],
    ["a", "-rf"],
    ["a", "..b"],
    ["a/b", "./../c"],
  ] as const;
  for (const [path, target] of inside) t.notThrows(() => checkSymlinkTarget(path, target, []), `${path} -> ${target}`);
  for (const target of ["/etc", "/etc/", "/etc/x/y"]) t.notThrows(() => checkSymlinkTarget("a", target, ["/srv", "/etc/"]));
  t.notThrows(() => checkSymlinkTarget("a", "/anywhere", "any"));
  t.throws(() => checkSymlinkTarget("a", "/anywhere/../x", "any"), { code: "E_PATH" });
});

test("an accepted relative link resolves to a place inside the tree", (t) => {
  const component = fc.constantFrom("..", ".", "", "a", "b");
  const target = fc.array(component, { minLength: 1, maxLength: 6 }).map((names) => names.join("/"));
  let accepted = 0;
  fc.assert(
    fc.property(pathArbitrary, target, (path, to) => {
      try {
        checkSymlinkTarget(path, to, []);
      } catch {
        return;
      }
      accepted++;
      const resolved = posix.join("/base/tree", posix.dirname(path), to);
      t.true(`${resolved}/`.startsWith("/base/tree/"), `${path} -> ${to}`);
    }),
  );
  t.true(accepted > 10);
});

test("T11: names that some file system takes for one have one fold", (t) => {
  t.is(foldName("README"), foldName("readme"));
  t.is(foldName("\u00e9"), foldName("e\u0301"));
  t.is(foldName("stra\u00dfe"), foldName("STRASSE"));
  t.not(foldName("a"), foldName("b"));
});
