import { describe, expect, it } from '@jest/globals';
import { ComponentSet } from '@salesforce/source-deploy-retrieve';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { placeSourceFile } from '../../../../local-org/metadata/package/placement.ts';
import { readSourcePackage } from '../../../../local-org/metadata/package/source.ts';
import { xml } from '../support/package.ts';
import type { Files } from '../support/package.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');

function read(files: Files): ReturnType<typeof readSourcePackage> {
  return readSourcePackage(
    Object.entries(files).map(([name, text]) => ({ path: name, read: () => new TextEncoder().encode(text) })),
    '67.0',
  );
}

describe('readSourcePackage', () => {
  it('joins decomposed objects, code files and bundles, with places in the source', () => {
    const { components, unknown } = read({
      'app/objects/W__c/W__c.object-meta.xml': xml('CustomObject', '<label>W</label>'),
      'app/objects/W__c/fields/A__c.field-meta.xml': xml('CustomField', '<fullName>A__c</fullName>'),
      'app/classes/deep/Foo.cls': 'public class Foo {}',
      'app/classes/deep/Foo.cls-meta.xml': xml('ApexClass', ''),
      'app/lwc/tile/tile.js': '',
      'app/lwc/tile/tile.html': '',
      'app/lwc/tile/tile.js-meta.xml': xml('LightningComponentBundle', ''),
      'app/staticresources/logo.svg': '<svg/>',
      'app/staticresources/logo.resource-meta.xml': xml('StaticResource', ''),
      'app/notes.txt': 'x',
    });
    expect(components.map(({ type, fullName, at }) => `${type}:${fullName}@${at.file}:${at.line}`)).toEqual([
      'CustomObject:W__c@app/objects/W__c/W__c.object-meta.xml:2',
      'ApexClass:Foo@app/classes/deep/Foo.cls-meta.xml:2',
      'LightningComponentBundle:tile@app/lwc/tile/tile.js-meta.xml:2',
      'StaticResource:logo@app/staticresources/logo.resource-meta.xml:2',
      'CustomField:W__c.A__c@app/objects/W__c/fields/A__c.field-meta.xml:2',
    ]);
    expect(components[2]?.fileName).toBe('lwc/tile/tile.js');
    expect(unknown).toEqual(['app/notes.txt']);
  });

  it('takes content outside the folder of its type where its meta file stands beside it', () => {
    const { components, unknown } = read({
      'app/tests/util/Foo.cls': 'public class Foo {}',
      'app/tests/util/Foo.cls-meta.xml': xml('ApexClass', ''),
      'app/tests/util/Alone.cls': 'public class Alone {}',
      'app/tests/other/Away.cls': 'public class Away {}',
      'app/tests/util/Away.cls-meta.xml': xml('ApexClass', ''),
    });
    expect(components.map(({ fullName, files }) => [fullName, files.map(({ source }) => source)])).toEqual([
      ['Foo', ['app/tests/util/Foo.cls-meta.xml', 'app/tests/util/Foo.cls']],
      ['Away', ['app/tests/util/Away.cls-meta.xml']],
    ]);
    expect(unknown).toEqual(['app/tests/util/Alone.cls', 'app/tests/other/Away.cls']);
  });

  it('reads what the CLI writes anew as the org gets it: ampersands escaped, repeated elements together', () => {
    const field = '<label>R & D</label>\n<a>1</a>\n<b>2</b>\n<a>3</a>';
    const { components, problems } = read({
      'a/objects/W__c/fields/A__c.field-meta.xml': xml('CustomField', field),
      'a/tabs/T.tab-meta.xml': xml('CustomTab', field),
    });
    const document = components.find(({ fullName }) => fullName === 'W__c.A__c')?.document;
    expect(document?.children.map(({ name, text }) => [name, text])).toEqual([
      ['label', 'R & D'],
      ['a', '1'],
      ['a', '3'],
      ['b', '2'],
    ]);
    expect(problems.map(({ fullName, at }) => [fullName, at.line])).toEqual([['T', 3]]);
  });

  it('keeps a class without its meta file, and broken XML, as components that cannot be deployed', () => {
    const { components, problems } = read({
      'a/classes/Foo.cls': 'x',
      'a/objects/W__c/fields/A__c.field-meta.xml': '<CustomField>\n<a>\n</CustomField>',
    });
    expect(components.map(({ fullName, document }) => [fullName, document === undefined])).toEqual([
      ['Foo', true],
      ['W__c.A__c', true],
    ]);
    expect(problems).toMatchObject([
      { fullName: 'W__c.A__c', at: { file: 'a/objects/W__c/fields/A__c.field-meta.xml', line: 3 } },
    ]);
  });

  it.each(['lwc/x.js', 'objects/W__c/other.txt', 'objects/W__c/fields/A__c.txt', 'readme', 'classes/x.permissionset'])(
    'knows no type for %s',
    (file) => {
      expect(placeSourceFile(`app/${file}`).kind).toBe('unknown');
    },
  );

  it('finds the components that source-deploy-retrieve finds in this very package', () => {
    const listed = readdirSync(path.join(ROOT, 'force-app'), { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() &&
          !/__tests__|__mocks__|\.ts$|README|tsconfig|jsconfig|glbloauth/i.test(
            path.join(entry.parentPath, entry.name),
          ),
      )
      .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
    const ours = readSourcePackage(
      listed.map((file) => ({ path: file, read: () => readFileSync(path.join(ROOT, file)) })),
      '67.0',
    );
    const set = ComponentSet.fromSource(path.join(ROOT, 'force-app'));
    const theirs = set
      .getSourceComponents()
      .toArray()
      .flatMap((component) => [component, ...component.getChildren()]);
    const key = (type: string, fullName: string): string => `${type}:${fullName}`;
    expect([...new Set(ours.components.map(({ type, fullName }) => key(type, fullName)))].sort()).toEqual(
      [...new Set(theirs.map((component) => key(component.type.name, component.fullName)))].sort(),
    );
  });
});
