/** Which system classes of Apex exist in the embedded org, member by member, against the platform's catalogue. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findImplementation, systemTypes } from '../../local-org/apex/system/index.ts';
import type { SystemType } from '../../local-org/apex/runtime/contract.ts';
import { findSystemType } from '../../local-org/apex/language/types/catalogue.ts';
import type { CatalogueType } from '../../local-org/apex/language/types/catalogue.ts';
import { SUPPLEMENT } from '../../local-org/apex/language/types/supplement.ts';
import { refusals } from './refusals.ts';
import { byCodePoint, ROOT } from './walk.ts';

export interface ApexTypeCoverage {
  /** Catalogue name; the namespace System is left out. */
  name: string;
  kind: CatalogueType['kind'];
  /** The embedded org has the type itself, not only what it inherits. */
  implemented: boolean;
  /** An exception of the platform: it can be constructed, thrown and caught. */
  exception: boolean;
  /** It only holds values: the embedded org takes all of it from the catalogue. */
  holder: boolean;
  /** How many of the platform's members the embedded org has. */
  present: number;
  total: number;
  /** The others: `name` when no overload exists, else the signature. */
  missing: string[];
}

type Table = 'constructors' | 'statics' | 'methods';

/** Trigger variables are the compiler's own. */
const LANGUAGE_TYPES = new Set(['Trigger']);
/** Members that the compiler knows without the system library: collections are constructed by it, `runAs` is a statement. */
const LANGUAGE_MEMBERS = new Set([
  'List.List',
  'Set.Set',
  'Map.Map',
  'System.runAs(SObject,Object)',
  'SObject.getAll()',
  'SObject.getInstance(String)',
]);

/** Every type of the catalogue, by name. Members that compile and refuse at run time count as missing. */
export function apexTypes(): ApexTypeCoverage[] {
  const listed = JSON.parse(readFileSync(path.join(ROOT, 'local-org/catalogue/apex-types.json'), 'utf8')) as object;
  const names = new Set([...Object.keys(listed), ...Object.keys(SUPPLEMENT)]);
  const refused = new Set(refusals().map(({ text }) => text));
  return [...names].sort(byCodePoint).map((name) => coverageOf(name, findSystemType(name)!.type, refused));
}

function coverageOf(name: string, type: CatalogueType, refused: ReadonlySet<string>): ApexTypeCoverage {
  const all = type.kind === 'enum' ? [] : membersOf(name, type);
  const members = all.map((member) => ({
    ...member,
    present:
      ofLanguage(name, member) || (member.present && !refused.has(`${name}.${member.name}`) && !refused.has(name)),
  }));
  const present = members.filter((member) => member.present);
  const overloads = (of: string): typeof members => members.filter((member) => member.name === of);
  const missing = members
    .filter((member) => !member.present)
    .map((member) => (overloads(member.name).some((each) => each.present) ? member.signature : member.name));
  const implemented =
    LANGUAGE_TYPES.has(name) || (systemTypes.has(name) && (present.length > 0 || members.length === 0));
  return {
    name,
    kind: type.kind,
    implemented,
    exception: isException(name),
    holder: !systemTypes.has(name) && systemTypes.get(name) !== undefined,
    present: present.length,
    total: members.length,
    missing: [...new Set(missing)].sort(byCodePoint),
  };
}

function ofLanguage(type: string, { name, signature }: { name: string; signature: string }): boolean {
  return LANGUAGE_MEMBERS.has(`${type}.${name}`) || LANGUAGE_MEMBERS.has(`${type}.${signature}`);
}

/** Whether a class descends from Exception; the compiler constructs those itself. */
function isException(name: string): boolean {
  if (name === 'Exception') return true;
  const parent = findSystemType(name)?.type.extends;
  return parent !== undefined && isException(parent);
}

function membersOf(name: string, type: CatalogueType): { name: string; signature: string; present: boolean }[] {
  const member = (table: Table, of: string, params: readonly string[]) => {
    const signature = `${of}(${params.join(',')})`;
    const key = table === 'constructors' ? `(${params.join(',')})` : signature;
    return { name: of, signature, present: ancestry(name, type, table).some((each) => implementsIt(each, table, key)) };
  };
  const own = systemTypes.get(name);
  const simple = name.slice(name.lastIndexOf('.') + 1);
  // An interface's methods are the implementing class's own; that it can be implemented is enough.
  const isInterface = type.kind === 'interface' && own !== undefined && !own.methods;
  // The catalogue comes from class files, where every class has a constructor without arguments, also what nobody may construct.
  const constructors = (type.constructors ?? []).map((params) => ({
    params,
    ...member('constructors', simple, params),
  }));
  return [
    ...constructors.filter(({ params, present }) => present || params.length > 0),
    ...(type.methods ?? []).map((method) => ({
      ...member(method.static ? 'statics' : 'methods', method.name, method.params),
      ...(isInterface ? { present: true } : {}),
    })),
    ...(type.fields ?? []).map((field) => ({
      name: field.name,
      signature: field.name,
      present:
        LANGUAGE_TYPES.has(name) || Boolean(field.static ? own?.staticFields?.[field.name] : own?.fields?.[field.name]),
    })),
  ];
}

/** The type itself and its ancestors, then what every object has: where the compiler looks for an implementation. */
function ancestry(name: string, type: CatalogueType, table: Table): SystemType[] {
  const names = [name];
  for (let parent = type.extends; parent; parent = findSystemType(parent)?.type.extends)
    names.push(findSystemType(parent)?.name ?? parent);
  if (table === 'methods') names.push('Object');
  return names.flatMap((each) => systemTypes.get(each) ?? []);
}

function implementsIt(type: SystemType, table: Table, key: string): boolean {
  const functions = type[table];
  return functions !== undefined && findImplementation(functions, key) !== undefined;
}
