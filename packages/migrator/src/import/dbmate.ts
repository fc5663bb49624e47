import type { ForeignRow, ForeignTool } from './foreign-history.ts';
import { listFiles, readText } from './source-files.ts';

const FILE = /^(\d+)_(.+)\.sql$/;
const SECTION = /^--\s*migrate:(up|down)(.*)$/gm;

/** dbmate: `<timestamp>_<name>.sql` with a part for each direction. */
export const dbmate: ForeignTool = {
  tool: 'dbmate',
  table: 'schema_migrations',
  readFiles: (folder) =>
    listFiles(folder).flatMap(({ path, name }) => {
      const [, key, title] = FILE.exec(name) ?? [];
      return key && title ? [{ key, name: title, path, ...sections(readText(folder, path)) }] : [];
    }),
  readState: async (client) => {
    const { rows } = await client.query<ForeignRow>(
      'SELECT version AS key FROM schema_migrations ORDER BY version',
    );
    return { rows, problems: [] };
  },
};

interface Sections {
  readonly up: string;
  readonly down?: string;
  readonly noTransaction?: boolean;
}

function sections(text: string): Sections {
  const marks = [...text.matchAll(SECTION)];
  const part = (direction: string): string => {
    const index = marks.findIndex((mark) => mark[1] === direction);
    const mark = marks[index];
    if (!mark) return '';
    return text.slice(mark.index + mark[0].length, marks[index + 1]?.index).trim();
  };
  const options = marks.find((mark) => mark[1] === 'up')?.[2] ?? '';
  const down = part('down');
  return {
    up: part('up'),
    ...(down ? { down } : {}),
    ...(/\btransaction:\s*false\b/.test(options) ? { noTransaction: true } : {}),
  };
}
