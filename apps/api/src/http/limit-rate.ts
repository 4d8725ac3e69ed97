import { HttpException, HttpStatus } from '@nestjs/common';
import { mayDo, Scope } from '@ome/platform';
import type { FastifyInstance } from 'fastify';
import { tokenOf } from '../auth/api-key.guard';
import type { ApiKeys } from '@ome/composition';
import { RATE_WINDOW_MS, type RateLimit } from './rate-limit';
import { takenBy } from './takes.decorator';

/**
 * Refuses before anything of a request is read or looked up, whatever its path. What links report is
 * never too much: how often a market trades is not theirs to say.
 */
export function limitRate(
  fastify: FastifyInstance,
  apiKeys: ApiKeys,
  rateLimit: RateLimit,
  open: boolean,
): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const token = tokenOf(request);
    // A key counts where it is valid: made-up ones would each have a fresh limit, or use up another's.
    const caller = token === null ? null : await apiKeys.identify(token).catch(() => null);
    const mayReport = caller ? mayDo(caller.scopes, Scope.Executions) : open;
    if (mayReport && takenBy(request).reports) return;
    const limit = rateLimit.exceeded({ keyId: caller?.keyId ?? null, address: request.ip });
    if (limit === null) return;
    void reply.header('retry-after', String(RATE_WINDOW_MS / 1_000));
    throw new HttpException(
      `More than ${limit} requests a second; continue after a second`,
      HttpStatus.TOO_MANY_REQUESTS,
    );
  });
}
