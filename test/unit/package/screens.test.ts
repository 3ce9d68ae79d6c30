/** Layouts, list views and reports of the package's objects: whatever an admin edits or reads has its place. */
import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './source.ts';

const MAIN = path.join(ROOT, 'force-app/main/default');
const REPORTS = path.join(ROOT, 'force-app/extras/reports/default');
const objects = readdirSync(path.join(MAIN, 'objects'));
const layouts = readdirSync(path.join(MAIN, 'layouts'));
const read = (...parts: string[]): string => readFileSync(path.join(...parts), 'utf8');

function layoutOf(object: string): string {
  const file = layouts.find((name) => name.startsWith(`${object}-`));
  return file ? read(MAIN, 'layouts', file) : '';
}

describe('the types that hold rules and settings', () => {
  it.each(objects.filter((name) => name.endsWith('__mdt')))('show every field of %s on the layout', (object) => {
    const fields = readdirSync(path.join(MAIN, 'objects', object, 'fields')).map((file) => file.split('.')[0]);
    const layout = layoutOf(object);
    expect(fields.filter((field) => !layout.includes(`<field>${field}</field>`))).toEqual([]);
  });
});

describe('the records', () => {
  it.each(objects.filter((name) => name.endsWith('__c')))('of %s have a layout and a list of all', (object) => {
    expect(layoutOf(object)).toContain('<layoutSections>');
    expect(existsSync(path.join(MAIN, 'objects', object, 'listViews/All.listView-meta.xml'))).toBe(true);
  });

  it('cannot be edited on a layout: nobody may write them', () => {
    const editable = layouts.filter(
      (name) => /__c-/.test(name) && read(MAIN, 'layouts', name).includes('<behavior>Edit</behavior>'),
    );
    expect(editable).toEqual([]);
  });
});

describe('the dashboard', () => {
  const dashboard = read(REPORTS, 'dashboards/SCIM_Rollcall/SCIM_Rollcall_Overview.dashboard-meta.xml');

  it('runs as whoever looks at it, so that nobody sees more than the sets grant', () => {
    expect(dashboard).toContain('<dashboardType>LoggedInUser</dashboardType>');
    expect(dashboard).not.toContain('<runningUser>');
  });

  it('answers who lacks what, who should have left, what was changed and whether the scans run', () => {
    const shown = [...dashboard.matchAll(/<report>SCIM_Rollcall\/(\w+)<\/report>/g)].map(([, name]) => name);
    for (const name of [
      'Open_Gaps_by_Severity',
      'Open_Gaps_by_Entitlement',
      'Leavers_Overdue',
      'Changes_This_Month',
      'Scans_Last_30_Days',
    ])
      expect(shown).toContain(name);
  });
});
