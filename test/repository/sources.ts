/** The repository's own files, as the checks of this folder see them. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Folders that hold nothing tracked (.gitignore). */
const IGNORED = new Set(["node_modules", ".git", "coverage", ".demo"]);

/** Every file of the work tree but ignored ones: paths relative to the root, with `/`. */
export function repositoryFiles(): readonly string[] {
  return walk(ROOT).map((path) => relative(ROOT, path));
}

/** TypeScript and JavaScript written by hand. */
export function sourceFiles(): readonly string[] {
  return repositoryFiles().filter(
    (path) => /\.(ts|js)$/.test(path) && !path.startsWith("proto/gen/") && !path.startsWith("test/fixtures/"),
  );
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (IGNORED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}
