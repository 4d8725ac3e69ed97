import fastifyStatic from '@fastify/static';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where `npm run build` puts the pages, seen from where it puts this file. */
const BUILT = join(__dirname, '..', '..', '..', 'console-web');

/** Every page of the console is below this path, where no endpoint is. */
export const CONSOLE_PATH = '/console/';
/** The page that `/` and `/console` lead to. */
const FIRST_PAGE = `${CONSOLE_PATH}orders`;

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
export const isConsole = (url: string): boolean => url.startsWith(CONSOLE_PATH);

/**
 * The console below `/console/`; `/` and `/console` lead to its first page. What it is made of is named after its content and kept
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
  const firstPage = (_request: FastifyRequest, reply: FastifyReply) => reply.redirect(FIRST_PAGE);
  const fastify = app.getHttpAdapter().getInstance();
  for (const path of ['/', '/console', CONSOLE_PATH]) fastify.get(path, firstPage);
  fastify.get(`${CONSOLE_PATH}*`, page);
}
