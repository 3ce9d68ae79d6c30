/** Deploy options as SOAP and REST send them. */
import { PlatformError } from '../../data/types.ts';
import type { DeployOptions, TestLevel } from '../../metadata/contract.ts';

const TEST_LEVELS: TestLevel[] = [
  'NoTestRun',
  'RunSpecifiedTests',
  'RunLocalTests',
  'RunAllTestsInOrg',
  'RunRelevantTests',
];

/** Absent options are false (Metadata API, DeployOptions); scratch-org set-up sends none at all. */
export function deployOptions(read: {
  flag(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): string[];
}): DeployOptions {
  const level = read.text('testLevel');
  if (level && !TEST_LEVELS.includes(level as TestLevel)) {
    throw new PlatformError('INVALID_FIELD', `testLevel "${level}" is unknown; use one of ${TEST_LEVELS.join(', ')}.`);
  }
  return {
    checkOnly: read.flag('checkOnly'),
    rollbackOnError: read.flag('rollbackOnError'),
    ignoreWarnings: read.flag('ignoreWarnings'),
    purgeOnDelete: read.flag('purgeOnDelete'),
    singlePackage: read.flag('singlePackage'),
    runTests: read.list('runTests'),
    ...(level ? { testLevel: level as TestLevel } : {}),
  };
}
