import type { ReleaseMetadata } from '@schema-service/catalog';

/** What became of the working schema. */
export type CreatedVersion =
  | {
      readonly kind: 'versionCreated';
      readonly metadata: ReleaseMetadata;
      /** The paths, relative to the root, that were written, renamed to, or are gone; for `git add`. */
      readonly paths: readonly string[];
    }
  | {
      /** The generated packages are still at a version that is frozen: there is nothing to release. */
      readonly kind: 'nothingToRelease';
      readonly version: string;
    };
