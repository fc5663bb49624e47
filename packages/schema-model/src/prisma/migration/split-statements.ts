/** A string, a quoted name, a dollar-quoted text, a comment, the end of a statement, or any other character. */
const token =
  /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)[\s\S]*?\1|--[^\n]*\n?|\/\*[\s\S]*?\*\/|;|[^E'"$\-/;]+|[\s\S]/gi;

/**
 * The statements of a script that Prisma's engine wrote, each with its semicolon
 * and without the comments around it. Good for that, and not for any SQL: it takes
 * comments to end at the first end.
 */
export function splitStatements(script: string): readonly string[] {
  const statements: string[] = [];
  let statement = '';
  for (const [text] of script.matchAll(token)) {
    if (text.startsWith('--') || text.startsWith('/*')) continue;
    statement += text;
    if (text !== ';') continue;
    statements.push(statement.trim());
    statement = '';
  }
  if (statement.trim() !== '') statements.push(statement.trim());
  return statements;
}
