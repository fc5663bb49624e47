/** What methods that load relations take by name. */
const PARAMETERS: ReadonlySet<string> = new Set(
  `self where data create update order_by order take skip cursor distinct select into include counts
  for_update skip_locked no_wait skip_duplicates batch_size`.split(/\s+/),
);

/** The keyword that loads a relation: its name, with `_` behind that of a parameter. */
export function relationKeyword(name: string): string {
  return PARAMETERS.has(name) ? `${name}_` : name;
}
