/** Of FORMAT.md: the highest that this program reads, and the one it writes. Apart from release.ts, whose checks of JSON an unpacking needn't load. */
export const FORMAT_VERSION = 1;
