/** Bodies of `runTestsSynchronous` and `runTestsAsynchronous` as a selection of tests (reference/wire.md §7.2). */
import type { TestSelection } from '../../apex/contract.ts';
import type { OrgData } from '../../data/contract.ts';
import { NotImplementedError, PlatformError } from '../../data/types.ts';
import { objectBody } from '../rest/values.ts';

export interface TestRequest {
  selection: TestSelection;
  skipCodeCoverage: boolean;
}

/** Raises INVALID_INPUT for classes the org does not have, naming them. */
export function testRequest(data: OrgData, body: unknown): TestRequest {
  const request = objectBody(body);
  if (given(request.suiteNames) || given(request.suiteids)) throw new NotImplementedError('Running Apex test suites');
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
  const all = request.testLevel === 'RunLocalTests' || request.testLevel === 'RunAllTestsInOrg';
  if (classes.length === 0 && !all) {
    throw new PlatformError(
      'INVALID_INPUT',
      'Name the tests (tests, classNames or classids), or give testLevel RunLocalTests or RunAllTestsInOrg.',
    );
  }
  return {
    selection: classes.length > 0 ? { classes } : { all: true },
    skipCodeCoverage: request.skipCodeCoverage === true,
  };
}

function given(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
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
