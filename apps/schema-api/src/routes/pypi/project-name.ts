/** A project's name in its one spelling (PEP 503): `Org_DB.client` is `org-db-client`. */
export function normalizeProjectName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
