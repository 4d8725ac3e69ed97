import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isConsole, serveConsole } from './serve-console';

let folder: string;
let app: NestFastifyApplication;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ome-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), 'the page');
  await writeFile(join(folder, 'licences.txt'), 'the licences');
  const module = await Test.createTestingModule({}).compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  await serveConsole(app, folder);
  await app.init();
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

test.each(['/', '/?from=a-bookmark', '/console', '/console/'])(
  '%s leads to orders',
  async (url) => {
    const { statusCode, headers } = await app.inject(url);
    expect(statusCode).toBe(302);
    expect(headers.location).toBe('/console/orders');
    expect(isConsole(headers.location as string)).toBe(true);
  },
);

test.each(['/console/orders', '/console/orders/0123'])('%s is the page', async (url) => {
  const { statusCode, headers, body } = await app.inject(url);
  expect([statusCode, body]).toEqual([200, 'the page']);
  expect(headers['cache-control']).toBe('no-cache');
});

test('the licences are not the page', async () => {
  expect((await app.inject('/console/licences.txt')).body).toBe('the licences');
});

test.each(['/consoles', '/order'])('%s is no page', async (url) => {
  expect((await app.inject(url)).statusCode).toBe(404);
});
