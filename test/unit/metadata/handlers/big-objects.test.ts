import { beforeEach, describe, expect, it } from '@jest/globals';
import { manifest, problemTexts, testOrg, xml } from '../support/package.ts';
import type { Files, TestOrg } from '../support/package.ts';

const field = (name: string, type: string, required = true): string =>
  `<fields><fullName>${name}</fullName><label>${name}</label><required>${required}</required><type>${type}</type>${type === 'Text' ? '<length>20</length>' : ''}</fields>`;

function bigObject(index: string, fields = `${field('Place__c', 'Text')}${field('Seen__c', 'DateTime')}`): Files {
  return {
    'package.xml': manifest({ CustomObject: ['Sighting__b'] }),
    'objects/Sighting__b.object': xml(
      'CustomObject',
      `<deploymentStatus>Deployed</deploymentStatus>${fields}<indexes><fullName>Key</fullName>${index}<label>Key</label></indexes><label>Sighting</label><pluralLabel>Sightings</pluralLabel>`,
    ),
  };
}
const part = (name: string, direction: string): string =>
  `<fields><name>${name}</name><sortDirection>${direction}</sortDirection></fields>`;

describe('a big object', () => {
  let org: TestOrg;
  beforeEach(() => {
    org = testOrg();
  });

  it('deploys with its index and few system fields', () => {
    expect(problemTexts(org.deploy(bigObject(part('Place__c', 'ASC') + part('Seen__c', 'DESC'))))).toEqual([]);
    const object = org.data.schema.get('Sighting__b');
    expect(object.index).toEqual([
      { field: 'Place__c', descending: false },
      { field: 'Seen__c', descending: true },
    ]);
    expect([...object.fields.keys()]).toEqual([
      'Id',
      'CreatedDate',
      'CreatedById',
      'SystemModstamp',
      'Place__c',
      'Seen__c',
    ]);
    expect(object.updateable).toBe(false);
  });

  it('keeps its index when the object alone is deployed again', () => {
    org.deploy(bigObject(part('Place__c', 'ASC')));
    org.deploy({
      'package.xml': manifest({ CustomObject: ['Sighting__b'] }),
      'objects/Sighting__b.object': xml('CustomObject', '<label>Seen</label><pluralLabel>Seen</pluralLabel>'),
    });
    expect(org.data.schema.get('Sighting__b')).toMatchObject({ label: 'Seen', index: [{ field: 'Place__c' }] });
  });

  it('refuses an index of unknown or optional fields, and fields of other types', () => {
    expect(problemTexts(org.deploy(bigObject(part('Nope__c', 'ASC'))))).toEqual([
      expect.stringContaining('Sighting__b.Nope__c'),
    ]);
    expect(problemTexts(org.deploy(bigObject(part('Place__c', 'ASC'), field('Place__c', 'Text', false))))).toEqual([
      'The field Place__c of an index must be required',
    ]);
    expect(
      problemTexts(
        org.deploy(bigObject(part('Place__c', 'ASC'), `${field('Place__c', 'Text')}${field('Day__c', 'Date', false)}`)),
      ),
    ).toContain('A big object cannot have a field of type Date');
  });
});
