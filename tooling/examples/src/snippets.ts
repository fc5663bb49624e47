/** A block of code in a page. */
export interface Snippet {
  readonly language: string;
  /** What stands behind the language: `async`, `ignore`, `types`, `cjs`. */
  readonly words: readonly string[];
  readonly code: string;
  /** Of its first line. */
  readonly line: number;
}

/** What a page's block did when it was run. */
export interface Outcome {
  readonly printed: readonly string[];
  readonly error: string | null;
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

/** What the block says that it prints: the comment behind each `print()` or `console.log()`. */
export function printed({ code }: Snippet): readonly string[] {
  return code
    .split('\n')
    .flatMap(
      (line) => /^\s*(?:print\(.*\) {2}#|console\.log\(.*\); \/\/) (.*)$/.exec(line)?.[1] ?? [],
    );
}
