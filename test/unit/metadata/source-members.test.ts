import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openOrgData } from '../../../local-org/data/index.ts';
import type { OrgData } from '../../../local-org/data/contract.ts';
import type { ComponentStore } from '../../../local-org/metadata/store.ts';
import { openComponentStore } from '../../../local-org/metadata/store.ts';

let data: OrgData;
let store: ComponentStore;
let userId: string;

beforeEach(() => {
  data = openOrgData({ file: ':memory:' });
  store = openComponentStore(data);
  userId = String(data.rows('User')[0]?.Id);
});

afterEach(() => data.close());

const save = (type: string, fullName: string, paths: string[], content = 'x'): void =>
  void store.save({ type, fullName, userId, files: new Map(paths.map((path) => [path, Buffer.from(content)])) });

const members = (above = 0): unknown[] =>
  data
    .rows('SourceMember')
    .filter((row) => Number(row.RevisionCounter) > above)
    .sort((a, b) => Number(a.RevisionCounter) - Number(b.RevisionCounter))
    .map((row) => [row.RevisionCounter, row.MemberType, row.MemberName, row.IsNameObsolete, row.IsNewMember]);

describe('source tracking', () => {
  it('is not there in an ordinary org', () => {
    save('ApexClass', 'Demo', ['classes/Demo.cls']);
    expect(data.schema.find('SourceMember')).toBeUndefined();
  });

  it('moves every changed component above all others, also one that was saved as it was', () => {
    data.enableFeature('SourceTracking');
    save('ApexClass', 'Demo', ['classes/Demo.cls']);
    save('PermissionSet', 'Demo_PS', ['permissionsets/Demo_PS.permissionset']);
    save('ApexClass', 'Demo', ['classes/Demo.cls']);
    expect(members()).toEqual([
      [2, 'PermissionSet', 'Demo_PS', false, true],
      [3, 'ApexClass', 'Demo', false, false],
    ]);
    expect(data.rows('SourceMember', { MemberName: 'Demo' })[0]?.ChangedBy).toBe(userId);
  });

  it('has a row for each file of a Lightning web component', () => {
    data.enableFeature('SourceTracking');
    save('LightningComponentBundle', 'demoTile', ['lwc/demoTile/demoTile.js', 'lwc/demoTile/demoTile.js-meta.xml']);
    expect(members()).toEqual([
      [1, 'LightningComponentBundle', 'demoTile', false, true],
      [2, 'LightningComponentResource', 'demoTile/demoTile.js', false, true],
      [3, 'LightningComponentResource', 'demoTile/demoTile.js-meta.xml', false, true],
    ]);
  });

  it('tracks labels one by one, and what was deleted as obsolete', () => {
    data.enableFeature('SourceTracking');
    save('CustomLabels', 'CustomLabels', ['labels/CustomLabels.labels']);
    save('CustomLabel', 'Greeting', ['labels/CustomLabels.labels']);
    store.remove('CustomLabel', 'Greeting');
    expect(members()).toEqual([[2, 'CustomLabel', 'Greeting', true, false]]);
  });

  it('forgets what was rolled back', () => {
    data.enableFeature('SourceTracking');
    expect(() =>
      data.transaction(() => {
        save('ApexClass', 'Demo', ['classes/Demo.cls']);
        throw new Error('check only');
      }),
    ).toThrow('check only');
    expect(members()).toEqual([]);
  });
});
