import type { FreezeOptions } from '../freeze-release.ts';

/** What the release is to be, where that is not to be found out. */
export interface CreateVersionOptions extends FreezeOptions {
  /** Default: the version that `changeset version` gave the client package. */
  readonly version?: string;
  /** The text of `changelog.md`. Default: that version's part of the client package's CHANGELOG.md, or else a summary of the changes. */
  readonly changelog?: string;
  /**
   * Records the structure that the migrations make, as `<migrations>/<version>/structure.json`
   * (the migrator's `snapshot` on a fresh database). The folder is a copy with
   * the final names, and goes when the promise is settled. Without it the
   * release has no structure.
   */
  readonly recordStructure?: (migrations: string, version: string) => Promise<void>;
}
