import {
  ForbiddenException,
  NotFoundException,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerOf } from '../auth/api-key.guard';
import type { ApiKeys } from '@ome/composition';
import { crossSiteFault, isLoopbackHost } from './cross-site';
import { type Taken, takenBy } from './takes.decorator';

const FORM_TYPE = /^\s*application\/x-www-form-urlencoded\s*(;|$)/i;
/** The maximum body of a login code or a relayed order. */
const STRANGERS_BODY_BYTES = 4_096;

/**
 * Refuses requests before their body is read: cross-site requests while the engine is open, forms
 * on routes without forms, and bodies without a valid key.
 */
export function addRequestChecks(fastify: FastifyInstance, apiKeys: ApiKeys, open: boolean): void {
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
      throw new UnsupportedMediaTypeException(
        'Send the fields as JSON; this route accepts no form',
      );
    }
  });
}

function refuseForeignPages(request: FastifyRequest): void {
  // A broker's login page sends the browser back with a link or a form.
  const isAllowed = takenBy(request).foreignPages && isLoopbackHost(request.headers.host ?? '');
  const why = isAllowed ? null : crossSiteFault(request);
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

/** Fastify does not read bodies of GET and HEAD. */
const hasBody = ({ method, headers }: FastifyRequest): boolean =>
  method !== 'GET' &&
  method !== 'HEAD' &&
  (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);
