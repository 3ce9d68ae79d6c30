/** What an identity provider has to know of a rule book: entitlements to assign, and fields to send. */
import { ScimError } from '../command.ts';
import type { IDP_KINDS, Rule, RuleBook, Source } from '../rules/model.ts';

export interface Needs {
  source: Source;
  /** Rules that hand something out to the users of this source. */
  rules: Rule[];
  profiles: string[];
  permissionSets: string[];
  publicGroups: string[];
  /** Granted too, but by no provider's protocol (reference/scim.md §2.4): groups of sets, licenses, roles. */
  others: string[];
  /** API names of the User fields that rules look at. */
  fields: string[];
}

/**
 * Needs of the sources: of the one that is named, else of those of this kind, else of all.
 * @throws {ScimError} `NoSource` (exit 2) when none is meant
 */
export function needsOf(book: RuleBook, kind: (typeof IDP_KINDS)[number] | null, name: string | null): Needs[] {
  const sources = book.sources.filter((source) =>
    name === null ? kind === null || source.idp === kind : source.name === name,
  );
  if (sources.length === 0) {
    const known = book.sources.map((source) => `${source.name} (${source.idp})`).join(', ') || 'none';
    throw new ScimError('NoSource', `No source of the rules is ${name ?? `one of ${kind ?? 'any kind'}`}.`, {
      actions: [`Name one with --source. The rules have: ${known}.`],
      exitCode: 2,
    });
  }
  return sources.map((source) => needsOfSource(source, book.rules));
}

function needsOfSource(source: Source, all: Rule[]): Needs {
  const rules = all.filter((rule) => rule.effect === 'Require' && rule.source === source.name);
  const granted = (type: string): string[] => [
    ...new Set(
      rules.flatMap(({ grants }) => grants.filter((grant) => grant.type === type).map((grant) => grant.entitlement)),
    ),
  ];
  const others = ['PermissionSetGroup', 'PermissionSetLicense', 'Role'];
  const fields = rules.flatMap(({ criteria }) => criteria.flatMap(({ field }) => (field === null ? [] : [field])));
  return {
    source,
    rules,
    profiles: granted('Profile'),
    permissionSets: granted('PermissionSet'),
    publicGroups: granted('PublicGroup'),
    others: others.flatMap((type) => granted(type).map((entitlement) => `${type} ${entitlement}`)),
    fields: [...new Set(fields)],
  };
}
