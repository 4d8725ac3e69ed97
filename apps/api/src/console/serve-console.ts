import fastifyStatic from '@fastify/static';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The pages built by `npm run build`, relative to this compiled file. */
const BUILT = join(__dirname, '..', '..', '..', 'console-web');

/** The path of all console pages; no endpoint is below it. */
export const CONSOLE_PATH = '/console/';
/** The page that `/` and `/console` redirect to. */
const FIRST_PAGE = `${CONSOLE_PATH}orders`;

/** What the console may load: its own files, and styles that its libraries insert. */
export const CONSOLE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Whether a path is a page or a file of the console. */
export const isConsole = (url: string): boolean => url.startsWith(CONSOLE_PATH);

/**
 * Serves the console below `/console/`; `/` and `/console` redirect to its first page. Assets are
 * named after their content and cached forever; pages are requested every time. Paths outside
 * `/console/` never return a page, so a wrong request stays a 404.
 */
export async function serveConsole(app: NestFastifyApplication, folder = BUILT): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    new Logger('Console').warn('The console is not built: run npm run build');
    return;
  }
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: `${CONSOLE_PATH}assets/`,
    immutable: true,
    maxAge: '365d',
  });
  const file = (name: string) => (_request: FastifyRequest, reply: FastifyReply) =>
    reply.header('cache-control', 'no-cache').sendFile(name, folder, { cacheControl: false });
  const firstPage = (_request: FastifyRequest, reply: FastifyReply) => reply.redirect(FIRST_PAGE);
  const fastify = app.getHttpAdapter().getInstance();
  for (const path of ['/', '/console', CONSOLE_PATH]) fastify.get(path, firstPage);
  fastify.get(`${CONSOLE_PATH}licences.txt`, file('licences.txt'));
  fastify.get(`${CONSOLE_PATH}*`, file('index.html'));
}
