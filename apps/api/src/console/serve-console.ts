import fastifyStatic from '@fastify/static';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where `npm run build` puts the pages, seen from where it puts this file. */
const BUILT = join(__dirname, '..', '..', '..', 'console-web');

/** Every page of the console but its first is below this path, where no endpoint is. */
export const CONSOLE_PATH = '/console/';

/** What the console may load: its own files, and what its libraries write into the page's style. */
export const CONSOLE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Whether a path is a page or a file of the console. */
export const isConsole = (url: string): boolean =>
  url === '/' || url.startsWith('/?') || url.startsWith(CONSOLE_PATH);

/**
 * The console at `/` and below `/console/`. What it is made of is named after its content and kept
 * by browsers for good; the page that names it is asked for every time. A path that is not below
 * `/console/` is never answered with a page, so that a mistaken request stays a 404.
 */
export async function serveConsole(app: NestFastifyApplication, folder = BUILT): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    new Logger('Console').warn('The console is not built: npm run build makes it');
    return;
  }
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: `${CONSOLE_PATH}assets/`,
    immutable: true,
    maxAge: '365d',
  });
  const page = (_request: FastifyRequest, reply: FastifyReply) =>
    reply
      .header('cache-control', 'no-cache')
      .sendFile('index.html', folder, { cacheControl: false });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/', page);
  fastify.get(`${CONSOLE_PATH}*`, page);
}
