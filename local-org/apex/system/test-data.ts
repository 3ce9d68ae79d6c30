/** `Test.loadData` (Apex Reference, "Test Class"): test records from a static resource in CSV. */
import type { Runtime } from '../runtime/contract.ts';
import { ApexList } from '../values/collections.ts';
import { fromStored } from '../values/fields.ts';
import type { ApexSObject } from '../values/sobject.ts';
import { newSObject } from '../values/sobject.ts';
import { listOf, typeRef } from '../values/type.ts';
import { runDml } from './dml.ts';
import type { SObjectToken } from './schema/tokens.ts';

/** Inserts one record a line and returns them. Names of columns are field names; an empty cell leaves the field out. */
export function loadData(rt: Runtime, type: SObjectToken, resource: string): ApexList {
  const content =
    rt.components.staticResource(resource) ??
    rt.raise('System.StringException', `Static Resource not found: ${resource}`);
  const [head = [], ...lines] = cells(new TextDecoder().decode(content).replace(/^\uFEFF/, ''));
  const rows = lines.map((line) => record(rt, type.name, head, line));
  const list = new ApexList(listOf(typeRef(type.name)), rows);
  runDml(rt, 'insert', list);
  return list;
}

function record(rt: Runtime, object: string, head: string[], line: string[]): ApexSObject {
  const row = newSObject(rt, object);
  for (const [at, name] of head.entries()) {
    const text = line[at] ?? '';
    const field = row.fieldOf(rt, name.trim());
    // Ids of a file mean nothing here; the platform makes new ones.
    if (text === '' || field.type === 'id') continue;
    row.setField(rt, field.name, fromStored(field, field.type === 'boolean' ? /^(true|1)$/i.test(text) : text));
  }
  return row;
}

/** Lines of cells of a CSV text (RFC 4180); blank lines count for nothing. */
function cells(text: string): string[][] {
  const lines: string[][] = [[]];
  const CELL = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
  let at = 0;
  while (at < text.length) {
    CELL.lastIndex = at;
    const match = CELL.exec(text)!;
    lines.at(-1)!.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    at = CELL.lastIndex;
    const separator = /^(,|\r\n|\n|\r)/.exec(text.slice(at, at + 2));
    if (!separator) break;
    at += separator[0].length;
    if (separator[0] !== ',') lines.push([]);
    else if (at === text.length) lines.at(-1)!.push('');
  }
  return lines.filter((line) => line.some((cell) => cell !== ''));
}
