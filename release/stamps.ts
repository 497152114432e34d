/** Stamps of many files in one typed array: they cross between threads and into the scan cache without an object for each. */
import type { BigIntStats } from "node:fs";
import type { FileStamp } from "./stable-file.ts";

/** Rows of STAMP_FIELDS numbers; a row of zeros is no stamp (no file has inode 0). */
export type StampTable = BigUint64Array<ArrayBuffer>;

export const STAMP_FIELDS = 6;

export function createStampTable(rows: number): StampTable {
  return new BigUint64Array(rows * STAMP_FIELDS);
}

export function putStamp(table: StampTable, row: number, stamp: FileStamp): void {
  const at = row * STAMP_FIELDS;
  table[at + DEVICE] = stamp.device;
  table[at + INODE] = stamp.inode;
  table[at + SIZE] = BigInt(stamp.sizeBytes);
  // Times before 1970 wrap around, and back.
  table[at + MTIME] = BigInt.asUintN(64, stamp.mtimeNs);
  table[at + CTIME] = BigInt.asUintN(64, stamp.ctimeNs);
  table[at + MODE] = BigInt(stamp.mode);
}

export function getStamp(table: StampTable, row: number): FileStamp {
  const at = row * STAMP_FIELDS;
  return {
    device: table[at + DEVICE]!,
    inode: table[at + INODE]!,
    sizeBytes: Number(table[at + SIZE]),
    mtimeNs: BigInt.asIntN(64, table[at + MTIME]!),
    ctimeNs: BigInt.asIntN(64, table[at + CTIME]!),
    mode: Number(table[at + MODE]),
  };
}

export function modeOf(table: StampTable, row: number): number {
  return Number(table[row * STAMP_FIELDS + MODE]);
}

export function sizeOf(table: StampTable, row: number): number {
  return Number(table[row * STAMP_FIELDS + SIZE]);
}

export function hasStamp(table: StampTable, row: number): boolean {
  return table[row * STAMP_FIELDS + INODE] !== 0n;
}

/** `rows` rows, from one table to another. */
export function copyStamps(from: StampTable, fromRow: number, { to, row, rows }: { to: StampTable; row: number; rows: number }): void {
  to.set(from.subarray(fromRow * STAMP_FIELDS, (fromRow + rows) * STAMP_FIELDS), row * STAMP_FIELDS);
}

export function copyStamp(from: StampTable, fromRow: number, { to, row }: { to: StampTable; row: number }): void {
  copyStamps(from, fromRow, { to, row, rows: 1 });
}

/** Whether a file is still as the row says. */
export function isStamp(table: StampTable, row: number, stat: BigIntStats): boolean {
  const at = row * STAMP_FIELDS;
  return (
    table[at + INODE] === stat.ino &&
    table[at + SIZE] === stat.size &&
    table[at + MTIME] === BigInt.asUintN(64, stat.mtimeNs) &&
    table[at + CTIME] === BigInt.asUintN(64, stat.ctimeNs) &&
    table[at + MODE] === (stat.mode & 0o7777n) &&
    table[at + DEVICE] === stat.dev &&
    stat.isFile()
  );
}

const DEVICE = 0;
const INODE = 1;
const SIZE = 2;
const MTIME = 3;
const CTIME = 4;
const MODE = 5;
