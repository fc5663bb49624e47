import { createModule } from '../python-module.ts';
import type { PythonSchema } from '../python-schema.ts';
import { indented, statement, stringLiteral } from '../python-source.ts';
import { named, symbolsOf } from '../python-symbols.ts';

/** `from_prisma.py`: the command that moves code from Prisma Client Python to this package, whose names it knows. */
export function fromPrismaModule({ entities }: PythonSchema, packageName: string): string {
  const module = createModule({
    name: '.from_prisma',
    documentation: `Moves code from Prisma Client Python: \`\`python -m ${packageName}.from_prisma PATH\`\`.`,
  });
  const main = module.text(named('._runtime.prisma.from_prisma', 'main'));
  const wordsOf = module.text(named('._runtime.prisma.prisma_words', 'words_of'));
  const tables = module.text(symbolsOf('._tables')('TABLES'));
  module.text(symbolsOf('.enums')(''));
  const accessors = entities.map(
    ({ className, accessor }) => `${stringLiteral(className)}: ${stringLiteral(accessor)},`,
  );
  const call = `${wordsOf}(${stringLiteral(packageName)}, ${tables}, _ACCESSORS, _enums)`;
  return module.finish([
    [
      ...(accessors.length > 0
        ? ['_ACCESSORS = {', ...indented(accessors), '}']
        : ['_ACCESSORS: dict[str, str] = {}']),
      '',
      'if __name__ == "__main__":',
      ...indented([statement(`_words = ${call}`, 1), `raise SystemExit(${main}(_words))`]),
    ],
  ]);
}
