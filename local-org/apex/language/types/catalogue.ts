/** The system types of the platform, as `catalogue/apex-types.json` lists them, plus what is newer than that list. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SUPPLEMENT } from './supplement.ts';

export interface CatalogueMethod {
  name: string;
  static?: true;
  params: string[];
  returns: string;
}

export interface CatalogueType {
  kind: 'class' | 'interface' | 'enum';
  abstract?: true;
  typeParams?: string[];
  extends?: string;
  implements?: string[];
  constructors?: string[][];
  methods?: CatalogueMethod[];
  fields?: { name: string; type: string; static?: true }[];
  values?: string[];
}

const FILE = path.join(import.meta.dirname, '../../../catalogue/apex-types.json');

interface Index {
  types: Map<string, CatalogueType>;
  /** Lower-case name -> canonical name. */
  names: Map<string, string>;
  /** Lower-case namespaces: `database`, `schema` … */
  namespaces: Set<string>;
}

/** Second names that the Apex Reference uses in its samples ("ConfigurableSelfRegHandler Interface"). */
const ALSO_CALLED: Record<string, string> = { 'apexpages.pagereference': 'PageReference' };

let index: Index | undefined;

function load(): Index {
  const listed = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, CatalogueType>;
  const types = new Map(Object.entries(listed));
  for (const [name, addition] of Object.entries(SUPPLEMENT)) types.set(name, merge(types.get(name), addition));
  const names = new Map(Object.entries(ALSO_CALLED));
  const namespaces = new Set<string>();
  for (const name of types.keys()) {
    names.set(name.toLowerCase(), name);
    const dot = name.indexOf('.');
    if (dot > 0) namespaces.add(name.slice(0, dot).toLowerCase());
  }
  return { types, names, namespaces };
}

function merge(
  base: CatalogueType | undefined,
  addition: Partial<CatalogueType> & Pick<CatalogueType, 'kind'>,
): CatalogueType {
  if (!base) return addition;
  return {
    ...base,
    ...addition,
    methods: [...(base.methods ?? []), ...(addition.methods ?? [])],
    fields: [...(base.fields ?? []), ...(addition.fields ?? [])],
    constructors: [...(base.constructors ?? []), ...(addition.constructors ?? [])],
  };
}

/**
 * A system type by name in any case. The namespaces System and Schema may be left out, as on the platform
 * (Apex Developer Guide, "Namespace, Class, and Variable Name Precedence").
 */
export function findSystemType(name: string): { name: string; type: CatalogueType } | undefined {
  index ??= load();
  const key = name.toLowerCase().replace(/^system\./, '');
  const canonical = index.names.get(key) ?? index.names.get(`schema.${key}`);
  return canonical === undefined ? undefined : { name: canonical, type: index.types.get(canonical)! };
}

/** Every listed type of a namespace, e.g. `Messaging.SingleEmailMessage`. */
export function namesOfNamespace(namespace: string): string[] {
  index ??= load();
  const start = `${namespace.toLowerCase()}.`;
  return [...index.names].flatMap(([key, name]) => (key.startsWith(start) ? [name] : []));
}

/** Whether a name such as `Database`, `Schema` or `ConnectApi` begins qualified names of system types. */
export function isNamespace(name: string): boolean {
  index ??= load();
  return name.toLowerCase() === 'system' || index.namespaces.has(name.toLowerCase());
}
