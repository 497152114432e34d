/** A tree like a MediaWiki deployment's by its shape: 263,000 files. Contents are short, for what is measured on it are links and stats, not bytes. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { remove, shell } from "./shell.ts";

export const LARGE_FILES = 263_000;
export const LARGE_CHANGED = 13;

export interface LargeTree {
  readonly a: string;
  /** The same files (hard links), but for 13 with other contents. */
  readonly b: string;
}

/** Made once; kept in the cache. */
export async function makeLargeTree(cache: string): Promise<LargeTree> {
  const folder = join(cache, `large-${LARGE_FILES}`);
  if (!existsSync(folder)) {
    const unfinished = `${folder}.unfinished`;
    await remove(unfinished);
    mkdirSync(unfinished, { recursive: true });
    writeFiles(join(unfinished, "a"));
    await shell('cp -al "$1/a" "$1/b"', [unfinished]);
    for (let i = 0; i < LARGE_CHANGED; i++) change(join(unfinished, "b"), Math.floor(((i + 0.5) * LARGE_FILES) / LARGE_CHANGED));
    renameSync(unfinished, folder);
  }
  return { a: join(folder, "a"), b: join(folder, "b") };
}

const FILES_A_DIRECTORY = 20;
const DIRECTORIES_AN_EXTENSION = 40;

/** Where the file with that number is. */
export function largePath(number: number): string {
  const directory = Math.floor(number / FILES_A_DIRECTORY);
  const extension = Math.floor(directory / DIRECTORIES_AN_EXTENSION);
  return `extensions/Extension${extension}/includes/part${directory % DIRECTORIES_AN_EXTENSION}/File${number}.php`;
}

function writeFiles(root: string): void {
  for (let number = 0; number < LARGE_FILES; number++) {
    const path = join(root, largePath(number));
    if (number % FILES_A_DIRECTORY === 0) mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content(number, 0), { mode: 0o644 });
  }
}

function change(root: string, number: number): void {
  const path = join(root, largePath(number));
  // A new file: the old one is also the other tree's.
  rmSync(path);
  writeFileSync(path, content(number, 1), { mode: 0o644 });
}

/** 0.2 to 3 KB of text. */
function content(number: number, version: number): string {
  const lines = 4 + (number % 57);
  const body = Array.from(
    { length: lines },
    (_, line) => `\t$this->set( ${(number * 2_654_435_761 + line * 40_503) % 1_000_003}, 'value ${line}' );`,
  );
  return `<?php\n// File ${number}, version ${version}\n${body.join("\n")}\n`;
}
