const { join } = require('node:path');

const jest = join(__dirname, 'apps/dev/src/jest/mutation');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: `${jest}/environment.cjs`,
  testRunner: `${jest}/jest-circus-runner.cjs`,
  testMatch: [`${jest}/examples.cjs`],
  moduleFileExtensions: ['js', 'cjs', 'ts', 'json'],
  transform: { '\\.ts$': '@swc/jest' },
};
