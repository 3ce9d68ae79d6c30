/** The translations that the package ships: complete, with the same placeholders, and known to the org in each language. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { childrenNamed, rawTextOf, textOf } from '../../../local-org/metadata/xml/element.ts';
import { parseXml } from '../../../local-org/metadata/xml/parse.ts';
import type { LocalOrg } from '../../../local-org/org.ts';
import { CORE, deploy, emptyOrg, problemsOf, ROOT, sourceOf } from './source.ts';

const LANGUAGES = ['de', 'es', 'fr', 'ja'];
const EXTRA = 'force-app/extras/translations';

const documentOf = (file: string) => parseXml(readFileSync(path.join(ROOT, file), 'utf8'), file);
const labels = new Map(
  childrenNamed(documentOf(`${CORE[0]}/default/labels/CustomLabels.labels-meta.xml`), 'labels').map((label) => [
    textOf(label, 'fullName') as string,
    rawTextOf(label, 'value') as string,
  ]),
);
const translated = (language: string): Map<string, string> =>
  new Map(
    childrenNamed(documentOf(`${EXTRA}/default/translations/${language}.translation-meta.xml`), 'customLabels').map(
      (label) => [textOf(label, 'name') as string, rawTextOf(label, 'label') as string],
    ),
  );
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();

describe.each(LANGUAGES)('the labels in %s', (language) => {
  it('are all there, and none that the package no longer has', () => {
    expect([...translated(language).keys()].sort()).toEqual([...labels.keys()].sort());
  });

  it('have the placeholders of the English text', () => {
    const wrong = [...translated(language)].filter(
      ([name, text]) => placeholders(text).join() !== placeholders(labels.get(name) ?? '').join(),
    );
    expect(wrong).toEqual([]);
  });

  it('fit into a label', () => {
    expect([...translated(language)].filter(([, text]) => text.length > 1000)).toEqual([]);
  });
});

describe.each(LANGUAGES)('the objects in %s', (language) => {
  const objects = readdirSync(path.join(ROOT, CORE[0] as string, 'default/objects')).filter((name) =>
    name.endsWith('__c'),
  );

  it.each(objects)('have a label for every field and picklist value of %s', (object) => {
    const name = `${object}-${language}`;
    const document = documentOf(`${EXTRA}/default/objectTranslations/${name}/${name}.objectTranslation-meta.xml`);
    const own = new Map(
      childrenNamed(document, 'fields').map((field) => [
        textOf(field, 'name'),
        childrenNamed(field, 'picklistValues').map((value) => textOf(value, 'masterLabel')),
      ]),
    );
    const folder = `${CORE[0]}/default/objects/${object}/fields`;
    const expected = readdirSync(path.join(ROOT, folder)).map((file) => {
      const field = documentOf(`${folder}/${file}`);
      const values = childrenNamed(field, 'valueSet')
        .flatMap((set) => childrenNamed(set, 'valueSetDefinition'))
        .flatMap((set) => childrenNamed(set, 'value'));
      return [textOf(field, 'fullName'), values.map((value) => textOf(value, 'label'))] as const;
    });
    expect(own).toEqual(new Map(expected));
  });
});

describe('an org with the translations', () => {
  let org: LocalOrg;
  beforeAll(() => {
    org = emptyOrg();
    const found = problemsOf(deploy(org, sourceOf([...CORE, 'force-app/app', EXTRA])));
    if (found.length > 0) throw new Error(found.join('\n'));
  }, 120_000);
  afterAll(() => org.close());

  it.each(LANGUAGES)('speaks %s', (language) => {
    const own = translated(language);
    const known = org.metadata.labels(language);
    for (const [name, text] of own) expect(known.get(name)).toBe(text);
    const different = [...own].filter(([name, text]) => labels.get(name) !== text);
    expect(different.length / own.size).toBeGreaterThan(0.9);
  });
});
