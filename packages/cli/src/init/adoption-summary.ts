import { countText, tableText } from '@schema-service/command-line';
import { ACCEPTED_FILE, type AcceptedDifference } from '@schema-service/migrator';
import { migrationsFolder } from '@schema-service/repository';
import type { AdoptedProject } from './adopt-project.ts';
import type { AdoptedDatabase } from './database/adopt-database.ts';
import { differenceTable } from './difference-table.ts';
import type { PrismaProject } from './prisma-project.ts';

/** What a person has to know of a project that was adopted, and what comes next. */
export function adoptionSummary(
  { version, generators, accepted, isDrafted, extensions }: AdoptedProject,
  project: PrismaProject | undefined,
): readonly string[] {
  return [
    '',
    `${project?.schema ?? 'The project'} is version ${version} here.`,
    ...(isDrafted
      ? ['No migrations of Prisma were found: its first one was drafted from the schema.']
      : []),
    ...(extensions.length === 0
      ? []
      : [
          '',
          `Its migrations need ${extensions.join(', ')}, which none of them makes: ${migrationsFolder}/${version}/001_extensions does.`,
        ]),
    ...acceptedLines(accepted),
    ...(generators.length === 0
      ? []
      : [
          '',
          'Generators of the project run in no command here:',
          tableText([
            ['generator', 'provider', 'in its place'],
            ...generators.map(({ name, provider, replacement }) => [name, provider, replacement]),
          ]),
        ]),
    ...nextLines(version),
  ];
}

/** The same of a live database. */
export function databaseSummary({
  version,
  label,
  accepted,
  histories,
  onlySql,
  unwritten,
  roles,
}: AdoptedDatabase): readonly string[] {
  return [
    '',
    `${label} is version ${version} here. Nothing was written to it.`,
    ...(histories.length === 0
      ? []
      : [
          '',
          'It has histories of other tools. They were left out; leave their tables where they are, and run the tools no more:',
          tableText([
            ['tool', 'table', 'its last migration'],
            ...histories.map(({ tool, table, last = '', failed }) => [
              tool,
              table,
              failed ? `${last} (one has failed: look at it before the baseline)`.trim() : last,
            ]),
          ]),
        ]),
    ...(onlySql.length === 0
      ? []
      : [
          '',
          `Stands in ${migrationsFolder}/${version}/001_init alone, since the schema language has no words for it:`,
          tableText([
            ['what', 'how many', 'names'],
            ...onlySql.map(({ what, names }) => [what, String(names.length), firstOf(names)]),
          ]),
        ]),
    ...(unwritten.length === 0
      ? []
      : [
          '',
          'Stands in no file here. The databases that have it keep it; a new one does not get it:',
          tableText([['what', 'name'], ...unwritten.map(({ kind, name }) => [kind, name])]),
        ]),
    ...(roles.length === 0
      ? []
      : [
          '',
          `Its policies name ${roles.join(', ')}: on a server without them, the migration makes them, without login.`,
        ]),
    ...acceptedLines(accepted),
    ...nextLines(version),
  ];
}

const SHOWN = 3;

const firstOf = (names: readonly string[]): string =>
  names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ', ...' : '');

const acceptedLines = (accepted: readonly AcceptedDifference[]): readonly string[] =>
  accepted.length === 0
    ? []
    : [
        '',
        `${countText(accepted.length, 'difference')} accepted. Review ${migrationsFolder}/${ACCEPTED_FILE}, and write the reasons there:`,
        differenceTable(accepted),
      ];

const nextLines = (version: string): readonly string[] => [
  '',
  'Next, for each of its databases (it compares, records the history, and changes nothing else):',
  `  schema-migrator baseline --to ${version} --database-url postgresql://...`,
  'For all of them, once they have names in migrator.config.json:',
  `  schema-migrator baseline --to ${version} --all`,
  'Then edit schema/, and run: schemactl change',
];
