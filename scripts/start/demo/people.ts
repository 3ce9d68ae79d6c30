/**
 * The example company: employees whom Entra provisions and contractors whom Okta provisions. Names say what somebody does,
 * not who they are. config/demo/README.md says which attribute triggers which rule.
 */

export type SourceName = 'Employees' | 'Contractors';
/** Everybody arrives with the first import, except the newcomers, who arrived after the administrators' last round. */
export type Arrival = 'import' | 'newcomer';

export interface Person {
  source: SourceName;
  arrival: Arrival;
  userName: string;
  externalId: string | null;
  givenName: string;
  familyName: string;
  title: string;
  department: string;
  country: string;
  employeeNumber: string;
  /** Profile that the identity provider sends. */
  profile: string;
  /** Permission sets that the identity provider sends on create, by API name. */
  permissionSets: string[];
  /** Role that the identity provider sends, by developer name. */
  role: string | null;
}

interface Team {
  givenName: string;
  familyName: string;
  title: string;
  department: string;
  /** Of 250 people. */
  size: number;
  permissionSets: string[];
}

/** What the example company calls everybody's profile; a standard one that every org has. */
const PROFILE = 'Minimum Access - Salesforce';
const COUNTRIES = ['Germany', 'United States', 'France', 'India', 'United Kingdom', 'Japan', 'Spain', 'Canada'];
const BASE_SIZE = 250;
/** Of every team, the last tenth are newcomers. */
const NEWCOMER_SHARE = 0.1;

const TEAMS: Team[] = [
  {
    givenName: 'Account',
    familyName: 'Executive',
    title: 'Account Executive',
    department: 'Sales',
    size: 34,
    permissionSets: ['Baseline_Access'],
  },
  {
    givenName: 'Sales',
    familyName: 'Rep',
    title: 'Sales Representative',
    department: 'Sales',
    size: 20,
    permissionSets: ['Baseline_Access'],
  },
  {
    givenName: 'Sales',
    familyName: 'Manager',
    title: 'Sales Manager',
    department: 'Sales',
    size: 4,
    permissionSets: ['Baseline_Access'],
  },
  {
    givenName: 'Support',
    familyName: 'Agent',
    title: 'Support Agent',
    department: 'Support',
    size: 44,
    permissionSets: ['Baseline_Access'],
  },
  {
    givenName: 'Finance',
    familyName: 'Analyst',
    title: 'Analyst',
    department: 'Finance',
    size: 24,
    permissionSets: ['Baseline_Access'],
  },
  {
    givenName: 'Operations',
    familyName: 'Analyst',
    title: 'Analyst',
    department: 'Operations',
    size: 20,
    permissionSets: ['Baseline_Access'],
  },
  {
    givenName: 'Software',
    familyName: 'Engineer',
    title: 'Engineer',
    department: 'Engineering',
    size: 30,
    permissionSets: ['Baseline_Access'],
  },
  {
    givenName: 'People',
    familyName: 'Partner',
    title: 'People Partner',
    department: 'People',
    size: 10,
    permissionSets: ['Baseline_Access'],
  },
];
const CONTRACTORS: Team = {
  givenName: 'Contract',
  familyName: 'Consultant',
  title: 'Consultant',
  department: 'Delivery',
  size: 64,
  permissionSets: ['Project_Viewer'],
};

/** `total` people in the proportions of the 250; always the same ones for the same number. */
export function people(total: number): Person[] {
  const scaled = (team: Team): number => Math.max(1, Math.round((team.size * total) / BASE_SIZE));
  const employees = TEAMS.flatMap((team) => members(team, scaled(team), employee));
  const contractors = members(CONTRACTORS, Math.max(1, total - employees.length), contractor);
  return [...employees, ...contractors].slice(0, total);
}

function members(team: Team, size: number, make: (team: Team, number: number) => Person): Person[] {
  const newcomersFrom = Math.ceil(size * (1 - NEWCOMER_SHARE));
  return Array.from({ length: size }, (_unused, index) => ({
    ...make(team, index + 1),
    arrival: index >= newcomersFrom ? ('newcomer' as const) : ('import' as const),
  }));
}

/** `7` -> `007`. */
const digits = (number: number): string => String(number).padStart(3, '0');

function person(team: Team, number: number): Omit<Person, 'source' | 'userName' | 'externalId' | 'employeeNumber'> {
  return {
    arrival: 'import',
    givenName: team.givenName,
    familyName: `${team.familyName} ${digits(number)}`,
    title: team.title,
    department: team.department,
    country: COUNTRIES[number % COUNTRIES.length]!,
    profile: PROFILE,
    permissionSets: team.permissionSets,
    role: null,
  };
}

function employee(team: Team, number: number): Person {
  const handle = `${team.givenName}.${team.familyName}.${digits(number)}`.toLowerCase();
  return {
    ...person(team, number),
    source: 'Employees',
    userName: `${handle}@example.com`,
    // Entra's mapping leaves the identifier out for a few, and once it collides with the contractors' pattern.
    externalId: handle === 'people.partner.003' ? 'c-9003' : /engineer\.0(?:11|22)$/.test(handle) ? null : handle,
    employeeNumber: `E${digits(number)}-${team.department.slice(0, 3).toUpperCase()}`,
    // One manager's role was forgotten in the directory.
    role: team.title === 'Sales Manager' && number !== 2 ? 'Sales_Manager' : null,
  };
}

function contractor(team: Team, number: number): Person {
  return {
    ...person(team, number),
    source: 'Contractors',
    userName: `c${digits(number)}@partner.example.com`,
    externalId: `c-${1000 + number}`,
    employeeNumber: `C${digits(number)}`,
    // Okta's default role still sends the old profile to every ninth, and an older template lacks the project set.
    profile: number % 9 === 4 ? 'Standard User' : PROFILE,
    permissionSets: number % 11 === 5 ? [] : team.permissionSets,
  };
}
