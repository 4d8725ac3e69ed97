import fastifyStatic from '@fastify/static';
import { NotFoundException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemOf, sendProblem } from '../problems/problem.filter';

/** The site built by `npm run docs`, relative to this compiled file. */
const BUILT = join(__dirname, '../../../../..', 'docs/.vitepress/dist');

const PATH = '/docs/guide';

/**
 * Serves the documentation site at `/docs/guide`. `npm run build` does not build it, so that
 * starting the engine stays fast; if it is missing, that path says how to build it.
 */
export async function serveGuide(app: NestFastifyApplication, folder = BUILT): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  if (!existsSync(join(folder, 'index.html'))) {
    const missing = (request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(request, reply, problemOf(new NotFoundException(NOT_BUILT)));
    for (const path of [PATH, `${PATH}/*`]) fastify.get(path, missing);
    return;
  }
  const policy = policyOf(readFileSync(join(folder, 'index.html'), 'utf8'));
  await app.register(fastifyStatic, {
    root: folder,
    prefix: `${PATH}/`,
    decorateReply: false,
    setHeaders: (reply) => void reply.header('content-security-policy', policy),
  });
  fastify.get(PATH, (_request: FastifyRequest, reply: FastifyReply) => reply.redirect(`${PATH}/`));
}

const NOT_BUILT = 'The guide is not built: npm run docs builds it, then start the engine again';

/**
 * Allows its own files, and the inline script of each page that sets its colours before the first
 * paint.
 */
function policyOf(page: string): string {
  const inline = [...page.matchAll(/<script id="[\w-]+">([\s\S]*?)<\/script>/g)];
  const hashes = inline.map(
    ([, script]) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return [
    "default-src 'self'",
    ["script-src 'self'", ...hashes].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
