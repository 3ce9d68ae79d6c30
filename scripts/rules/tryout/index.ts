/** Who would get what: a directory export evaluated against rules that no org has yet. */
import type { Actor } from '../../../local-org/data/types.ts';
import { ScimError } from '../../command.ts';
import type { RuleBook, Source } from '../model.ts';
import { ensure, insert, openTryoutOrg, type TryoutOrg } from './org.ts';
import type { Person } from './users-csv.ts';

export interface Expected {
  type: string;
  entitlement: string;
  rule: string;
}

export interface PersonResult {
  username: string;
  line: number;
  /** Null when no source claims the person: nothing is expected of them. */
  source: string | null;
  expected: Expected[];
}

export interface TryoutResult {
  people: PersonResult[];
  /** Active Require rules that applied to none of them. */
  unusedRules: string[];
  /** What the shipped Apex finds wrong with the rules, in its words. */
  problems: { rule: string; message: string }[];
}

interface Detail {
  user: { source?: string | null };
  findings: {
    kind: string;
    reason: string;
    entitlementType?: string | null;
    entitlementName?: string | null;
    rule?: string | null;
  }[];
  held: { entitlementType: string; entitlementName: string; rule?: string | null }[];
}
interface Overview {
  ruleProblems: { rule: string; message: string }[];
}

/** Everybody starts with the least: what a rule wants is then missing, and shows. */
const PLAIN_PROFILE = 'Minimum Access - Salesforce';
/** Creates people whose source is told by pattern or marker: no source may claim what this user makes. */
const NEUTRAL_CREATOR = { Username: 'directory.tryout@rollcall.example.com', LastName: 'Directory' };
const CONTROLLER = 'ProvisioningConsoleController';

/**
 * Evaluates people by the shipped Apex in a throw-away org.
 * @param note told how far it is, every hundred people
 * @throws {ScimError} `RulesNotAccepted`, or `InvalidUsers` naming the line of a person that Salesforce would not take
 */
export function tryRules(
  book: RuleBook,
  people: Person[],
  note: (text: string) => void = () => undefined,
): TryoutResult {
  const tryout = openTryoutOrg(book);
  try {
    const creators = integrationUsers(tryout, book.sources);
    const neutral: Actor = { userId: insertUser(tryout, tryout.admin, NEUTRAL_CREATOR, null) };
    const results = people.map((person, index) => {
      if (index > 0 && index % 100 === 0) note(`${index} of ${people.length} people`);
      return evaluate(
        tryout,
        person,
        insertPerson(tryout, person, creatorOf(person, creators, book.sources) ?? neutral),
      );
    });
    const used = new Set(results.flatMap(({ expected }) => expected.map(({ rule }) => rule)));
    const overview = tryout.org.apex.invokeAura(tryout.admin, CONTROLLER, 'getOverview', {}) as Overview;
    return {
      people: results,
      unusedRules: book.rules
        .filter(({ name, effect, isActive }) => isActive && effect === 'Require' && !used.has(name))
        .map(({ name }) => name),
      problems: overview.ruleProblems.map(({ rule, message }) => ({ rule, message })),
    };
  } finally {
    tryout.org.close();
  }
}

function integrationUsers(tryout: TryoutOrg, sources: Source[]): Map<string, Actor> {
  const usernames = [...new Set(sources.flatMap(({ integrationUsernames }) => integrationUsernames))];
  const ids = usernames.map((username, index) => {
    const present = tryout.org.data.rows('User', { Username: username })[0]?.['Id'] as string | undefined;
    return (
      present ?? insertUser(tryout, tryout.admin, { Username: username, LastName: `Integration ${index + 1}` }, null)
    );
  });
  return new Map(usernames.map((username, index) => [username, { userId: ids[index] as string }]));
}

function insertUser({ org }: TryoutOrg, actor: Actor, fields: Record<string, unknown>, profile: string | null): string {
  const wanted = profile ?? PLAIN_PROFILE;
  const profileId = org.data.rows('Profile', { Name: wanted })[0]?.['Id'];
  if (!profileId) throw new ScimError('InvalidUsers', `a new org has no profile "${wanted}"`);
  const username = String(fields['Username']);
  const row = {
    LastName: username,
    Email: username,
    Alias: username.slice(0, 8),
    CommunityNickname: username.slice(0, 40),
    TimeZoneSidKey: 'America/Los_Angeles',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    ...fields,
    ProfileId: profileId,
  };
  return insert(org, actor, 'User', [row])[0] as string;
}

function insertPerson(tryout: TryoutOrg, person: Person, creator: Actor): string {
  try {
    const fields = userFields(tryout, person);
    const roleId = person.role ? ensure(tryout, 'Role', person.role) : undefined;
    const id = insertUser(tryout, creator, roleId ? { ...fields, UserRoleId: roleId } : fields, person.profile);
    for (const group of person.publicGroups) {
      insert(tryout.org, tryout.admin, 'GroupMember', [
        { GroupId: ensure(tryout, 'PublicGroup', group) as string, UserOrGroupId: id },
      ]);
    }
    return id;
  } catch (cause) {
    throw new ScimError('InvalidUsers', `Line ${person.line} (${person.username}): ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** The integration user of the source that the line names, or of the only source. */
function creatorOf(person: Person, creators: Map<string, Actor>, sources: Source[]): Actor | undefined {
  const active = sources.filter(({ isActive }) => isActive);
  const source = person.source
    ? sources.find(({ name }) => name === person.source)
    : active.length === 1
      ? active[0]
      : undefined;
  if (person.source && !source) {
    throw new ScimError(
      'InvalidUsers',
      `Line ${person.line} (${person.username}): there is no source "${person.source}"; the rules have ${sources.map(({ name }) => name).join(', ')}.`,
    );
  }
  const [username] = source?.integrationUsernames ?? [];
  return username === undefined ? undefined : creators.get(username);
}

function userFields({ org }: TryoutOrg, person: Person): Record<string, unknown> {
  const entries = Object.entries(person.fields).map(([column, value]) => {
    const field = org.data.schema.field('User', column);
    if (!field) throw new Error(`User has no field "${column}"; rename the column or take it out`);
    return [field.name, field.type === 'boolean' ? /^(true|yes|1)$/i.test(value) : value] as const;
  });
  return { ...Object.fromEntries(entries), Username: person.username };
}

function evaluate({ org, admin }: TryoutOrg, { username, line }: Person, userId: string): PersonResult {
  const detail = org.apex.invokeAura(admin, CONTROLLER, 'getUserDetail', { userId }) as Detail | null;
  if (!detail) return { username, line, source: null, expected: [] };
  const missing = detail.findings.filter(({ kind, rule }) => kind === 'Missing' && rule);
  const entries = [...missing, ...detail.held.filter(({ rule }) => rule)];
  return {
    username,
    line,
    source: detail.user.source ?? null,
    expected: entries
      .map(({ entitlementType, entitlementName, rule }) => ({
        type: entitlementType as string,
        entitlement: entitlementName as string,
        rule: rule as string,
      }))
      .sort((left, right) => (left.rule + left.entitlement < right.rule + right.entitlement ? -1 : 1)),
  };
}
