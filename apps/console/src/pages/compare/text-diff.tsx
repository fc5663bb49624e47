import { structuredPatch } from 'diff';
import { useMemo } from 'react';
import { Empty } from '../../parts/page.tsx';

interface Line {
  readonly key: string;
  readonly sign: string;
  readonly text: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** As many as are laid out together, once one of them is seen. */
const LINES = 100;

interface TextDiffProps {
  readonly before: string;
  readonly after: string;
  /** What differs, where a page has several. */
  readonly of?: string;
}

/** Two texts, line by line, with what is around their differences. */
export function TextDiff({ before, after, of }: TextDiffProps) {
  const hunks = useMemo(() => {
    const patch = structuredPatch('', '', before, after, undefined, undefined, { context: 4 });
    return patch.hunks.map(({ oldStart, newStart, lines }) => {
      let [old, now] = [oldStart, newStart];
      return lines
        .filter((line) => !line.startsWith('\\'))
        .map((line): Line => {
          const [sign = ' ', text] = [line[0], line.slice(1)];
          const numbers = {
            before: sign === '+' ? undefined : old++,
            after: sign === '-' ? undefined : now++,
          };
          return { ...numbers, sign, text, key: `${numbers.before} ${numbers.after}` };
        });
    });
  }, [before, after]);
  if (hunks.length === 0) return <Empty title="No line differs" />;
  const label = of === undefined ? 'Difference' : `Difference of ${of}`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by the keyboard
    <section className="box scroll diff" tabIndex={0} aria-label={label}>
      {hunks.map((lines) => (
        <div key={lines[0]?.key} className="hunk">
          {inParts(lines).map((part) => (
            <div key={part[0]?.key} className="part">
              <table>
                <tbody>
                  {part.map(({ key, sign, text, before: old, after: now }) => (
                    <tr key={key} className={{ '+': 'added', '-': 'removed' }[sign]}>
                      <td className="line-number">{old}</td>
                      <td className="line-number">{now}</td>
                      <td className="sign">{sign}</td>
                      <td>
                        <code>{text}</code>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          ))}
        </div>
      ))}
    </section>
  );
}

function inParts(lines: readonly Line[]): readonly (readonly Line[])[] {
  const count = Math.ceil(lines.length / LINES);
  return Array.from({ length: count }, (_, at) => lines.slice(at * LINES, (at + 1) * LINES));
}
