/** The generated documents say what the tests and the source say today. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { documents, withSwitches } from '../../../scripts/docs/documents.ts';
import { apexTypes } from '../../../scripts/docs/apex-types.ts';
import { restResources, scimEndpoints, soapServices } from '../../../scripts/docs/routes.ts';
import { refusals } from '../../../scripts/docs/refusals.ts';
import { lightningModules } from '../../../scripts/docs/lightning-modules.ts';

const ROOT = path.join(import.meta.dirname, '../../..');

describe('the generated documents', () => {
  let texts: Map<string, string>;
  beforeAll(() => {
    texts = documents();
  });

  it.each(['docs/local-org.md', 'docs/scim.md', 'docs/errors.md', 'docs/diagnose.md'])(
    '%s is as new as the tests and the source',
    (file) => {
      const kept = readFileSync(path.join(ROOT, file), 'utf8').split('\n');
      const now = (texts.get(file) ?? '').split('\n');
      const line = now.findIndex((text, index) => text !== kept[index]);
      const stale =
        kept.length === now.length && line < 0
          ? ''
          : `${file} is stale from line ${line < 0 ? now.length + 1 : line + 1} on: run npm run docs`;
      expect(stale).toBe('');
    },
  );

  it('are the same each time', () => {
    expect(documents()).toEqual(texts);
  });

  it('tell nothing about the machine that wrote them', () => {
    for (const text of texts.values()) expect(text).not.toContain(ROOT);
  });

  it('need the markers around the table of switches', () => {
    expect(() => withSwitches('# SCIM')).toThrow('docs/scim.md needs the lines');
  });

  it('explain every source that the page about SCIM names', () => {
    const page = texts.get('docs/scim.md') ?? '';
    const [text = '', sources = ''] = page.split('## Sources');
    const explained = new Set(
      [...sources.matchAll(/^\| ([A-Z0-9-]+(?:, [A-Z0-9-]+)*) \|/gm)].flatMap(([, keys = '']) => keys.split(', ')),
    );
    const bracketed = [...text.matchAll(/\[([A-Z][A-Z0-9-]+)\](?!\()/g)].map(([, key]) => key);
    const listed = [...text.matchAll(/\| ([A-Z][A-Z0-9-]+(?:, [A-Z][A-Z0-9-]+)*) \|$/gm)].flatMap(([, keys = '']) =>
      keys.split(', '),
    );
    expect([...bracketed, ...listed].filter((key) => !explained.has(key ?? ''))).toEqual([]);
    expect(listed.length).toBeGreaterThan(20);
  });
});

describe('what the documents are made of', () => {
  it('REST resources with their verbs, without those that only refuse', () => {
    const resources = restResources();
    expect(resources).toContainEqual({
      path: '/services/data/vXX.X/sobjects/{object}/{id}',
      verbs: ['GET', 'PATCH', 'DELETE'],
    });
    expect(resources.map(({ path: address }) => address)).not.toContain('/services/data/vXX.X/ui-api/{rest}');
  });

  it('SOAP services with their operations, inherited ones too', () => {
    const operations = new Map(soapServices().map(({ path: address, verbs }) => [address, verbs]));
    expect(operations.get('/services/Soap/m')).toContain('checkDeployStatus');
    expect(operations.get('/services/Soap/c')).toEqual(operations.get('/services/Soap/u'));
  });

  it('SCIM endpoints', () => {
    expect(scimEndpoints()).toContainEqual({
      path: '/Users/{id}',
      verbs: ['GET', 'PUT', 'PATCH', 'DELETE', 'POST with `X-HTTP-Method-Override: DELETE`'],
    });
    expect(scimEndpoints()).toContainEqual({ path: '/Entitlements', verbs: ['GET'] });
  });

  it('refusals, also those made in a loop or through a function', () => {
    const texts = refusals().map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining([
        'This resource of Bulk API 2.0 (`/services/data/vXX.X/jobs/*`)',
        'Search.suggest',
        'Blob.toPdf',
        'convertCurrency (an org of several currencies)',
        'SCIM 1.1 (/services/scim/v1), except creating a user as the Salesforce CLI does',
        'Not available for deploy in the embedded org: {what}',
      ]),
    );
  });

  it('Apex classes, where members that only refuse count as missing', () => {
    const types = new Map(apexTypes().map((type) => [type.name, type]));
    expect(types.get('Blob')?.missing).toContain('toPdf');
    expect(types.get('Ideas')?.implemented ?? false).toBe(false);
    expect(types.get('Search')?.missing).toContain('suggest');
    expect(types.get('List')?.missing).toEqual([]);
    expect(types.get('DmlException')?.exception).toBe(true);
    expect(types.get('System')?.missing).toContain('runAs(Version)');
  });

  it('Lightning modules', () => {
    const { baseComponents, written, fromOrg } = lightningModules();
    expect(baseComponents).toContain('lightning/datatable');
    expect(written).toEqual(expect.arrayContaining(['lightning/navigation', '@salesforce/user/Id']));
    expect(fromOrg).toContain('@salesforce/apex/*');
  });
});
