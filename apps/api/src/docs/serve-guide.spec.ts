import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Metrics } from '@ome/platform';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addAnswerHooks } from '../http/answer-hooks';
import { serveDocs } from './serve-docs';
import { serveGuide } from './serve-guide';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ome-guide-'));
  await mkdir(join(folder, 'guides'));
  await writeFile(join(folder, 'index.html'), '<script id="dark">dark()</script>the guide');
  await writeFile(join(folder, 'guides/ops.html'), 'for ops');
});
afterAll(() => rm(folder, { recursive: true }));

async function served(root: string): Promise<NestFastifyApplication> {
  const module = await Test.createTestingModule({}).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  addAnswerHooks(app.getHttpAdapter().getInstance(), new Metrics());
  serveDocs(app);
  await serveGuide(app, root);
  await app.init();
  return app;
}

test('the guide is at /docs/guide, and Swagger stays at /docs', async () => {
  const app = await served(folder);
  const { headers } = await app.inject('/docs/guide');
  expect(headers.location).toBe('/docs/guide/');
  expect((await app.inject('/docs/guide/')).body).toContain('the guide');
  expect((await app.inject('/docs/guide/guides/ops.html')).body).toBe('for ops');
  expect((await app.inject('/docs/guide/nothing.html')).statusCode).toBe(404);
  expect((await app.inject('/docs')).body).toContain('swagger');
  await app.close();
});

test('a page may run its own files and the lines that it was built with, and nothing else', async () => {
  const app = await served(folder);
  const { headers } = await app.inject('/docs/guide/');
  // The SHA-256 of `dark()`.
  expect(headers['content-security-policy']).toContain(
    "script-src 'self' 'sha256-fNefTR34fI4AKL70MFDWngBjZzPD/E9oLjTl18ee/nA=';",
  );
  await app.close();
});

test('if it is not built, the answer says how to build it', async () => {
  const app = await served(join(folder, 'nowhere'));
  for (const url of ['/docs/guide', '/docs/guide/', '/docs/guide/guides/ops.html']) {
    const answer = await app.inject(url);
    const { detail } = answer.json<{ detail: string }>();
    expect({ status: answer.statusCode, detail }).toEqual({
      status: 404,
      detail: expect.stringContaining('npm run docs'),
    });
  }
  await app.close();
});
