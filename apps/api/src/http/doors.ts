import {
  ForbiddenException,
  NotFoundException,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerOf } from '../auth/api-key.guard';
import type { ApiKeys } from '../auth/api-keys';
import { foreignness, isLoopbackHost } from './own-pages';
import { type Taken, takenBy } from './takes.decorator';

const FORM_TYPE = /^\s*application\/x-www-form-urlencoded\s*(;|$)/i;
/** For a login code or a relayed order. */
const STRANGERS_BODY_BYTES = 4_096;

/**
 * What is refused before any of a body is read: pages of others while no key is asked for, forms
 * where none are spoken, and bodies of whoever has no valid key.
 */
export function addDoors(fastify: FastifyInstance, apiKeys: ApiKeys, open: boolean): void {
  fastify.addHook('onRoute', (route) => {
    const { strangers } = (route.config ?? {}) as Taken;
    if (strangers) route.bodyLimit = STRANGERS_BODY_BYTES;
  });
  fastify.addHook('onRequest', async (request) => {
    if (open) refuseForeignPages(request);
    if (!hasBody(request)) return;
    const { forms, strangers } = takenBy(request);
    if (!strangers) await refuseStrangers(request, apiKeys, open);
    if (!forms && FORM_TYPE.test(request.headers['content-type'] ?? '')) {
      throw new UnsupportedMediaTypeException('Send the fields as JSON; no form is taken here');
    }
  });
}

function refuseForeignPages(request: FastifyRequest): void {
  // A broker's login page sends the browser back by a link or a form of its own.
  const isWelcome = takenBy(request).foreignPages && isLoopbackHost(request.headers.host ?? '');
  const why = isWelcome ? null : foreignness(request);
  if (why !== null) throw new ForbiddenException(why);
}

async function refuseStrangers(
  request: FastifyRequest,
  apiKeys: ApiKeys,
  open: boolean,
): Promise<void> {
  await callerOf(request, apiKeys, open).catch((error: unknown) => {
    if (!request.is404) throw error;
    throw new NotFoundException(`Cannot ${request.method} ${request.url.split('?', 1)[0]}`);
  });
}

/** Fastify reads none of a GET or HEAD. */
const hasBody = ({ method, headers }: FastifyRequest): boolean =>
  method !== 'GET' &&
  method !== 'HEAD' &&
  (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);
