import type { Lookup } from './tls-settings.ts';

/** The settings that the server is asked for: the schemas that the parameters name, and what `options` says behind them. */
export function searchPathOptions(get: Lookup): string {
  const path = get('search_path') ?? get('currentSchema') ?? prismaSchema(get('schema'));
  const said = path === undefined ? '' : `-c search_path=${path.replace(/[\\\s]/g, '\\$&')}`;
  return [said, get('options')].filter(Boolean).join(' ');
}

/** One name as it is. Prisma writes `schema=public` into every URL; tables go there by default. */
function prismaSchema(name: string | undefined): string | undefined {
  if (name === undefined || name === 'public') return undefined;
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
