import type { Snippet } from './snippets.ts';

/** A block's module, in a file whose name says of which system it is. */
export interface NodeModule {
  readonly snippet: Snippet;
  readonly file: string;
  readonly content: string;
  /** False for what needs a page or a browser around it, and is checked by the compiler alone. */
  readonly isRun: boolean;
}

/** The modules of a page's blocks for Node. One that makes no client finds `db`. */
export function nodeModulesOf(page: string, snippets: readonly Snippet[]): readonly NodeModule[] {
  return snippets.filter(isNode).map((snippet) => {
    const name = `${page.replace(/\W/g, '_')}_${snippet.line}`;
    const isCommonJs = snippet.words.includes('cjs');
    return {
      snippet,
      file: `${name}.${isCommonJs ? 'cjs' : 'mts'}`,
      content: isCommonJs ? commonJsOf(snippet) : moduleOf(snippet),
      isRun: !snippet.words.includes('types'),
    };
  });
}

function isNode({ language, words }: Snippet): boolean {
  return (language === 'ts' || language === 'js') && !words.includes('ignore');
}

/** It cannot wait: what it does is what it exports. */
function commonJsOf({ code }: Snippet): string {
  return code.replace(/^main\(\);$/m, 'module.exports = main();');
}

function moduleOf({ code }: Snippet): string {
  if (!/\bdb\b/.test(code) || /\b(?:const|using|let) db\b|\bdb:/.test(code)) return `${code}\n`;
  const isImported = /\bcreateClient\b[^;]*from/.test(code);
  const head = isImported ? '' : "import { createClient } from '@org/db-client';\n";
  return `${head}await using db = createClient();\n${code}\n`;
}
