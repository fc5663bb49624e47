/** A block of code in a page. */
export interface Snippet {
  readonly language: string;
  /** What stands behind the language: `async`, `ignore`. */
  readonly words: readonly string[];
  readonly code: string;
  /** Of its first line. */
  readonly line: number;
}

/** The fenced blocks of a Markdown page, in order. */
export function snippetsOf(markdown: string): readonly Snippet[] {
  const snippets: Snippet[] = [];
  let open: { readonly info: string; readonly line: number; readonly code: string[] } | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    if (!text.startsWith('```')) {
      open?.code.push(text);
    } else if (open === undefined) {
      open = { info: text.slice(3), line: index + 2, code: [] };
    } else {
      const [language = '', ...words] = open.info.split(' ');
      snippets.push({ language, words, code: open.code.join('\n'), line: open.line });
      open = undefined;
    }
  }
  return snippets;
}

/**
 * A module with the code of a page's block: it finds `db`, a client, and the code of an
 * `async` block is the body of a coroutine.
 */
export function moduleOf({ code, words }: Snippet): string {
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

/** What the block says that it prints: the comment behind each \`print\`. */
export function printed({ code }: Snippet): readonly string[] {
  return code.split('\n').flatMap((line) => /^\s*print\(.*\) {2}# (.*)$/.exec(line)?.[1] ?? []);
}
