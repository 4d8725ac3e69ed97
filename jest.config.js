const jest = '<rootDir>/apps/dev/src/jest';

/** Folders whose specs need a MongoDB or a Redis, or take minutes of trading. */
const integration =
  '/(apps/(api|worker)|libs/(engine|persistence|messaging|execution-links/src/conformance))/';

/** Properties are tried sixteen times as often, in the tier that has time for it. */
const long = process.env.PROPERTY_RUNS === 'long';

const project = (displayName, fields) => ({
  displayName,
  rootDir: __dirname,
  testEnvironment: `${jest}/shared-environment.cjs`,
  testRunner: `${jest}/shared-modules-runner.cjs`,
  transform: { '\\.ts$': '@swc/jest' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/coverage/'],
  ...fields,
});

const services = {
  globalSetup: `${jest}/global-setup.ts`,
  globalTeardown: `${jest}/global-teardown.ts`,
};

/**
 * Three tiers: unit needs nothing, integration a MongoDB and a Redis, which it starts, and system
 * runs the compiled engine, with faults and browsers, and properties for long. `npm test` is the first two.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  testTimeout: long ? 600_000 : 60_000,
  testSequencer: './apps/dev/src/jest/slow-first-sequencer.cjs',
  // Two for each of two cores, as tests wait for stores more than they compute.
  maxWorkers: 4,
  // A worker without an open handle ends at once, but a busy machine takes its time to free the memory.
  workerGracefulExitTimeout: 10_000,
  // The domain, the use cases and the kernel: what runs with `--coverage`.
  collectCoverageFrom: [
    'libs/{domain,engine,event-store}/src/**/*.ts',
    '!**/*.spec.ts',
    '!**/testing/**',
  ],
  coverageReporters: ['json-summary', 'text-summary', 'html'],
  projects: [
    project('unit', {
      testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.(integration|system)\\.spec\\.ts$', integration],
    }),
    project('integration', {
      ...services,
      testRegex: ['\\.integration\\.spec\\.ts$', `${integration}.*\\.spec\\.ts$`],
      testPathIgnorePatterns: ['\\.system\\.spec\\.ts$'],
    }),
    project('system', {
      ...services,
      testMatch: [`<rootDir>/{apps,libs}/**/*.${long ? '{system,property}' : 'system'}.spec.ts`],
    }),
  ],
};
