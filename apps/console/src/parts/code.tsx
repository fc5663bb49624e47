import { Fragment, type ReactNode } from 'react';

export type Language = 'prisma' | 'sql';

const words = {
  prisma: /\b(?:model|view|enum|datasource|generator|type)\b(?=\s+\w+\s*\{)/,
  sql: /\b(?:ADD|ALTER|AND|AS|BEGIN|BY|CASCADE|CHECK|COLUMN|COMMENT|COMMIT|CONCURRENTLY|CONSTRAINT|CREATE|DEFAULT|DELETE|DO|DROP|ELSE|END|ENUM|EXISTS|FOREIGN|FROM|FUNCTION|GRANT|IF|IN|INDEX|INSERT|INTO|IS|KEY|LANGUAGE|MATERIALIZED|NOT|NULL|ON|OR|PRIMARY|REFERENCES|RENAME|REPLACE|RETURNS|SELECT|SET|TABLE|THEN|TO|TRIGGER|TYPE|UNIQUE|UPDATE|USING|VALUES|VIEW|WHEN|WHERE|WITH)\b/i,
};
const notes = { prisma: /\/\/[^\n]*/, sql: /--[^\n]*|\/\*[\s\S]*?\*\// };
const texts = { prisma: /"(?:[^"\\\n]|\\.)*"/, sql: /'(?:[^']|'')*'|\$\w*\$/ };
const marks = { prisma: /@@?[\w.]+/, sql: /(?!)/ };
const types = {
  prisma: /\b(?:String|Int|BigInt|Boolean|DateTime|Decimal|Float|Json|Bytes|Unsupported)\b/,
  sql: /\b(?:TEXT|INTEGER|BIGINT|SMALLINT|BOOLEAN|TIMESTAMPTZ?|DATE|DECIMAL|NUMERIC|JSONB?|UUID|BYTEA|VARCHAR|CHAR|SERIAL)\b/i,
};
const classes = ['tok-note', 'tok-text', 'tok-mark', 'tok-key', 'tok-type', ''] as const;

const patterns = Object.fromEntries(
  (['prisma', 'sql'] as const).map((language) => [
    language,
    new RegExp(
      [notes, texts, marks, words, types]
        .map((part) => `(${part[language].source})`)
        .concat('(\\b[A-Za-z_]\\w*\\b)')
        .join('|'),
      language === 'sql' ? 'gi' : 'g',
    ),
  ]),
) as Readonly<Record<Language, RegExp>>;

/** Text with its parts told apart by colour; a word for which `linkOf` gives something becomes that. */
export function Highlighted({
  text,
  language,
  linkOf,
}: {
  readonly text: string;
  readonly language: Language;
  readonly linkOf?: (word: string) => ReactNode;
}) {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(patterns[language])) {
    const [found, ...groups] = match;
    const kind = groups.findIndex((group) => group !== undefined);
    const link = kind === classes.length - 1 ? linkOf?.(found) : undefined;
    const className = classes[kind];
    if (link === undefined && className === '') continue;
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(
      link === undefined ? (
        <span key={match.index} className={className}>
          {found}
        </span>
      ) : (
        <Fragment key={match.index}>{link}</Fragment>
      ),
    );
    end = match.index + found.length;
  }
  parts.push(text.slice(end));
  return <>{parts}</>;
}

export function CodeBlock({
  text,
  language,
}: {
  readonly text: string;
  readonly language: Language;
}) {
  return (
    <div className="code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by the keyboard */}
      <pre tabIndex={0}>
        <Highlighted text={text.trimEnd()} language={language} />
      </pre>
    </div>
  );
}
