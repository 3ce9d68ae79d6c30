/** Bodies of `runTestsSynchronous` and `runTestsAsynchronous` as a selection of tests (reference/wire.md §7.2). */
import type { TestSelection } from '../../apex/contract.ts';
import { XMLParser } from 'fast-xml-parser';
import type { OrgData } from '../../data/contract.ts';
import { PlatformError } from '../../data/types.ts';
import type { MetadataEngine, StoredComponent } from '../../metadata/contract.ts';
import type { LocalOrg } from '../../org.ts';
import { objectBody } from '../rest/values.ts';

export interface TestRequest {
  selection: TestSelection;
  skipCodeCoverage: boolean;
}

/** Raises INVALID_INPUT for classes and suites the org does not have, naming them. */
export function testRequest({ data, metadata }: Pick<LocalOrg, 'data' | 'metadata'>, body: unknown): TestRequest {
  const request = objectBody(body);
  const classes: NonNullable<TestSelection['classes']> = [];
  if (Array.isArray(request.tests)) {
    for (const item of request.tests) {
      const test = objectBody(item);
      const name = typeof test.className === 'string' ? test.className : nameOf(data, test.classId);
      const methods = Array.isArray(test.testMethods) ? test.testMethods.map(String) : [];
      classes.push({ name: existing(data, name), ...(methods.length > 0 ? { methods } : {}) });
    }
  }
  for (const name of words(request.classNames)) classes.push({ name: existing(data, name) });
  for (const id of words(request.classids)) classes.push({ name: nameOf(data, id) });
  for (const suite of suitesOf(metadata, request)) {
    for (const name of classesOf(suite)) classes.push({ name: existing(data, name) });
  }
  const all = request.testLevel === 'RunLocalTests' || request.testLevel === 'RunAllTestsInOrg';
  if (classes.length === 0 && !all) {
    throw new PlatformError(
      'INVALID_INPUT',
      'Name the tests (tests, classNames, classids, suiteNames or suiteids), or give testLevel RunLocalTests or RunAllTestsInOrg.',
    );
  }
  return {
    selection: classes.length > 0 ? { classes } : { all: true },
    skipCodeCoverage: request.skipCodeCoverage === true,
  };
}

/** The suites that a request names or gives the ids of (Tooling API, "runTestsAsynchronous"). */
function suitesOf(metadata: MetadataEngine, request: Record<string, unknown>): StoredComponent[] {
  const suite = (kind: string, wanted: string, found: StoredComponent | undefined): StoredComponent => {
    if (found) return found;
    throw new PlatformError(
      'INVALID_INPUT',
      `This test suite ${kind}'s value is invalid: ${wanted}. Provide the ${kind} of a test suite of this org.`,
    );
  };
  const ids = words(request.suiteids);
  const known = ids.length > 0 ? metadata.components('ApexTestSuite') : [];
  return [
    ...words(request.suiteNames).map((name) => suite('name', name, metadata.component('ApexTestSuite', name))),
    ...ids.map((id) =>
      suite(
        'ID',
        id,
        known.find((one) => one.id.slice(0, 15) === id.slice(0, 15)),
      ),
    ),
  ];
}

const SUITE = new XMLParser({ isArray: (name) => name === 'testClassName', parseTagValue: false });

function classesOf({ files }: StoredComponent): string[] {
  const [content] = files.values();
  const read = SUITE.parse(Buffer.from(content ?? []).toString('utf8')) as {
    ApexTestSuite?: { testClassName?: string[] };
  };
  return read.ApexTestSuite?.testClassName ?? [];
}

function words(value: unknown): string[] {
  return typeof value === 'string'
    ? value
        .split(',')
        .map((word) => word.trim())
        .filter(Boolean)
    : [];
}

/** A class by its plain name; `ns__Class` and `ns.Class` of clients have no meaning in an org without namespace. */
function existing(data: OrgData, name: string): string {
  const [row] = data.rows('ApexClass', { Name: name });
  if (!row)
    throw new PlatformError(
      'INVALID_INPUT',
      `This class name's value is invalid: ${name}. Provide the name of an Apex class that has test methods.`,
    );
  return String(row.Name);
}

function nameOf(data: OrgData, id: unknown): string {
  const [row] = typeof id === 'string' ? data.rows('ApexClass', { Id: id }) : [];
  if (!row)
    throw new PlatformError(
      'INVALID_INPUT',
      `This class ID's value is invalid: ${String(id)}. Provide the ID of an Apex class that has test methods.`,
    );
  return String(row.Name);
}
