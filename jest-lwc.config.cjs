/** Lightning web component suites, run by `sfdx-lwc-jest`. */
const { jestConfig } = require('@salesforce/sfdx-lwc-jest/config');

module.exports = {
  ...jestConfig,
  roots: ['<rootDir>/force-app'],
  modulePathIgnorePatterns: ['<rootDir>/.rollcall', '<rootDir>/.sf'],
  moduleNameMapper: {
    '^lightning/datatable$': '<rootDir>/config/jest/lightning/datatable/datatable.js',
    '^lightning/modal$': '<rootDir>/config/jest/lightning/modal/modal.js',
  },
  setupFilesAfterEnv: ['<rootDir>/config/jest/sa11y.cjs', '<rootDir>/config/jest/labels.cjs'],
};
