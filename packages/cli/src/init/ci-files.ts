import { readFileSync } from 'node:fs';
import type { FileContent } from '../files/replace-files.ts';

/** Whose CI a repository gets the files of. */
export const ciSystems = ['github', 'gitlab', 'none'] as const;

export type CiSystem = (typeof ciSystems)[number];

/** Paths in a repository, and the templates that they are the copies of: the same bytes. */
const releaseScript: CiFile = { path: 'scripts/release.sh', template: 'scripts/release.sh' };
const files: Readonly<Record<CiSystem, readonly CiFile[]>> = {
  github: [
    releaseScript,
    { path: '.github/workflows/pull-request.yml', template: 'github/pull-request.yml' },
    { path: '.github/workflows/version.yml', template: 'github/version.yml' },
    { path: '.github/workflows/release.yml', template: 'github/release.yml' },
  ],
  gitlab: [releaseScript, { path: '.gitlab-ci.yml', template: 'gitlab/gitlab-ci.yml' }],
  none: [releaseScript],
};

interface CiFile {
  readonly path: string;
  /** Below `templates/`, which the build copies beside the bundle. */
  readonly template: string;
}

/** The files of CI: checking pull requests, making versions, releasing. All call `scripts/release.sh`. */
export function ciFiles(system: CiSystem): readonly FileContent[] {
  return files[system].map(({ path, template }) => ({
    path,
    content: readFileSync(new URL(`./templates/${template}`, import.meta.url), 'utf8'),
  }));
}
