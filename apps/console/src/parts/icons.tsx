const paths = {
  home: 'M2.5 7 8 2.5 13.5 7v6.5h-4V10h-3v3.5h-4z',
  versions: 'M8 2v12M4 5h8M5 11h6M8 8h0',
  models: 'M2.5 3h11v10h-11zM2.5 6.500h11M6.5 6.500V13',
  diagram: 'M2.5 3h4v4h-4zM9.5 9h4v4h-4zM4.5 7v4h5M6.5 5h5v4',
  compare: 'M5 2.5v11M2.5 5 5 2.5 7.5 5M11 13.5v-11M8.5 11l2.5 2.5 2.5-2.5',
  database: 'M3 4c0-2 10-2 10 0v8c0 2-10 2-10 0zM3 4c0 2 10 2 10 0M3 8c0 2 10 2 10 0',
  runs: 'M5 3.5v9l7-4.5z',
  people: 'M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8zM3 13.5c.6-2.6 2.5-4 5-4s4.4 1.4 5 4',
  hook: 'M6 5.500a2.5 2.5 0 1 1 3.5 2.300L7 12M10 10.500a2 2 0 1 1-1 3.400M4.5 9.500a2 2 0 1 0 1.5 3.500h4',
  key: 'M10 9a3.5 3.5 0 1 0-3-1.700L2.5 12v2H5v-1.500h1.500V11L8 9.3',
  log: 'M3 2.500h10v11H3zM5.5 5.500h5M5.5 8h5M5.5 10.500h3',
  search: 'M7 11.500a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.500l3 3',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
