import { statSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { ROOMS } from "./layering.ts";
import { readText, repositoryFiles, ROOT, sourceFiles } from "./sources.ts";

const LINES_MAX = 400;

const files = repositoryFiles();
const sources = sourceFiles();

test("the top level has the documented rooms and no other folder", (t) => {
  const folders = new Set(files.filter((path) => path.includes("/")).map((path) => path.split("/")[0] ?? ""));
  t.deepEqual([...folders].filter((folder) => !ROOMS.includes(folder) && folder !== ".ci").toSorted(), []);
});

test(`no source is longer than ${LINES_MAX} lines`, (t) => {
  const long = sources.map((path) => ({ path, lines: readText(path).split("\n").length - 1 })).filter(({ lines }) => lines > LINES_MAX);
  t.deepEqual(long, []);
});

test("nothing is exported as default where no tool asks for it", (t) => {
  const asked = (path: string): boolean =>
    path === "ava.config.js" || path.startsWith("swarm/bencode/") || path.startsWith("swarm/no-webrtc/");
  t.deepEqual(
    sources.filter((path) => !asked(path) && /^export default\b|^export \{[^}]*\bas default\b/m.test(readText(path))),
    [],
  );
});

test("every file of tests is one that the runner picks up", (t) => {
  const ownsTests = (path: string): boolean => /^test(\.\w+)*\(/m.test(readText(path)) && /from "ava"/.test(readText(path));
  t.deepEqual(
    sources.filter((path) => ownsTests(path) && !/^test\/.*\.(test|long)\.ts$/.test(path)),
    [],
  );
});

test("no file names a path of one machine or a package registry", (t) => {
  const self = "test/repository/tidy.test.ts";
  const forbidden = /\/work\/|\/home\/[a-z]|\/Users\/[A-Za-z]|registry\.npmjs|npmmirror/;
  const text = (path: string): boolean => path !== self && !/\.(gz|zst|png|bin|torrent)$/.test(path);
  const hits = files.filter(text).flatMap((path) =>
    readText(path)
      .split("\n")
      .flatMap((line, index) => (forbidden.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
  t.deepEqual(hits, []);
});

test("the lock file names no registry: a package is where npm's own configuration says", (t) => {
  const lock = JSON.parse(readText("package-lock.json")) as { packages: Record<string, { resolved?: string; link?: boolean }> };
  const remote = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined && /^[a-z+]+:\/\//.test(entry.resolved));
  t.deepEqual(remote, []);
});

test("no dependency runs a script when it is installed", (t) => {
  t.true(readText(".npmrc").split("\n").includes("ignore-scripts=true"));
});

test("every command that package.json names is an executable file", (t) => {
  const { bin } = JSON.parse(readText("package.json")) as { bin: Record<string, string> };
  t.deepEqual(Object.keys(bin).toSorted(), ["shoal", "shoal-agent", "shoal-coordinator"]);
  for (const path of Object.values(bin)) {
    t.true(readText(path).startsWith("#!/bin/sh\n"), path);
    t.is(statSync(join(ROOT, path)).mode & 0o111, 0o111, path);
  }
});
