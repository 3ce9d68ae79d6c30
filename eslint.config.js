/** TypeScript by typescript-eslint, Lightning web components by Salesforce's own configuration. */
import js from '@eslint/js';
import lwcConfig from '@salesforce/eslint-config-lwc/recommended.js';
import jestPlugin from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const NODE_GLOBALS = {
  console: 'readonly',
  process: 'readonly',
  URL: 'readonly',
  module: 'writable',
  require: 'readonly',
  __dirname: 'readonly',
  jest: 'readonly',
};
/** JavaScript that runs in Node as it is. */
const PLAIN = ['bin/**/*.js', '*.config.{js,cjs}', 'config/**/*.cjs', 'ci/**/*.mjs', 'test/support/**/*.mjs'];
const only = (configs, files) => configs.map((config) => ({ ...config, files }));

export default [
  { ignores: ['node_modules/**', '.rollcall/**', '.sf/**', '.sfdx/**', 'coverage/**', 'test/fixtures/**'] },
  ...only([js.configs.recommended], PLAIN),
  { files: PLAIN, languageOptions: { globals: NODE_GLOBALS } },
  ...only([js.configs.recommended, ...tseslint.configs.recommended], ['**/*.ts']),
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  // TypeScript takes a mixin's constructor only with `any[]`.
  { files: ['types/lwc/*.d.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  { files: ['test/**/*.test.ts'], ...jestPlugin.configs['flat/recommended'] },
  ...only(lwcConfig, [
    'force-app/**/lwc/**/*.js',
    'config/jest/lightning/**/*.js',
    'local-org/lightning/browser/**/*.js',
  ]),
  // They are the page itself, not components.
  {
    files: ['local-org/lightning/browser/shell/{boot,pageContext}/*.js'],
    rules: { '@lwc/lwc/no-document-query': 'off' },
  },
  {
    files: ['force-app/**/lwc/**/__tests__/**/*.js'],
    ...jestPlugin.configs['flat/recommended'],
    rules: {
      ...jestPlugin.configs['flat/recommended'].rules,
      '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off',
      '@lwc/lwc/no-async-operation': 'off',
    },
  },
];
