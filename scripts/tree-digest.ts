/**
 * Prints the tree digest of a directory: BLAKE3 of its canonical listing (release/FORMAT.md). Says what is on disk without any code of the agent's
 * or the packer's: it walks, sorts and writes the listing by itself and shares only the hash function. The top-level `.shoal` is left out.
 *
 *     scripts/tree-digest.ts DIR [--listing]
 */
import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { blake3, hashFile } from "../runtime/blake3.ts";

const [directory, option] = process.argv.slice(2);
if (directory === undefined || (option !== undefined && option !== "--listing")) {
  console.error("usage: tree-digest DIR [--listing]");
  process.exit(2);
}
const lines = [];
for (const { path, line } of entries(directory, "").toSorted((a, b) => Buffer.compare(a.path, b.path)))
  lines.push(`${path.toString()}\t${await line()}\n`);
const listing = Buffer.from(`shoal-listing 1\n${lines.join("")}`);
process.stdout.write(option === "--listing" ? listing : `${blake3(listing)}\n`);

interface Line {
  /** As written in the listing: a directory's with `/`. */
  readonly path: Buffer;
  readonly line: () => Promise<string>;
}

function entries(root: string, prefix: string): Line[] {
  return readdirSync(`${root}/${prefix}`).flatMap((name) => {
    const path = `${prefix}${name}`;
    const file = `${root}/${path}`;
    const stat = lstatSync(file);
    if (path === ".shoal") return [];
    if (stat.isSymbolicLink()) return [{ path: Buffer.from(path), line: async () => `link\t${readlinkSync(file)}` }];
    if (stat.isDirectory()) {
      const below = entries(root, `${path}/`);
      return below.length > 0 ? below : [{ path: Buffer.from(`${path}/`), line: async () => "dir" }];
    }
    if (!stat.isFile()) throw new Error(`${file} is neither a file, a link nor a directory`);
    const mode = `0${(stat.mode & 0o7777).toString(8)}`;
    return [{ path: Buffer.from(path), line: async () => `file\t${mode}\t${stat.size}\t${await hashFile(file)}` }];
  });
}
