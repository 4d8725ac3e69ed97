/**
 * The examples of the domain, each file in a world of its own: a mutant of what a module does when
 * it is loaded is seen. Without the property tests, which would take most of the time.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  testMatch: ['<rootDir>/libs/domain/src/**/*.spec.ts'],
  testPathIgnorePatterns: ['\\.property\\.spec\\.ts$'],
  transform: { '\\.ts$': '@swc/jest' },
};
