import { Logger } from '@nestjs/common';
import type { Metrics } from '@ome/platform';
import type { FastifyInstance } from 'fastify';

/** Every answer carries its request id, is timed, and is logged: refusals as info, others as debug. */
export function observeRequests(fastify: FastifyInstance, metrics: Metrics): void {
  const logger = new Logger('Request');
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { id: requestId, method, url } = request;
    const { statusCode: status, elapsedTime } = reply;
    const route = request.routeOptions.url ?? 'unknown';
    metrics.httpSeconds.observe({ method, route, status: String(status) }, elapsedTime / 1_000);
    const answer = { requestId, method, url, status, tookMs: elapsedTime };
    if (status >= 400) logger.log(answer, 'Request refused');
    else logger.debug(answer, 'Request answered');
    done();
  });
}
