// Who may import whom. Imports point down only:
//   apps -> persistence, messaging, execution-links -> engine -> domain, event-store
// contracts and platform serve apps and adapters.

const tests = String.raw`\.spec\.ts$|/test/|/testing/`;
// Programs that look at the engine from outside, or start it.
const onlookers = '^apps/(dev|bench|chaos|docs|console/screenshots)/';

/** Files of `room`, its tests apart, may import from the repository only what is in `allowed`. */
function onlyDownwards(room, allowed) {
  return {
    name: `${room}-imports-downwards`,
    severity: 'error',
    from: { path: `^libs/${room}/`, pathNot: tests },
    to: { path: '^(libs|apps)/', pathNot: `^libs/(${[room, ...allowed].join('|')})/` },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'What imports each other cannot be understood, or tested, apart.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },

    onlyDownwards('domain', []),
    onlyDownwards('event-store', []),
    {
      name: 'event-store-knows-no-technology',
      comment: 'What histories of events have in common knows neither orders nor a database.',
      severity: 'error',
      from: { path: '^libs/event-store/', pathNot: tests },
      to: { pathNot: '^libs/event-store/', dependencyTypesNot: ['core'] },
    },
    onlyDownwards('contracts', ['domain']),
    onlyDownwards('platform', []),
    onlyDownwards('fix', []),
    onlyDownwards('listings', []),
    {
      name: 'fix-is-the-protocol-alone',
      comment: 'Codec, dictionary and session know FIX and sockets, and nothing of this engine.',
      severity: 'error',
      from: { path: '^libs/fix/', pathNot: `${tests}|\\.mjs$` },
      to: { pathNot: '^libs/fix/', dependencyTypesNot: ['core'] },
    },
    onlyDownwards('client', ['contracts']),
    {
      name: 'client-runs-anywhere',
      comment: 'The client runs in browsers too: no built-ins of Node, nothing of the server.',
      severity: 'error',
      from: { path: '^libs/client/', pathNot: tests },
      to: { pathNot: '^libs/(client|contracts)/|(^|/)node_modules/socket\\.io-client/' },
    },
    {
      name: 'client-is-for-outside',
      comment: 'What is inside the engine does not ask itself over HTTP.',
      severity: 'error',
      from: {
        path: '^(libs|apps)/',
        pathNot: `${tests}|${onlookers}|^libs/client/|^apps/(cli|console)/`,
      },
      to: { path: '^libs/client/' },
    },
    onlyDownwards('engine', ['domain', 'contracts', 'event-store']),
    onlyDownwards('persistence', [
      ...['engine', 'domain', 'event-store', 'contracts', 'platform', 'fix'],
    ]),
    onlyDownwards('messaging', ['engine', 'domain', 'contracts', 'platform']),
    onlyDownwards('order-entry', ['engine', 'domain', 'contracts', 'platform']),
    onlyDownwards('composition', [
      'order-entry',
      'persistence',
      'messaging',
      'execution-links',
      'engine',
      'domain',
      'contracts',
      'platform',
    ]),
    onlyDownwards('execution-links', [
      ...['engine', 'event-store', 'order-entry', 'listings', 'domain', 'contracts', 'platform'],
      'fix',
    ]),
    {
      name: 'domain-is-pure',
      comment: 'Order rules read no clock, network or environment, so they need no package either.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: tests },
      to: { pathNot: '^libs/domain/|^node_modules/decimal\\.js/' },
    },
    {
      name: 'contracts-have-no-behaviour',
      comment: 'Contracts are shapes and names; of the domain they know the types only.',
      severity: 'error',
      from: { path: '^libs/contracts/', pathNot: tests },
      to: { pathNot: '^libs/contracts/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'engine-knows-no-technology',
      comment: 'Use cases speak to ports; the adapters that implement them know the technology.',
      severity: 'error',
      from: { path: '^libs/engine/', pathNot: tests },
      to: {
        path: '^node_modules/(@nestjs|mongoose|mongodb|ioredis|bullmq|fastify|@fastify|undici|pino|nestjs-pino)/',
      },
    },
    {
      name: 'api-holds-no-mongoose',
      severity: 'error',
      from: { path: '^apps/api/', pathNot: tests },
      to: { path: '^node_modules/(mongoose|mongodb|@nestjs/mongoose)/' },
    },

    {
      name: 'console-speaks-to-the-api-only',
      comment: 'It runs in a browser, and is bundled with all that it imports.',
      severity: 'error',
      from: { path: '^apps/console/src/' },
      to: { path: '^(libs|apps)/', pathNot: '^apps/console/src/|^libs/(client|contracts)/' },
    },

    {
      name: 'libs-by-the-front-door',
      comment: 'What a library offers is in its index.ts, and imported by its @ome name.',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/', pathNot: tests },
      to: { path: '^libs/', pathNot: '^$1/$2/|^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'apps-know-no-other-app',
      comment: 'Only the reference looks into all of them, for it says what they are.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/docs/src/reference/' },
      to: {
        path: '^apps/',
        pathNot: '^apps/($1|dev|simulator|api/src/testing|console/test|fix/src/client)/',
      },
    },
    {
      name: 'dev-serves-tests-only',
      comment: 'How development gets MongoDB and Redis is nothing that production imports.',
      severity: 'error',
      from: { pathNot: `${tests}|${onlookers}` },
      to: { path: '^apps/dev/' },
    },
    {
      name: 'simulator-serves-tests-only',
      severity: 'error',
      from: { pathNot: `${tests}|${onlookers}|^apps/simulator/` },
      to: { path: '^apps/simulator/' },
    },

    {
      name: 'packages-are-declared',
      comment: 'A package that came along with another one may be gone tomorrow.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'production-needs-no-dev-packages',
      severity: 'error',
      from: {
        path: '^(libs|apps)/',
        pathNot: `${tests}|${onlookers}|^apps/simulator/|^apps/console/|\\.mjs$`,
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // Built-in and third-party modules without types resolve by their package.json.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
