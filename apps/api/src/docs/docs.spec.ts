import Ajv from 'ajv';
import { TestApi } from '../testing/test-api';

interface Body {
  content: Record<
    string,
    {
      schema: object & { example?: unknown; examples?: unknown[] };
      examples?: Record<string, { value: unknown }>;
    }
  >;
}

type Paths = Record<string, Record<string, { requestBody?: Body; 'x-scope'?: string }>>;

test('the schema of an instant describes a missing zone, and a date alone', async () => {
  const api = await TestApi.start();
  try {
    const text = JSON.stringify((await api.get('/docs-json')).body);
    expect(text).toContain('a date alone is the end of that market day');
    expect(text).toContain('a date alone is the begin of that market day');
  } finally {
    await api.stop();
  }
});

test('every request with a body is documented with a valid example', async () => {
  const api = await TestApi.start();
  try {
    const { paths } = (await api.get('/docs-json')).body as { paths: Paths };
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const bodies = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { requestBody }]) => {
        const body = requestBody?.content['application/json'];
        if (!body) return [];
        const { example, examples = [example], ...schema } = body.schema;
        const named = Object.values(body.examples ?? {}).map(({ value }) => value);
        const copied = named.length > 0 ? named : examples;
        return [{ request: `${method} ${path}`, schema, copied }];
      }),
    );
    expect(bodies.length).toBeGreaterThan(10);
    for (const { request, schema, copied } of bodies) {
      const isValid = ajv.compile(schema);
      for (const example of copied) {
        expect({ request, valid: isValid(example), errors: isValid.errors }).toEqual({
          request,
          valid: true,
          errors: null,
        });
      }
    }
  } finally {
    await api.stop();
  }
});

test('every route says which scope it needs, but for those that need no key', async () => {
  const api = await TestApi.start();
  try {
    const { paths } = (await api.get('/docs-json')).body as { paths: Paths };
    const open = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { 'x-scope': scope }]) =>
        scope === undefined ? [`${method} ${path}`] : [],
      ),
    );
    expect(open.sort()).toEqual([
      'get /console/settings',
      'get /health/live',
      'get /health/ready',
      'get /links/{link}/{account}/callback/{signature}',
      'get /metrics',
      'get /session/oidc',
      'get /session/oidc/callback',
      'post /links/{link}/{account}/callback/{signature}',
      'post /place_order',
      'post /session',
      'post /session/oidc/device',
      'post /session/oidc/device/session',
      'post /session/oidc/logout',
      'post /session/setup',
      'put /session/setup',
    ]);
  } finally {
    await api.stop();
  }
});
