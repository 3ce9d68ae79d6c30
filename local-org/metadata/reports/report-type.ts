/**
 * What a custom report type offers: its tables and the columns of each, by the names that reports use
 * (ReportType and Report reference: `Object__c$Field__c`, `Object__c.Children__r$Field__c`).
 */
import type { DeployContext } from '../deploy/context.ts';
import { isMissing } from '../references/certain.ts';
import { child, childrenNamed, textOf } from '../xml/element.ts';
import type { Position, XmlElement } from '../xml/element.ts';

export interface ReportTable {
  /** e.g. `Provisioned_User__c.Entitlement_Findings__r`. */
  path: string;
  object: string;
}

export interface TypeProblem {
  field: string;
  type: string;
  name: string;
  at: Position;
}

/** At most four objects: the base object and three joins (Help, "Custom Report Types"). */
const MAX_TABLES = 4;

/**
 * The tables of a report type; stops at the first relationship that the org does not have, which becomes a problem. `open`:
 * it leads to a part of the platform that nothing here knows, so that nothing is said of what comes after it.
 */
export function reportTables(
  document: XmlElement,
  context: DeployContext,
): { tables: ReportTable[]; problem?: TypeProblem; tooMany?: Position; open?: true } {
  const base = textOf(document, 'baseObject') ?? '';
  if (!context.resolves('CustomObject', base)) {
    const at = child(document, 'baseObject')?.at ?? document.at;
    if (!isMissing({ field: 'baseObject', type: 'CustomObject', fullName: base, at }, context))
      return { tables: [], open: true };
    return { tables: [], problem: { field: 'baseObject', type: 'CustomObject', name: base, at } };
  }
  const tables: ReportTable[] = [{ path: base, object: context.data.schema.find(base)?.name ?? base }];
  for (let join = child(document, 'join'); join; join = child(join, 'join')) {
    if (tables.length === MAX_TABLES) return { tables, tooMany: join.at };
    const from = tables.at(-1) as ReportTable;
    const name = textOf(join, 'relationship') ?? '';
    const below = context.data.schema
      .find(from.object)
      ?.childRelationships.find(({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase());
    // Relationships of the platform are not all known.
    if (!below && !/__r$/i.test(name)) return { tables, open: true };
    if (!below) {
      const missing = { field: 'relationship', type: 'relationship', name: `${from.object}.${name}`, at: join.at };
      return { tables, problem: missing };
    }
    tables.push({ path: `${from.path}.${name}`, object: below.childSObject });
  }
  return { tables };
}

/** Columns that the type's layout holds, as reports name them, in lower case. */
export function reportColumns(document: XmlElement): Set<string> {
  const names = childrenNamed(document, 'sections').flatMap((section) =>
    childrenNamed(section, 'columns').map((column) => `${textOf(column, 'table')}$${textOf(column, 'field')}`),
  );
  return new Set(names.map((name) => name.toLowerCase()));
}

/** Whether an object has a column: a field, or one of a record that a lookup leads to (`User__c.Email`). */
export function hasColumn(object: string, column: string, context: DeployContext): boolean {
  const [first = '', ...rest] = column.split('.');
  const { schema } = context.data;
  const field = schema.field(object, first) ?? schema.field(object, `${first}Id`);
  if (!field) {
    const at = { file: '', line: 1, column: 1 };
    return !isMissing({ field: 'field', type: 'CustomField', fullName: `${object}.${first}`, at }, context);
  }
  if (rest.length === 0) return true;
  return field.referenceTo.some((target) => hasColumn(target, rest.join('.'), context));
}
