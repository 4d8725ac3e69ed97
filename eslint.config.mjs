import eslint from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const specs = ['**/*.spec.ts', '**/test/**', '**/testing/**'];

const environment = {
  object: 'process',
  property: 'env',
  message: 'Settings are read and checked in one place, libs/platform: take them from there.',
};

const grouping = {
  selector: 'ObjectExpression > SpreadElement > ObjectExpression',
  message: 'Spell the fields out: TypeScript checks no excess properties inside a spread.',
};

const passedIn = 'The domain is a function of what it is given: have it passed in.';

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.ome/', 'docs/.vitepress/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      // A status or a reason that is added later must not fall through unnoticed.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message:
            'Settings are read and checked in one place: inject the config of libs/platform.',
        },
      ],
      'no-restricted-syntax': ['error', grouping],
    },
  },
  {
    // The one place; the programs that are not the engine and bring settings of their own; tests.
    files: [
      'libs/platform/src/settings.ts',
      // What its parent process asks of it.
      'libs/platform/src/process-lifetime.ts',
      'apps/{dev,simulator,bench,chaos,cli}/**',
      'jest.config.js',
      ...specs,
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['apps/console/src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      // A handler of an event may start something that ends later.
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } },
      ],
    },
  },
  {
    files: ['libs/domain/src/**'],
    ignores: specs,
    rules: {
      'no-restricted-properties': [
        'error',
        environment,
        { object: 'Date', property: 'now', message: passedIn },
        { object: 'Math', property: 'random', message: passedIn },
      ],
      'no-restricted-syntax': [
        'error',
        grouping,
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: passedIn },
        { selector: ':function[async=true]', message: passedIn },
      ],
    },
  },
  {
    // What is under test answers with JSON that nobody has typed, and a fake need not wait.
    files: specs,
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // Tables, a line for each field and message of FIX.
    files: ['libs/fix/src/dictionary/data/**'],
    rules: { 'max-lines': 'off' },
  },
  {
    // It writes what it makes to the standard output.
    files: ['libs/fix/*.mjs'],
    languageOptions: { globals: { process: 'readonly' } },
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        __dirname: 'readonly',
        module: 'writable',
        process: 'readonly',
        require: 'readonly',
      },
    },
  },
);
