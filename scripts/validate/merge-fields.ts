/**
 * Merge fields of classic and Lightning e-mail templates: `{!Case.Region__c}`, `{{{Recipient.Name}}}`. An org takes a template with
 * one that names nothing, and the mail then has a gap there (Help, "Merge Fields for Email Templates"): a warning, never an error.
 */
import type { OrgData } from '../../local-org/data/contract.ts';
import { decodeText } from '../../local-org/metadata/package/component.ts';
import type { Component } from '../../local-org/metadata/package/component.ts';
import { placeIn } from '../../local-org/metadata/references/reference.ts';
import { textOf } from '../../local-org/metadata/xml/element.ts';
import type { Finding } from './finding.ts';

/** Custom fields alone: standard ones also go by their labels (`{!Case.Last_Case_Comment}`), and packages bring theirs. */
const MERGE_FIELD = /\{(?:!|\{\{)\s*([A-Za-z]\w*)\.([A-Za-z](?:_?[A-Za-z0-9])*__c)\s*\}/g;

export function checkMergeFields(components: Component[], data: OrgData): Finding[] {
  const fields = new Set(ofType(components, 'CustomField'));
  const objects = new Set(ofType(components, 'CustomObject'));
  const isKnown = (object: string, field: string): boolean =>
    [object, ...(/^(task|event)$/i.test(object) ? ['activity'] : [])].some((one) =>
      fields.has(`${one}.${field}`.toLowerCase()),
    );
  const templates = components.filter(
    ({ type, document }) => type === 'EmailTemplate' && textOf(document, 'type') !== 'visualforce',
  );
  return templates.flatMap(({ files }) =>
    files.flatMap((file) => {
      const text = decodeText(file.content);
      return [...text.matchAll(MERGE_FIELD)].flatMap(({ index, 1: object = '', 2: field = '' }): Finding[] => {
        const isObject = objects.has(object.toLowerCase()) || data.schema.find(object) !== undefined;
        if (!isObject || isKnown(object, field)) return [];
        const message = `The merge field names no field: ${object}.${field}. An org takes the template and leaves a gap.`;
        return [{ code: 'missing-reference', severity: 'warning', message, ...placeIn(text, index, file.source) }];
      });
    }),
  );
}

function ofType(components: Component[], type: string): string[] {
  return components.filter((one) => one.type === type).map(({ fullName }) => fullName.toLowerCase());
}
