/**
 * System classes that only hold values: public variables, a constructor without parameters and no method of their own,
 * e.g. `Messaging.InboundEmail`, `Metadata.CustomMetadata`, the inputs of ConnectApi. The catalogue tells all there is.
 */
import type { Runtime, SystemType } from '../runtime/contract.ts';
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

/** Names of the parameters of constructors that only fill variables, as the Apex Reference has them; one list a constructor. */
const FILLED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'Auth.AuthProviderCallbackState': [['headers', 'body', 'queryParameters']],
  'Auth.AuthProviderTokenResponse': [['provider', 'oauthToken', 'oauthSecretOrRefreshToken', 'state']],
  'Auth.OAuthRefreshResult': [
    ['accessToken', 'refreshToken', 'error'],
    ['accessToken', 'refreshToken'],
  ],
  'Auth.UserData': [
    [
      ...['identifier', 'firstName', 'lastName', 'fullName', 'email', 'link', 'username', 'locale', 'provider'],
      ...['siteLoginUrl', 'attributeMap'],
    ],
  ],
  'Auth.VerificationResult': [['redirect', 'success', 'message']],
  'Process.PluginDescribeResult.InputParameter': [
    ['name', 'parameterType', 'required'],
    ['name', 'description', 'parameterType', 'required'],
  ],
  'Process.PluginDescribeResult.OutputParameter': [
    ['name', 'parameterType'],
    ['name', 'description', 'parameterType'],
  ],
  'Process.PluginRequest': [['inputParameters']],
  'Process.PluginResult': [['outputParameters']],
  'TxnSecurity.Event': [
    ['organizationId', 'userId', 'entityName', 'action', 'resourceType', 'entityId', 'timeStamp', 'data'],
  ],
};

/** Components of Visualforce pages do more than hold values: a page shows them. */
const OF_PAGES = /^Component\./;

/** The implementation of a type that only holds values; undefined for any other. */
export function holderType(name: string): SystemType | undefined {
  const found = findSystemType(name);
  if (!found || found.name !== name || !holdsOnly(name, found.type) || OF_PAGES.test(name)) return undefined;
  const names = (found.type.fields ?? []).filter((field) => !field.static).map((field) => field.name);
  return {
    name,
    constructors: FILLED[name] ? filling(name, found.type) : { '()': () => blank(name) },
    fields: plainFields(names),
    methods: accessors(found.type, names),
  };
}

/** `getX()`, `isX()` and `setX(value)` of a variable X, where the class lists them. */
function accessors(type: CatalogueType, fields: readonly string[]): NonNullable<SystemType['methods']> {
  const made: NonNullable<SystemType['methods']> = {};
  for (const method of type.methods ?? []) {
    const field = accessed(method, fields);
    if (field === undefined) continue;
    made[method.name] =
      method.params.length === 0
        ? (_rt, self: HeldValues) => self.values[field] ?? null
        : (_rt, self: HeldValues, value: unknown) => {
            self.values[field] = value;
            return null;
          };
  }
  return made;
}

/** The variable that a method only reads or writes. */
function accessed(
  { name, params }: { name: string; params: readonly string[] },
  fields: readonly string[],
): string | undefined {
  const [, verb, rest] = /^(get|is|set)(\w+)$/.exec(name) ?? [];
  if (verb === undefined || params.length !== (verb === 'set' ? 1 : 0)) return undefined;
  return fields.find((field) => field.toLowerCase() === rest!.toLowerCase());
}

/** An instance of such a class with values. */
export function held(name: string, values: Record<string, unknown>): object {
  return Object.assign(new HeldValues(name), { values });
}

function blank(name: string): HeldValues {
  const made = new HeldValues(name);
  for (const [field, list] of Object.entries(MADE_LISTS[name] ?? {})) made.values[field] = new ApexList(typeRef(list));
  return made;
}

function filling(name: string, { constructors = [] }: CatalogueType): NonNullable<SystemType['constructors']> {
  return Object.fromEntries(
    constructors.flatMap((types) => {
      const names = FILLED[name]?.find((one) => one.length === types.length);
      if (!names) return [];
      const construct = (_rt: Runtime, ...values: unknown[]): HeldValues => {
        const made = blank(name);
        for (const [index, field] of names.entries()) made.values[field] = values[index];
        return made;
      };
      return [[`(${types.join(',')})`, construct]];
    }),
  );
}

/** With its ancestors: a variable of one is a variable of the other. */
function holdsOnly(name: string, type: CatalogueType): boolean {
  if (type.kind !== 'class') return false;
  const fields = (type.fields ?? []).map((field) => field.name);
  if (type.methods?.some((method) => !OF_EVERY_CLASS.has(method.name) && accessed(method, fields) === undefined))
    return false;
  if (type.fields?.some((field) => field.static)) return false;
  const parent = type.extends ? findSystemType(type.extends)?.type : undefined;
  if (type.extends === 'Exception') return false;
  const constructs =
    name in FILLED || !type.constructors?.length || type.constructors.some((params) => params.length === 0);
  return (
    constructs &&
    (parent ? holdsOnly(type.extends!, parent) : true) &&
    Boolean(type.fields?.length || parent?.fields?.length)
  );
}
