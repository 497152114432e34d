/** One fixture. `id`: row of the list of bad inputs, or what it is; `code`: null where it must be accepted. */
export type Row = readonly [id: string, about: string, bytes: Buffer | string, code: string | null];
