/** Pairs of real trees, two versions of one thing. Fetched once into a cache folder outside the repository, by npm or apt. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { remove, shell } from "./shell.ts";

type Dependencies = Readonly<Record<string, string>>;

export type Pair = { readonly name: string; readonly about: string } & (
  | { readonly kind: "npm"; readonly a: Dependencies; readonly b: Dependencies }
  /** The lowest and the highest version apt knows of each package: a release's and its security update's. */
  | { readonly kind: "debian"; readonly packages: readonly string[] }
);

const react = { react: "19.1.1", "react-dom": "19.1.1" };

export const PAIRS: readonly Pair[] = [
  { name: "next", about: "server framework", kind: "npm", a: { next: "15.5.2", ...react }, b: { next: "15.5.3", ...react } },
  { name: "typescript", about: "few large sources", kind: "npm", a: { typescript: "5.8.3" }, b: { typescript: "5.9.2" } },
  {
    name: "excalidraw",
    about: "bundles with hashed names, source maps, fonts",
    kind: "npm",
    a: { "@excalidraw/excalidraw": "0.18.0" },
    b: { "@excalidraw/excalidraw": "0.18.1" },
  },
  { name: "postgresql", about: "binaries", kind: "debian", packages: ["postgresql-15", "postgresql-client-15", "libpq5"] },
  { name: "django", about: "Python sources", kind: "debian", packages: ["python3-django"] },
  {
    name: "directus",
    about: "a Vite-built front end, every asset's name hashed",
    kind: "npm",
    a: { "@directus/app": "17.1.0" },
    b: { "@directus/app": "17.1.1" },
  },
];

export interface PairTrees {
  readonly a: string;
  readonly b: string;
  /** Which versions these are. */
  readonly versions: string;
}

/** Throws where a version can't be had. */
export async function fetchPair(pair: Pair, cache: string): Promise<PairTrees> {
  const folder = join(cache, "pairs", pair.name);
  if (!existsSync(folder)) {
    const unfinished = `${folder}.unfinished`;
    await remove(unfinished);
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(
      join(unfinished, "versions"),
      pair.kind === "npm" ? await fetchNpm(pair, unfinished) : await fetchDebian(pair, unfinished),
    );
    renameSync(unfinished, folder);
  }
  return { a: join(folder, "a"), b: join(folder, "b"), versions: readFileSync(join(folder, "versions"), "utf8") };
}

async function fetchNpm(pair: Extract<Pair, { kind: "npm" }>, folder: string): Promise<string> {
  for (const side of ["a", "b"] as const) {
    const root = join(folder, side);
    mkdirSync(root);
    writeFileSync(
      join(root, "package.json"),
      JSON.stringify({ name: "deployed", version: "1.0.0", private: true, dependencies: pair[side] }),
    );
    await shell('cd "$1"; npm install --ignore-scripts --omit=dev --no-audit --no-fund', [root]);
  }
  return Object.keys(pair.a)
    .filter((name) => pair.a[name] !== pair.b[name])
    .map((name) => `${name} ${pair.a[name]} → ${pair.b[name]}`)
    .join(", ");
}

async function fetchDebian({ packages }: Extract<Pair, { kind: "debian" }>, folder: string): Promise<string> {
  const told: string[] = [];
  for (const name of packages) {
    const versions = await debianVersions(name);
    const [lowest, highest] = [versions[0], versions.at(-1)];
    if (lowest === undefined || lowest === highest) throw new Error(`apt knows ${versions.length} version of ${name}; two are needed`);
    await unpackDebian({ name, version: lowest, folder, side: "a" });
    await unpackDebian({ name, version: highest!, folder, side: "b" });
    told.push(`${name} ${lowest} → ${highest}`);
  }
  return told.join(", ");
}

/** Lowest first. */
async function debianVersions(name: string): Promise<string[]> {
  const list = 'apt-cache madison "$1" | cut -d"|" -f2 | tr -d " " | sort -u | while read -r v; do echo "$v"; done';
  const versions = (await shell(list, [name])).stdout.split("\n").filter((version) => version !== "");
  const sorted: string[] = [];
  for (const version of versions) {
    let at = 0;
    while (at < sorted.length && (await isLower(sorted[at]!, version))) at++;
    sorted.splice(at, 0, version);
  }
  return sorted;
}

async function isLower(a: string, b: string): Promise<boolean> {
  return (await shell('if dpkg --compare-versions "$1" lt "$2"; then echo yes; fi', [a, b])).stdout !== "";
}

interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly side: "a" | "b";
}

async function unpackDebian({ name, version, folder, side }: DebianPackage): Promise<void> {
  const script =
    'd=$(mktemp -d); trap "rm -rf $d" EXIT; chmod 777 "$d"; cd "$d"; apt-get -qq download "$1=$2"; mkdir -p "$3"; dpkg-deb -x ./*.deb "$3"';
  await shell(script, [name, version, join(folder, side)]);
}
