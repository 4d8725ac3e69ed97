const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { packages } = require('./package-lock.json');
const { compilerOptions } = require('./tsconfig.json');

// tsconfig.json holds the one list of aliases.
const moduleNameMapper = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([alias, [path]]) => [
    `^${alias}$`,
    path.replace(/^\./, '<rootDir>'),
  ]),
);

// Jest runs CommonJS, so what comes as ES modules only has to be transformed. Which packages those
// are changes with every update, and they say it themselves.
const esModules = Object.keys(packages)
  .map((folder) => join(__dirname, folder, 'package.json'))
  .filter((manifest) => existsSync(manifest) && require(manifest).type === 'module')
  .map((manifest) => require(manifest).name);

// The driver is CommonJS, but uses import(), which Jest's sandbox does not offer.
const transformed = [...new Set([...esModules, 'mongodb'])].join('|');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts'],
  testTimeout: 30_000,
  maxWorkers: 2,
  moduleNameMapper,
  transform: {
    '\\.ts$': '@swc/jest',
    '\\.m?js$': ['@swc/jest', { swcrc: false, jsc: { parser: { syntax: 'ecmascript' } } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:.*/node_modules/)?(?:${transformed})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  globalSetup: '<rootDir>/apps/dev/src/jest/global-setup.ts',
  globalTeardown: '<rootDir>/apps/dev/src/jest/global-teardown.ts',
};
