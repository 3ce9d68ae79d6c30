/** Who would get what: a directory export evaluated against rules that no org has yet. */
import type { Actor } from '../../../local-org/data/types.ts';
import { ScimError } from '../../command.ts';
import type { RuleBook, Source } from '../model.ts';
import { askedFor, valueOf, type CustomField } from './custom-fields.ts';
import { PEOPLE_PER_CALL, TRYOUT_CLASS, type Answer } from './evaluator.ts';
import { ensure, insert, openTryoutOrg, type TryoutOrg } from './org.ts';
import { listed, type Directory, type Person } from './users-csv.ts';

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
  /** Custom fields of User that were made for the try-out, with the type they got. */
  customFields: { name: string; type: string }[];
  /** Custom fields that rules or markers ask for and no column tells. */
  untoldFields: string[];
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
 * @param note told how far it is, every few hundred people
 * @throws {ScimError} `RulesNotAccepted`, or `InvalidUsers` naming the line of each person that Salesforce would not take
 */
export function tryRules(
  book: RuleBook,
  { people, customFields }: Directory,
  note: (text: string) => void = () => undefined,
): TryoutResult {
  const told = new Set(customFields.map(({ name }) => name.toLowerCase()));
  const untold = askedFor(book).filter((name) => !told.has(name.toLowerCase()));
  const fields = [...customFields, ...untold.map((name): CustomField => ({ name, type: 'Text', isEmpty: true }))];
  const tryout = openTryoutOrg(book, fields, people);
  try {
    const ids = insertPeople(tryout, people, book.sources, note);
    const answers = evaluate(tryout, ids, note);
    const results = people.map(({ username, line }, at): PersonResult => {
      const answer = answers.get(ids[at] as string);
      const expected = (answer?.expected ?? [])
        .map(({ type, entitlement, rule }) => ({ type, entitlement, rule }))
        .sort((left, right) => (left.rule + left.entitlement < right.rule + right.entitlement ? -1 : 1));
      return { username, line, source: answer?.source ?? null, expected };
    });
    const used = new Set(results.flatMap(({ expected }) => expected.map(({ rule }) => rule)));
    const overview = tryout.org.apex.invokeAura(tryout.admin, CONTROLLER, 'getOverview', {}) as Overview;
    return {
      people: results,
      unusedRules: book.rules
        .filter(({ name, effect, isActive }) => isActive && effect === 'Require' && !used.has(name))
        .map(({ name }) => name),
      problems: overview.ruleProblems.map(({ rule, message }) => ({ rule, message })),
      customFields: fields.map(({ name, type }) => ({ name, type })),
      untoldFields: untold,
    };
  } finally {
    tryout.org.close();
  }
}

/** Ids in the order of the people. Every line that cannot be inserted is told, not the first alone. */
function insertPeople(tryout: TryoutOrg, people: Person[], sources: Source[], note: (text: string) => void): string[] {
  const creators = integrationUsers(tryout, sources);
  const neutral: Actor = { userId: insertUser(tryout, tryout.admin, NEUTRAL_CREATOR, null) };
  const problems: string[] = [];
  const ids = people.map((person, index) => {
    if (index > 0 && index % 500 === 0) note(`${index} of ${people.length} people entered`);
    try {
      return insertPerson(tryout, person, creatorOf(person, creators, sources) ?? neutral);
    } catch (cause) {
      problems.push(`Line ${person.line} (${person.username}): ${(cause as Error).message}`);
      return '';
    }
  });
  if (problems.length > 0) throw new ScimError('InvalidUsers', listed(problems));
  return ids;
}

function evaluate({ org, admin }: TryoutOrg, ids: string[], note: (text: string) => void): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  for (let start = 0; start < ids.length; start += PEOPLE_PER_CALL) {
    if (start > 0) note(`${start} of ${ids.length} people evaluated`);
    const userIds = ids.slice(start, start + PEOPLE_PER_CALL);
    const found = org.apex.invokeAura(admin, TRYOUT_CLASS, 'evaluate', { userIds }) as Answer[];
    for (const answer of found) answers.set(answer.userId, answer);
  }
  return answers;
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

function insertUser(
  { org, profileIds }: TryoutOrg,
  actor: Actor,
  fields: Record<string, unknown>,
  profile: string | null,
): string {
  const wanted = profile ?? PLAIN_PROFILE;
  const profileId = profileIds.get(wanted);
  if (!profileId) throw new Error(`a new org has no profile "${wanted}"`);
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
  const fields = userFields(tryout, person);
  const roleId = person.role ? ensure(tryout, 'Role', person.role) : undefined;
  const id = insertUser(tryout, creator, roleId ? { ...fields, UserRoleId: roleId } : fields, person.profile);
  for (const group of person.publicGroups) {
    insert(tryout.org, tryout.admin, 'GroupMember', [
      { GroupId: ensure(tryout, 'PublicGroup', group) as string, UserOrGroupId: id },
    ]);
  }
  return id;
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
    throw new Error(
      `there is no source "${person.source}"; the rules have ${sources.map(({ name }) => name).join(', ')}.`,
    );
  }
  const [username] = source?.integrationUsernames ?? [];
  return username === undefined ? undefined : creators.get(username);
}

function userFields({ org, customFields }: TryoutOrg, person: Person): Record<string, unknown> {
  const entries = Object.entries(person.fields).map(([column, value]) => {
    const custom = customFields.get(column.toLowerCase());
    if (custom) return [custom.name, valueOf(custom, value)] as const;
    const field = org.data.schema.field('User', column);
    if (!field) {
      throw new Error(
        `User has no field "${column}"; rename the column, end it in __c if it is custom, or take it out`,
      );
    }
    return [field.name, field.type === 'boolean' ? /^(true|yes|1)$/i.test(value) : value] as const;
  });
  return { ...Object.fromEntries(entries), Username: person.username };
}
