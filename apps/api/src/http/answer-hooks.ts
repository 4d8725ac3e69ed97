import { Logger } from '@nestjs/common';
import type { Metrics } from '@ome/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isQueues } from '../queues/queues-path';
import { CONSOLE_POLICY, isConsole } from '../console/serve-console';
import { RefusalLog } from './refusal-log';
import { takenBy } from './takes.decorator';

/** JSON must not be shown as a page or in a frame. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** The Swagger page and the queue board use inline scripts and styles. */
const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/**
 * Adds the request id, a content policy and `Cache-Control` to every answer, measures it, and logs
 * it: refusals at info level, a bounded number of them, others at debug.
 */
export function addAnswerHooks(fastify: FastifyInstance, metrics: Metrics): void {
  const logger = new Logger('Request');
  const refusals = new RefusalLog(logger);
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    void reply.header('x-request-id', request.id);
    // Orders, keys and books are for whoever asked, and no cache of theirs or between.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    if (!reply.hasHeader('content-security-policy')) {
      void reply.header('content-security-policy', policyOf(request.url));
    }
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { id: requestId, method } = request;
    const { statusCode: status, elapsedTime } = reply;
    const route = request.routeOptions.url ?? 'unknown';
    metrics.httpSeconds.observe({ method, route, status: String(status) }, elapsedTime / 1_000);
    const answer = { requestId, method, path: pathOf(request), status, tookMs: elapsedTime };
    if (status >= 400) refusals.note(request.caller?.by ?? null, answer);
    else logger.debug(answer, 'Request answered');
    done();
  });
}

function policyOf(url: string): string {
  if (url.startsWith('/docs') || isQueues(url)) return PAGE_POLICY;
  return isConsole(url) ? CONSOLE_POLICY : DATA_POLICY;
}

/** Without the query, as people put keys there that belong in a header. */
export const pathOf = (request: FastifyRequest): string =>
  (takenBy(request).secretPath && request.routeOptions.url) || request.url.split('?', 1)[0];
