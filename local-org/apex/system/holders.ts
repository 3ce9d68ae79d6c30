/**
 * System classes that only hold values: public variables, a constructor without parameters and no method of their own,
 * e.g. `Messaging.InboundEmail`, `Metadata.CustomMetadata`, the inputs of ConnectApi. The catalogue tells all there is.
 */
import type { SystemType } from '../runtime/contract.ts';
import { findSystemType } from '../language/types/catalogue.ts';
import type { CatalogueType } from '../language/types/catalogue.ts';
import { ApexList } from '../values/collections.ts';
import { typeRef } from '../values/type.ts';
import { plainFields } from './plain.ts';

class HeldValues {
  readonly typeName: string;
  readonly values: Record<string, unknown> = {};
  constructor(typeName: string) {
    this.typeName = typeName;
  }
}

/** What every class has, and what catalogues list for each. */
const OF_EVERY_CLASS = new Set(['equals', 'hashCode', 'toString', 'clone', 'getBuildVersion']);

/** Lists that the constructor makes: the Apex Reference adds to them at once ("CustomMetadata Class", Metadata Namespace). */
const MADE_LISTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Metadata.CustomMetadata': { values: 'List<Metadata.CustomMetadataValue>' },
};

/** Components of Visualforce pages do more than hold values: a page shows them. */
const OF_PAGES = /^Component\./;

/** The implementation of a type that only holds values; undefined for any other. */
export function holderType(name: string): SystemType | undefined {
  const found = findSystemType(name);
  if (!found || found.name !== name || !holdsOnly(found.type) || OF_PAGES.test(name)) return undefined;
  return {
    name,
    constructors: {
      '()': () => {
        const made = new HeldValues(name);
        for (const [field, list] of Object.entries(MADE_LISTS[name] ?? {}))
          made.values[field] = new ApexList(typeRef(list));
        return made;
      },
    },
    fields: plainFields((found.type.fields ?? []).filter((field) => !field.static).map((field) => field.name)),
  };
}

/** With its ancestors: a variable of one is a variable of the other. */
function holdsOnly(type: CatalogueType): boolean {
  if (type.kind !== 'class') return false;
  if (type.methods?.some((method) => !OF_EVERY_CLASS.has(method.name))) return false;
  if (type.fields?.some((field) => field.static)) return false;
  const parent = type.extends ? findSystemType(type.extends)?.type : undefined;
  if (type.extends === 'Exception') return false;
  const constructs = !type.constructors?.length || type.constructors.some((params) => params.length === 0);
  return constructs && (parent ? holdsOnly(parent) : true) && Boolean(type.fields?.length || parent?.fields?.length);
}
