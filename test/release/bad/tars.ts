/** Headers of tar entries, block by block as POSIX has them. */
import type { Row } from "./row.ts";

interface Ustar {
  readonly name?: string | Buffer;
  readonly mode?: string;
  readonly size?: string | Buffer;
  readonly type?: string;
  readonly link?: string;
  readonly magic?: string;
  readonly sum?: string;
}

/** One block of 512 bytes as POSIX.1-1988 has it. */
function ustar({ name = "a", mode = "0000644\0", size = octal(1), type = "0", link = "", magic = "ustar\x0000", sum }: Ustar = {}): Buffer {
  const block = Buffer.alloc(512);
  Buffer.from(name).copy(block, 0, 0, 100);
  block.write(mode, 100, 8, "latin1");
  for (const at of [108, 116]) block.write("0000000\0", at, "latin1");
  Buffer.from(size).copy(block, 124, 0, 12);
  block.write(octal(0), 136, "latin1");
  block.write("        ", 148, "latin1");
  block.write(type, 156, "latin1");
  block.write(link, 157, "latin1");
  block.write(magic, 257, "latin1");
  const total = block.reduce((all, byte) => all + byte, 0);
  block.write(sum ?? `${total.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

function octal(value: number): string {
  return `${value.toString(8).padStart(11, "0")}\0`;
}

const content = Buffer.concat([Buffer.from("x"), Buffer.alloc(511)]);
const tar = (header: Ustar): Buffer => Buffer.concat([ustar(header), content]);

function pax(records: Readonly<Record<string, string>>, after: Ustar = {}, change: Ustar = {}): Buffer {
  const body = Buffer.from(
    Object.entries(records)
      .map(([key, value]) => record(key, value))
      .join(""),
  );
  const padded = Buffer.concat([body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
  return Buffer.concat([ustar({ name: "PaxHeader", type: "x", size: octal(body.length), ...change }), padded, ustar(after), content]);
}

/** `LENGTH KEY=VALUE LF`, the length counting itself. */
function record(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  const digits = String(rest + String(rest).length).length;
  return `${rest + digits} ${key}=${value}\n`;
}

function base256(hex: string): Buffer {
  return Buffer.from(hex.padStart(24, "0"), "hex");
}

export function tarHeaders(): readonly Row[] {
  return [
    ["OK", "a file", tar({}), null],
    ["OK", "a file with a path record", pax({ path: "dir/a" }), null],
    ["T01", "climbs out", tar({ name: "../../etc/x" }), "E_PATH"],
    ["T01", "climbs out by a record", pax({ path: "../x" }), "E_PATH"],
    ["T02", "absolute", tar({ name: "/etc/x" }), "E_PATH"],
    ["T03", "symbolic link", tar({ type: "2", link: "/tmp", size: octal(0) }), "E_FORMAT"],
    ["T06", "hard link out", tar({ type: "1", link: "/etc/passwd", size: octal(0) }), "E_FORMAT"],
    ["T07", "hard link to itself", tar({ type: "1", link: "a", size: octal(0) }), "E_FORMAT"],
    ["T07", "file with a link target", tar({ link: "b" }), "E_FORMAT"],
    ["T12", "name that is not UTF-8", tar({ name: Buffer.from([0x61, 0xfe, 0xff]) }), "E_PATH"],
    ["T14", "newline in a name", tar({ name: "a\nb" }), "E_PATH"],
    ["T14", "ESC in a name", tar({ name: "a\x1bb" }), "E_PATH"],
    ["T14", "bytes after the end of a name", tar({ name: "a\0b" }), "E_FORMAT"],
    ["T14", "leading dash", tar({ name: "-rf" }), null],
    ["T15", "component of 256 bytes", pax({ path: "a".repeat(256) }), "E_PATH"],
    ["T17", "fifo", tar({ type: "6" }), "E_FORMAT"],
    ["T17", "character device", tar({ type: "3" }), "E_FORMAT"],
    ["T17", "block device", tar({ type: "4" }), "E_FORMAT"],
    ["T17", "directory", tar({ type: "5" }), "E_FORMAT"],
    ["T17", "unknown type", tar({ type: "Z" }), "E_FORMAT"],
    ["T18", "setuid", tar({ mode: "0004755\0" }), "E_FORMAT"],
    ["T18", "mode 0777", tar({ mode: "0000777\0" }), "E_FORMAT"],
    ["T18", "mode 0", tar({ mode: "0000000\0" }), "E_FORMAT"],
    ["T20", "size below zero", tar({ size: base256("ffffffffffffffffffffffff") }), "E_FORMAT"],
    ["T20", "size 2^53 + 1", tar({ size: base256("800000000020000000000001") }), "E_LIMIT"],
    ["T20", "size 8 EiB", tar({ size: base256("800000008000000000000000") }), "E_LIMIT"],
    ["T20", "small size in base 256", tar({ size: base256("800000000000000000000001") }), "E_FORMAT"],
    ["T20", "size that is no number", tar({ size: "one\0" }), "E_FORMAT"],
    ["T21", "size record -1", pax({ size: "-1" }), "E_FORMAT"],
    ["T21", "size record abc", pax({ size: "abc" }), "E_FORMAT"],
    ["T21", "size record 1e9", pax({ size: "1e9" }), "E_FORMAT"],
    ["T22", "size record before a GNU long name", pax({ size: "1024" }, { type: "L" }), "E_FORMAT"],
    ["T23", "extended header of 1 GiB", pax({ path: "a" }, {}, { size: octal(2 ** 30) }), "E_LIMIT"],
    ["T23", "an extended header after another", Buffer.concat([pax({ path: "a" }).subarray(0, 1024), pax({ path: "b" })]), "E_FORMAT"],
    ["T24", "cut header", tar({}).subarray(0, 511), "E_TRUNC"],
    ["T24", "cut extended header", pax({ path: "a" }).subarray(0, 513), "E_TRUNC"],
    ["T27", "nothing", "", "E_TRUNC"],
    ["T27", "zeros", Buffer.alloc(1024), "E_FORMAT"],
    ["T27", "junk", Buffer.alloc(512, 0xa5), "E_FORMAT"],
    ["T27", "wrong checksum", tar({ sum: "000001\0 " }), "E_FORMAT"],
    ["T27", "GNU magic", tar({ magic: "ustar  \0" }), "E_FORMAT"],
    ["T30", "GNU sparse file", tar({ type: "S", size: octal(8 ** 11 - 1) }), "E_FORMAT"],
    ["T31", "dot", tar({ name: "." }), "E_PATH"],
    ["T31", "dot slash", tar({ name: "./" }), "E_PATH"],
    ["T31", "empty name", tar({ name: "" }), "E_PATH"],
    ["T33", "extended attribute", pax({ "SCHILY.xattr.security.capability": "x" }), "E_FORMAT"],
    ["T33", "ACL", pax({ "SCHILY.acl.access": "user::rwx" }), "E_FORMAT"],
    ["T34", "mtime record", pax({ mtime: "NaN" }), "E_FORMAT"],
    ["T34", "path record of digits", pax({ path: "1700000000" }), null],
    ["T34", "the same record twice", Buffer.concat([twice(), ustar(), content]), "E_FORMAT"],
  ];
}

function twice(): Buffer {
  const body = record("path", "a") + record("path", "b");
  return Buffer.concat([ustar({ type: "x", size: octal(body.length) }), Buffer.from(body), Buffer.alloc(512 - body.length)]);
}
