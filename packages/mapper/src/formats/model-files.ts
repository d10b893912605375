/** The bytes of a network: one file, or those of a folder or an archive. */
export interface ModelFiles {
  /** What the user calls it; for errors and reports. */
  readonly name: string
  /** File contents by path within the folder; a single file has its own name. */
  readonly entries: ReadonlyMap<string, Uint8Array>
}
