import type { ProjectFile } from './project-files.ts';

/** The media types of PEP 691, in the order in which an equal preference is settled. */
export const htmlTypes = ['text/html', 'application/vnd.pypi.simple.v1+html'] as const;
export const jsonType = 'application/vnd.pypi.simple.v1+json';

/** PEP 700: `versions`, `size` and `upload-time` came with 1.1. */
const meta = { 'api-version': '1.1' } as const;

export function projectListJson(names: readonly string[]): object {
  return { meta, projects: names.map((name) => ({ name })) };
}

export function projectJson(
  name: string,
  versions: readonly string[],
  files: readonly ProjectFile[],
): object {
  return {
    meta,
    name,
    versions,
    // Not under its older name `dist-info-metadata`, too: pip 22.3 to 23.1 fail on it (PEP 714).
    files,
  };
}

export function projectListHtml(names: readonly string[]): string {
  return page(
    'Simple index',
    names.map((name) => anchor(`${name}/`, name, {})),
  );
}

export function projectHtml(name: string, files: readonly ProjectFile[]): string {
  return page(
    `Links for ${name}`,
    files.map((file) => {
      const metadata = file['core-metadata'] && `sha256=${file['core-metadata'].sha256}`;
      return anchor(`${file.url}#sha256=${file.hashes.sha256}`, file.filename, {
        'data-requires-python': file['requires-python'],
        'data-core-metadata': metadata || undefined,
        'data-dist-info-metadata': metadata || undefined,
        'data-yanked': file.yanked === false ? undefined : file.yanked,
      });
    }),
  );
}

function page(title: string, anchors: readonly string[]): string {
  return `<!DOCTYPE html>
<html>
  <head>
    <meta name="pypi:repository-version" content="${meta['api-version']}">
    <title>${escapeHtml(title)}</title>
  </head>
  <body>
    ${anchors.join('<br>\n    ')}
  </body>
</html>
`;
}

function anchor(
  href: string,
  text: string,
  attributes: Readonly<Record<string, string | undefined>>,
): string {
  const rest = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeHtml(value ?? '')}"`);
  return `<a href="${escapeHtml(href)}"${rest.join('')}>${escapeHtml(text)}</a>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
