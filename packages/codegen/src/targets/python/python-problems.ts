import { type SchemaModel, statedPythonName } from '@schema-service/schema-model';
import {
  type ClientProblem,
  type LeaveOut,
  leaveOutByConfig,
  problemAt,
} from '../../client-problem.ts';
import { type NamedPlace, namedPlaces, spokenName } from './python-naming.ts';

/**
 * The annotations `@python.name` of a schema that cannot be followed: what they
 * say is no name, or it is the name of another declaration in the same place.
 * Names without an annotation are told apart whatever they are. Pure.
 */
export function pythonProblems(
  schema: SchemaModel,
  leaveOut: LeaveOut = leaveOutByConfig,
): readonly ClientProblem[] {
  const places = namedPlaces(schema);
  const problems = places.flatMap((place) => [...notNames(place), ...sameNames(place)]);
  return problems.map(({ fix, ...problem }) => ({
    ...problem,
    fix: `${fix} Or build no Python client: ${leaveOut('python')}`,
  }));
}

const NAME = /^[A-Za-z]\w*$/;

function* notNames({ declared }: NamedPlace): Generator<ClientProblem> {
  for (const one of declared) {
    if (one.documentation?.includes('@python.name') !== true) continue;
    const name = statedPythonName(one);
    if (name !== undefined && NAME.test(name)) continue;
    yield problemAt(one, {
      client: 'python',
      message: `The annotation @python.name of ${one.name} has ${name === undefined ? 'not one name' : `${name}, which is no name`}.`,
      fix: 'A name is a letter, and letters, digits and _ after it: /// @python.name created_at_ms.',
    });
  }
}

function sameNames({ place, declared }: NamedPlace): readonly ClientProblem[] {
  return declared.flatMap((one) => {
    const name = statedPythonName(one);
    const other = declared.find((each) => each !== one && spokenName(each) === name);
    if (name === undefined || other === undefined) return [];
    // Of two annotations that say the same, the second one is told.
    const isFirst = declared.indexOf(one) < declared.indexOf(other);
    if (isFirst && statedPythonName(other) !== undefined) return [];
    return problemAt(one, {
      client: 'python',
      message: `${place}: the annotation @python.name of ${one.name} has ${name}, which is the name of ${other.name}.`,
      fix: 'Give it another name, or none: names are told apart without an annotation.',
    });
  });
}
