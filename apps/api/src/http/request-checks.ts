import {
  ForbiddenException,
  NotFoundException,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Callers } from '../auth/callers';
import { crossSiteFault, isLoopbackHost } from './cross-site';
import { type Taken, takenBy } from './takes.decorator';

const FORM_TYPE = /^\s*application\/x-www-form-urlencoded\s*(;|$)/i;
/** The maximum body of a login code or a relayed order. */
const STRANGERS_BODY_BYTES = 4_096;

/**
 * Refuses requests before their body is read: cross-site requests while the engine is open, forms
 * on routes without forms, and bodies of strangers.
 */
export function addRequestChecks(fastify: FastifyInstance, callers: Callers, open: boolean): void {
  fastify.addHook('onRoute', (route) => {
    const { strangers } = (route.config ?? {}) as Taken;
    if (strangers) route.bodyLimit = STRANGERS_BODY_BYTES;
  });
  fastify.addHook('onRequest', async (request) => {
    if (open) refuseForeignPages(request);
    if (!hasBody(request)) return;
    const { forms, strangers } = takenBy(request);
    if (!strangers) await refuseStrangers(request, callers);
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

async function refuseStrangers(request: FastifyRequest, callers: Callers): Promise<void> {
  await callers.authenticate(request).catch((error: unknown) => {
    if (!request.is404) throw error;
    throw new NotFoundException(`Cannot ${request.method} ${request.url.split('?', 1)[0]}`);
  });
}

/** Fastify does not read bodies of GET and HEAD. */
const hasBody = ({ method, headers }: FastifyRequest): boolean =>
  method !== 'GET' &&
  method !== 'HEAD' &&
  (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);
