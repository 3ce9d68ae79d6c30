/** A directory export as CSV: one person a line, columns named like User fields. */
import { parse } from 'csv-parse/sync';
import { ScimError } from '../../command.ts';

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

export const MAX_PEOPLE = 20_000;
const MAX_BYTES = 20_000_000;

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

/**
 * People of the text. The header names User fields (any case), and may name `source`, `profile`, `role` and `publicGroups`
 * (separated by semicolons).
 * @throws {ScimError} `InvalidUsers` naming the line
 */
export function readPeople(text: string, file: string): Person[] {
  if (text.length > MAX_BYTES) throw invalid(`${file} is larger than 20 MB.`);
  let rows: { record: Record<string, string>; info: { lines: number } }[];
  try {
    rows = parse(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => canonical(name, file)),
      skip_empty_lines: true,
      trim: true,
      info: true,
    }) as unknown as typeof rows;
  } catch (cause) {
    if (cause instanceof ScimError) throw cause;
    throw invalid(`${file}: ${(cause as Error).message}`);
  }
  if (rows.length === 0) throw invalid(`${file} names nobody.`);
  if (rows.length > MAX_PEOPLE) throw invalid(`${file} names more than ${MAX_PEOPLE.toLocaleString('en-US')} people.`);
  const seen = new Map<string, number>();
  return rows.map(({ record, info }) => {
    const person = toPerson(record, info.lines);
    if (!person.username)
      throw invalid(`${file}:${info.lines} has no username (columns username, userPrincipalName or email).`);
    const before = seen.get(person.username.toLowerCase());
    if (before) throw invalid(`${file}:${info.lines} names ${person.username} again, after line ${before}.`);
    seen.set(person.username.toLowerCase(), info.lines);
    return person;
  });
}

const OWN = ['username', 'source', 'profile', 'role', 'publicgroups'];

function canonical(name: string, file: string): string {
  const plain = name.trim();
  if (plain === '') throw invalid(`${file}:1 has a column without a name.`);
  const known = ALIASES[plain.toLowerCase()] ?? plain;
  return OWN.includes(known.toLowerCase()) ? known.toLowerCase() : known;
}

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
