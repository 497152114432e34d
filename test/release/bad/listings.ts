/** Tree listings. */
import type { Row } from "./row.ts";

const D = "ab".repeat(32);
const line = (path: string, size = "1", mode = "0644", digest = D): string => `${path}\tfile\t${mode}\t${size}\t${digest}\n`;
const listing = (...lines: readonly string[]): string => `shoal-listing 1\n${lines.join("")}`;

export function listings(): readonly Row[] {
  return [
    ["OK", "files, a link, an empty directory", listing(line("a"), "b\tlink\ta\n", "c/\tdir\n"), null],
    ["OK", "no entry", listing(), null],
    ["T01", "climbs out", listing(line("../etc/x")), "E_PATH"],
    ["T01", "climbs out in the middle", listing(line("a/../../x")), "E_PATH"],
    ["T02", "absolute", listing(line("/etc/x")), "E_PATH"],
    ["T03", "link to an absolute place", listing("a\tlink\t/tmp\n"), "E_PATH"],
    ["T04", "link to a sibling revision", listing("a\tlink\t../rev-10\n"), "E_PATH"],
    ["T08", "link with a child", listing("a\tlink\tb\n", line("a/child"), line("b")), "E_CONFLICT"],
    ["T10", "file with a child", listing(line("a"), line("a/child")), "E_CONFLICT"],
    ["T10", "empty directory with a child", listing("a/\tdir\n", line("a/child")), "E_CONFLICT"],
    ["T11", "names that fold to one", listing(line("README"), line("readme")), null],
    ["T12", "a name that is not UTF-8", Buffer.from(listing(line("a\xfe")), "latin1"), "E_FORMAT"],
    ["T14", "ESC in a name", listing(line("a\x1bb")), "E_PATH"],
    ["T14", "newline in a name", listing(line("a\nb")), "E_FORMAT"],
    ["T14", "backslash, drive, leading dash", listing(line("-rf"), line("C:"), line("a\\b")), null],
    ["T15", "component of 256 bytes", listing(line("a".repeat(256))), "E_PATH"],
    ["T15", "component of 255 bytes", listing(line("a".repeat(255))), null],
    ["T15", "path of 4096 bytes", listing(line(`${"a".repeat(127)}/`.repeat(32).slice(0, -1) + "b")), "E_PATH"],
    ["T18", "setuid", listing(line("a", "1", "4755")), "E_FORMAT"],
    ["T18", "mode 0777", listing(line("a", "1", "0777")), "E_FORMAT"],
    ["T31", "dot", listing(line(".")), "E_PATH"],
    ["T31", "dot slash", listing("./\tdir\n"), "E_PATH"],
    ["T31", "empty name", listing(line("")), "E_PATH"],
    ["T32", "reserved name", listing(line(".shoal/commit.json")), "E_PATH"],
    ["T32", "reserved name in capitals", listing(line(".SHOAL/x")), "E_PATH"],
    ["M11", "digest too short", listing(line("a", "1", "0644", D.slice(2))), "E_FORMAT"],
    ["M11", "digest in capitals", listing(line("a", "1", "0644", D.toUpperCase())), "E_FORMAT"],
    ["M11", "digest that names md5", listing(line("a", "1", "0644", `md5:${"ab".repeat(16)}`)), "E_FORMAT"],
    ["M12", "size 0", listing(line("a", "0")), null],
    ["M12", "size below zero", listing(line("a", "-1")), "E_FORMAT"],
    ["M12", "size 1.5", listing(line("a", "1.5")), "E_FORMAT"],
    ["M12", "size 1e400", listing(line("a", "1e400")), "E_FORMAT"],
    ["M12", "size 2^53 + 1", listing(line("a", "9007199254740993")), "E_FORMAT"],
    ["M12", "size with a leading zero", listing(line("a", "01")), "E_FORMAT"],
    ["M12", "sizes whose sum is above 2^53", listing(line("a", "9007199254740991"), line("b", "9007199254740991")), "E_LIMIT"],
    ["M15", "byte order mark", Buffer.concat([Buffer.from("efbbbf", "hex"), Buffer.from(listing(line("a")))]), "E_FORMAT"],
    ["M17", "another version", listing(line("a")).replace("listing 1", "listing 2"), "E_FORMAT"],
    ["M18", "the same path twice", listing(line("a"), line("a")), "E_CONFLICT"],
    ["M18", "not sorted", listing(line("b"), line("a")), "E_FORMAT"],
    ["M18", "last line without its end", listing(line("a")).slice(0, -1), "E_TRUNC"],
    ["M18", "carriage returns", listing(line("a")).replaceAll("\n", "\r\n"), "E_FORMAT"],
    ["M18", "nothing", "", "E_FORMAT"],
    ["M19", "sizes around 2 and 4 GiB", listing(...around([2 ** 31, 2 ** 32, 5 * 2 ** 30])), null],
  ];
}

function around(sizes: readonly number[]): readonly string[] {
  return sizes.flatMap((size) => [size - 1, size, size + 1]).map((size, index) => line(`f${index}`, String(size)));
}
