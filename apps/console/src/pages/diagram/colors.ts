const names = ['--bg', '--bg-raised', '--bg-soft', '--line', '--line-strong', '--text'] as const;
const more = ['--text-soft', '--accent', '--accent-soft', '--good', '--good-soft'] as const;
const last = ['--warn', '--warn-soft', '--bad', '--bad-soft'] as const;
type Name = (typeof names)[number] | (typeof more)[number] | (typeof last)[number];

export type Colors = Readonly<Record<Name, string>>;

/** The page's colours as a canvas takes them: what `light-dark()` is now. */
export function readColors(): Colors {
  const probe = document.createElement('span');
  document.body.append(probe);
  const entries = [...names, ...more, ...last].map((name) => {
    probe.style.setProperty('color', `var(${name})`);
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(entries);
}
