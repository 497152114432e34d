/** Labels of hosts: plain words on both sides, so that they can stand in templates, arguments, file names and metrics as they are. */

/** Lower case; no name that every object has. */
export function isLabelKey(text: string): boolean {
  return KEY.test(text) && !RESERVED.has(text);
}

/** 1 to 64 letters, digits and `. _ : -`, ending in a letter or digit. */
export function isLabelValue(text: string): boolean {
  return VALUE.test(text);
}

const KEY = /^[a-z]([a-z0-9_.-]{0,62}[a-z0-9])?$/;
const VALUE = /^[A-Za-z0-9]([A-Za-z0-9_.:-]{0,62}[A-Za-z0-9])?$/;
const RESERVED = new Set(["constructor", "prototype"]);
