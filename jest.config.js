/** TypeScript suites. The Lightning web components have their own configuration: jest-lwc.config.cjs. */
const suite = (name, options = {}) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/config/jest/strip-types.cjs' },
  modulePathIgnorePatterns: ['<rootDir>/test/fixtures', '<rootDir>/.rollcall'],
  ...options,
});

/** Commands met by every fault at every request: hundreds of runs of the same lines, which coverage would slow by half. */
const FAULT_TABLES = ['test/unit/scripts/deploy/faults', 'test/unit/scripts/faults/faults'];

export default {
  projects: [
    suite('unit', { testPathIgnorePatterns: FAULT_TABLES }),
    suite('faults', { testMatch: FAULT_TABLES.map((start) => `<rootDir>/${start}*.test.ts`) }),
    suite('wire'),
    suite('browser', {
      globalSetup: '<rootDir>/test/browser/run-folder.cjs',
      globalTeardown: '<rootDir>/test/browser/run-folder-end.cjs',
    }),
  ],
  coverageProvider: 'v8',
  collectCoverageFrom: ['local-org/**/*.ts', 'scripts/**/*.ts', '!local-org/catalogue/derive-*.ts', '!**/*.d.ts'],
  coverageReporters: ['text-summary', 'json-summary', 'lcovonly'],
  testTimeout: 60_000,
  // Native ESM modules of a finished suite stay in memory; a worker that grew too large is replaced.
  workerIdleMemoryLimit: '1500MB',
};
