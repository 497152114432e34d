/** README.md and `shoal --help` tell of the same commands and options. */
import { readFileSync } from "node:fs";
import test from "ava";
import { shoal } from "./shoal.ts";

const README = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const GROUPS: ReadonlySet<string> = new Set(["host", "release", "bundle", "lab", "notify"]);

/** Command lines of sh blocks, and what stands in `code` as one. */
function commandLines(): readonly string[] {
  const blocks = [...README.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) => block.split("\n"));
  const spans = [...README.replaceAll(/^```[\s\S]*?^```$/gm, "").matchAll(/`(shoal [^`]+)`/g)].map(([, span = ""]) => span);
  return [...blocks.flatMap((line) => (line.split(" # ")[0] ?? "").split("&&")), ...spans]
    .map((line) => line.trim())
    .filter((line) => line.startsWith("shoal "));
}

/** `shoal lab up --dcs 2` is of `lab up`. */
function commandOf(line: string): string {
  const [, first = "", second = ""] = line.split(" ");
  if (first.startsWith("-")) return "";
  return GROUPS.has(first) ? `${first} ${second}` : first;
}

/** Names of the subcommands that a help text lists. */
function listed(help: string): readonly string[] {
  const [, commands = ""] = /^Commands:\n([\s\S]*?)(\n\n|$(?![\s\S]))/m.exec(help) ?? [];
  return [...commands.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = ""]) => name).filter((name) => name !== "help");
}

test("every command and option in README.md is there", async (t) => {
  t.timeout(120_000);
  const lines = commandLines();
  t.true(lines.length > 40, `${lines.length}`);
  for (const [command, those] of Map.groupBy(lines, commandOf)) {
    const { code, stdout } = await shoal([...command.split(" ").filter((word) => word !== ""), "--help"]);
    t.is(code, 0, `shoal ${command}`);
    t.true(stdout.startsWith(`Usage: shoal ${command}`), `there is no shoal ${command}: ${stdout.split("\n")[0]}`);
    const options = new Set(
      those.flatMap((line) => [...line.replaceAll(/"[^"]*"/g, "").matchAll(/ (--[a-z-]+)/g)].map(([, name = ""]) => name)),
    );
    for (const option of options) t.regex(stdout, new RegExp(`^  (-\\w, )?${option}\\b`, "m"), `shoal ${command} has no ${option}`);
  }
});

test("every command is in README.md", async (t) => {
  const names = listed((await shoal(["--help"])).stdout);
  t.true(names.length > 25, names.join(" "));
  for (const name of names) {
    const below = GROUPS.has(name) ? listed((await shoal([name, "--help"])).stdout) : [""];
    t.true(below.length > 0, name);
    for (const sub of below) {
      const said = new RegExp(`(\`|shoal )${sub === "" ? name : `(${name} )?${sub}`}[ \`]`);
      t.regex(README, said, `shoal ${name} ${sub}`);
    }
  }
});
