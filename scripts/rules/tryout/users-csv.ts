/** A directory export as CSV: one person a line, columns named like User fields. */
import { parse } from 'csv-parse/sync';
import { ScimError } from '../../command.ts';
import { CUSTOM_TYPES, inferType, isCustom, type CustomField, type CustomType } from './custom-fields.ts';

/** A line of the file. */
export interface Person {
  /** Line of the file, 1-based. */
  line: number;
  username: string;
  /** Name of the source; null when pattern, marker or the only source decides. */
  source: string | null;
  profile: string | null;
  role: string | null;
  publicGroups: string[];
  /** The other columns: User fields by the name that the header gives them. */
  fields: Record<string, string>;
}

export interface Directory {
  people: Person[];
  /** Custom fields of User among the columns. */
  customFields: CustomField[];
}

export const MAX_PEOPLE = 20_000;
const MAX_BYTES = 20_000_000;
/** Told at once; more are counted. */
const MOST_PROBLEMS = 20;

/** Column names of directories, and what they are called in Salesforce. */
const ALIASES: Record<string, string> = {
  userprincipalname: 'username',
  login: 'username',
  mail: 'Email',
  externalid: 'FederationIdentifier',
  givenname: 'FirstName',
  surname: 'LastName',
  familyname: 'LastName',
  jobtitle: 'Title',
  accountenabled: 'IsActive',
  active: 'IsActive',
  groups: 'publicgroups',
};

interface Column {
  name: string;
  /** Declared after a colon; null where the values decide. */
  type: CustomType | null;
}

/**
 * People of the text. The header names User fields (any case), and may name `source`, `profile`, `role` and `publicGroups`
 * (separated by semicolons). A custom field may carry its type, `Region__c:Picklist`.
 * @throws {ScimError} `InvalidUsers` naming each line
 */
export function readDirectory(text: string, file: string): Directory {
  if (text.length > MAX_BYTES) throw invalid(`${file} is larger than 20 MB.`);
  const { columns, rows } = rowsOf(text, file);
  if (rows.length === 0) throw invalid(`${file} names nobody.`);
  if (rows.length > MAX_PEOPLE) throw invalid(`${file} names more than ${MAX_PEOPLE.toLocaleString('en-US')} people.`);
  const people = rows.map(({ record, info }) => toPerson(record, info.lines));
  const problems = problemsOf(people, file);
  if (problems.length > 0) throw invalid(listed(problems));
  const customFields = columns
    .filter(({ name }) => isCustom(name))
    .map(({ name, type }): CustomField => {
      const values = people.map(({ fields }) => fields[name] ?? '');
      return { name, type: type ?? inferType(values), isEmpty: values.every((value) => value === '') };
    });
  return { people, customFields };
}

type Row = { record: Record<string, string>; info: { lines: number } };

function rowsOf(text: string, file: string): { columns: Column[]; rows: Row[] } {
  let columns: Column[] = [];
  try {
    const rows = parse(text, {
      bom: true,
      columns: (header: string[]) => {
        columns = header.map((name) => columnOf(name, file));
        const twice = columns.find(({ name }, at) => columns.findIndex((one) => same(one.name, name)) !== at);
        if (twice) throw invalid(`${file}:1 names the column ${twice.name} twice.`);
        return columns.map(({ name }) => name);
      },
      skip_empty_lines: true,
      trim: true,
      info: true,
    }) as unknown as Row[];
    return { columns, rows };
  } catch (cause) {
    if (cause instanceof ScimError) throw cause;
    throw invalid(`${file}: ${(cause as Error).message}`);
  }
}

/** Everything wrong with the lines, each with its own. */
function problemsOf(people: Person[], file: string): string[] {
  const seen = new Map<string, number>();
  return people.flatMap(({ line, username }) => {
    if (!username) return [`${file}:${line} has no username (columns username, userPrincipalName or email).`];
    const before = seen.get(username.toLowerCase());
    if (before) return [`${file}:${line} names ${username} again, after line ${before}.`];
    seen.set(username.toLowerCase(), line);
    return [];
  });
}

/** At most so many, then how many more. */
export function listed(problems: string[]): string {
  const more = problems.length - MOST_PROBLEMS;
  return [...problems.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`… and ${more} more.`] : [])].join('\n');
}

const OWN = ['username', 'source', 'profile', 'role', 'publicgroups'];

function columnOf(given: string, file: string): Column {
  const [plain = '', declared] = given.split(':').map((part) => part.trim()) as [string?, string?];
  if (plain === '') throw invalid(`${file}:1 has a column without a name.`);
  const known = ALIASES[plain.toLowerCase()] ?? plain;
  const name = OWN.includes(known.toLowerCase()) ? known.toLowerCase() : known;
  if (declared === undefined) return { name, type: null };
  if (!isCustom(name)) {
    throw invalid(`${file}:1 declares a type of ${name}; only custom fields (ending in __c) have one to declare.`);
  }
  const type = CUSTOM_TYPES.find((one) => same(one, declared));
  if (!type) {
    throw invalid(`${file}:1 declares ${name} as "${declared}"; known are ${CUSTOM_TYPES.join(', ')}.`);
  }
  return { name, type };
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function toPerson(record: Record<string, string>, line: number): Person {
  const { username, source, profile, role, publicgroups, ...fields } = record;
  return {
    line,
    username: username || fields['Email'] || '',
    source: source || null,
    profile: profile || null,
    role: role || null,
    publicGroups: (publicgroups ?? '')
      .split(';')
      .map((group) => group.trim())
      .filter(Boolean),
    fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
  };
}

const invalid = (message: string): ScimError => new ScimError('InvalidUsers', message);
