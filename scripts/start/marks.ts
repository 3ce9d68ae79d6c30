/** Notes that the start leaves in the org's own file, so that the next start knows how far this one came. */
import type { LocalOrg } from '../../local-org/org.ts';

export function readMark(org: LocalOrg, name: string): string | undefined {
  org.data.sql.exec('CREATE TABLE IF NOT EXISTS _start (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
  const row = org.data.sql.prepare('SELECT value FROM _start WHERE name = ?').get(name);
  return row?.['value'] as string | undefined;
}

export function writeMark(org: LocalOrg, name: string, value: string): void {
  org.data.sql
    .prepare('INSERT INTO _start (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
    .run(name, value);
}
