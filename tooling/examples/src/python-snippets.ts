import type { Snippet } from './snippets.ts';

/** Whether the block is a program, and not a part of one that is shown. */
export function isPython({ language, words }: Snippet): boolean {
  return language === 'python' && !words.includes('ignore') && !words.includes('before');
}

/**
 * A module with the code of a page's block: it finds `db`, a client, and the code of an
 * `async` block is the body of a coroutine.
 */
export function pythonModuleOf({ code, words }: Snippet): string {
  // A program of its own.
  if (words.includes('after')) return `import asyncio\n\n${code}\n\n\nasyncio.run(main())\n`;
  const isAsync = words.includes('async');
  const name = isAsync ? 'AsyncClient' : 'Client';
  const head = 'from __future__ import annotations\n\n';
  if (!isAsync) return `${head}from org_db_client import ${name}\n\ndb = ${name}()\n\n${code}\n`;
  const body = code
    .split('\n')
    .map((line) => (line === '' ? '' : `        ${line}`))
    .join('\n');
  return `${head}import asyncio\n\nfrom org_db_client import ${name}\n\n\nasync def snippet() -> None:\n    async with ${name}() as db:\n${body}\n\n\nasyncio.run(snippet())\n`;
}
