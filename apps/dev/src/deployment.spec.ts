import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { MODELS } from '@ome/persistence';
import { ENGINE_SETTING_NAMES, readEngineSettings } from '@ome/execution-links';
import { parse } from 'yaml';

interface Service {
  image: string;
  build?: string;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  profiles?: string[];
  networks: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  restart: string;
  read_only: boolean;
  healthcheck?: { disable?: boolean };
}

interface ComposeFile {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
}

const root = join(__dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const composeText = read('docker-compose.yml');
const compose = parse(composeText, { merge: true }) as ComposeFile;
const services = Object.entries(compose.services);
const engine = services.filter(([, { build }]) => build);

/** What the api takes of a contract file. */
const CONTRACT_FILE_BYTES = 64 * 1024 * 1024;

/** The block of nginx's configuration that begins so. */
const blockOf = (template: string, head: string): string =>
  template.split(`${head} {`)[1].split('}', 1)[0];

/** As Compose fills it in with only the required settings. */
const filledIn = (value: string): string =>
  value
    .replaceAll(/\$\{(\w+):\?[^}]*\}/g, (_, name: string) =>
      name.endsWith('_URL') ? 'http://link' : 'given'.repeat(8),
    )
    .replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');

const environmentOf = ({ environment = {} }: Service) =>
  Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, filledIn(text)]));

describe('docker-compose.yml', () => {
  it('names every image with a whole version', () => {
    for (const [, { image }] of services) expect(image).toMatch(/^[\w/.-]+:\d+\.\d+\.\d+(-\w+)?$/);
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(new Set(engine.map(([, { image }]) => image))).toEqual(new Set([`ome:${version}`]));
  });

  it('publishes the ports of nginx, and of FIX where that runs, and no others', () => {
    const publishing = services.filter(([, { ports }]) => ports).map(([name]) => name);
    expect(publishing).toEqual(['fix', 'nginx']);
    expect(compose.services.fix.profiles).toEqual(['fix']);
  });

  it('lets only nginx and FIX be reached from outside, and only what calls links and brokers reach out', () => {
    const open = Object.keys(compose.networks).filter((name) => !compose.networks[name]?.internal);
    const inOpen = services
      .filter(([, { networks }]) => networks.some((name) => open.includes(name)))
      .map(([name]) => name);
    expect(inOpen).toEqual(['api', 'worker', 'fix', 'nginx']);
  });

  it.each(engine)('gives %s settings that the engine takes in production', (_, service) => {
    const environment = environmentOf(service);
    expect(ENGINE_SETTING_NAMES).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(readEngineSettings(environment).NODE_ENV).toBe('production');
  });

  it.each(engine)('runs an existing program for %s', (_, service) => {
    const { entrypoint = service.command! } = service;
    expect(entrypoint[0]).toBe('node');
    expect(existsSync(join(root, entrypoint[1].replace(/^dist\/(.*)js$/, '$1ts')))).toBe(true);
  });

  it('mounts existing files', () => {
    const mounted = services.flatMap(([, { volumes = [] }]) => volumes);
    const paths = mounted.map((mount) => mount.split(':')[0]).filter((from) => /^\./.test(from));
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) expect([path, existsSync(join(root, path))]).toEqual([path, true]);
  });

  it('hardens, checks and restarts services', () => {
    for (const [name, { read_only, restart, depends_on = {}, healthcheck }] of services) {
      expect([name, read_only]).toEqual([name, true]);
      if (restart !== 'no') expect([name, typeof healthcheck]).toEqual([name, 'object']);
      for (const [dependency, { condition }] of Object.entries(depends_on)) {
        const ends = compose.services[dependency].restart === 'no';
        expect(condition).toBe(ends ? 'service_completed_successfully' : 'service_healthy');
      }
    }
  });

  it('requires nothing that deploy/make-env.sh does not write', () => {
    const asked = [...composeText.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    const written = [...read('deploy/make-env.sh').matchAll(/^(\w+)=(\$|$)/gm)].map(
      ([, name]) => name,
    );
    expect(new Set(asked)).toEqual(new Set(written));
  });

  it('encrypts FIX', () => {
    const { FIX_TLS_CERT_FILE, FIX_TLS_KEY_FILE } = environmentOf(compose.services.fix);
    const [mount] = compose.services.fix.volumes!.map((volume) => volume.split(':')[1]);
    expect([FIX_TLS_CERT_FILE, FIX_TLS_KEY_FILE]).toEqual([`${mount}/tls.crt`, `${mount}/tls.key`]);
  });

  it('has the same body size limits as the api', () => {
    const { BODY_LIMIT } = readEngineSettings({});
    expect(environmentOf(compose.services.nginx).BODY_LIMIT).toBe(String(BODY_LIMIT));
    const template = read('deploy/nginx/ome.conf.template');
    expect(template).toContain('client_max_body_size ${BODY_LIMIT};');
    const imports = blockOf(template, 'location = /instruments/import');
    expect(imports).toContain(`client_max_body_size ${CONTRACT_FILE_BYTES};`);
    expect(imports).toContain('proxy_request_buffering off;');
  });

  it('logs no query, no referrer and no signature of a callback', () => {
    const template = read('deploy/nginx/ome.conf.template');
    const [, format] = /log_format ome ([^;]*);/.exec(template)!;
    expect(format).not.toMatch(
      /\$(request|request_uri|args|query_string|http_referer|http_cookie)\b/,
    );
    expect(template.match(/access_log [^;]*;/g)).toEqual(['access_log /dev/stdout ome;']);
    expect(template).toContain('~^(?<callback>/links/[^/]+/[^/]+/callback)/ $callback;');
    const [, pattern] = /location ~ (\S*callback\S*) \{/.exec(template)!;
    for (const path of ['/links/breeze/AB12/callback/signed', '/session/oidc/callback']) {
      expect(path).toMatch(new RegExp(pattern));
    }
    expect(blockOf(template, `location ~ ${pattern}`)).toContain('error_log /dev/null');
  });
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');

  it('starts from an image with a whole version', () => {
    const images = lines.filter((line) => /^FROM (?!base\b)/.test(line));
    expect(images).toEqual([expect.stringMatching(/^FROM node:\d+\.\d+\.\d+-[\w-]+ AS base$/)]);
  });

  it('does not run as root', () => {
    expect(lines).toContain('USER node');
  });

  it('includes nothing that only development needs', () => {
    const taken = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!apps/'));
    expect(taken).toEqual([
      '!apps/admin',
      '!apps/api',
      '!apps/console',
      '!apps/fix',
      '!apps/worker',
    ]);
  });
});

interface Privilege {
  resource: { db: string; collection: string };
  actions: string[];
}

/** Runs deploy/mongodb/setup.js as mongosh would, on an existing but empty store. */
function rolesMade(): Record<string, Privilege[]> {
  const roles: Record<string, Privilege[]> = {};
  const admin = {
    adminCommand: () => ({ ok: 1 }),
    hello: () => ({ isWritablePrimary: true }),
    getRole: () => null,
    getUser: () => null,
    createRole: ({ role, privileges }: { role: string; privileges: Privilege[] }) => {
      roles[role] = privileges;
    },
    createUser: () => undefined,
  };
  const { environment = {} } = compose.services['mongodb-setup'];
  runInNewContext(read('deploy/mongodb/setup.js'), {
    connect: () => admin,
    print: () => undefined,
    process: { env: environment },
  });
  return roles;
}

describe('deploy/mongodb/setup.js', () => {
  const roles = rolesMade();
  const collections = MODELS.map(({ schema }) => schema.get('collection')!).sort();

  it.each(['ome_engine', 'ome_admin'])('gives %s access to every collection', (role) => {
    const own = roles[role].filter(({ resource }) => resource.db !== 'local');
    const reached = own.map(({ resource }) => resource.collection).filter(Boolean);
    expect([...new Set(reached)].sort()).toEqual(collections);
  });

  it('lets nobody change the journal', () => {
    for (const privileges of Object.values(roles)) {
      const actions = privileges
        .filter(({ resource }) => ['', 'order_events'].includes(resource.collection))
        .flatMap((privilege) => privilege.actions);
      expect(actions).toEqual(expect.arrayContaining(['find', 'changeStream']));
      expect(actions).not.toEqual(expect.arrayContaining(['update']));
      expect(actions).not.toEqual(expect.arrayContaining(['remove']));
    }
  });
});
