import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { problemOf, sendProblem } from '../problems/problem.filter';
import { LinkQueues } from './link-queues';
import { QueueGuard } from './queue-guard';
import { QUEUES_PATH } from './queues-path';

/**
 * Bull Board at /queues, read-only: jobs are only hints, and changes to them would not be audited.
 */
export async function serveQueues(app: NestFastifyApplication): Promise<void> {
  const serverAdapter = new FastifyAdapter();
  serverAdapter.setBasePath(QUEUES_PATH);
  createBullBoard({
    queues: app
      .get(LinkQueues)
      .all.map(({ queue }) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter,
    options: { uiConfig: { boardTitle: 'OME queues' } },
  });
  const guard = app.get(QueueGuard);
  await app
    .getHttpAdapter()
    .getInstance()
    .register(async (scope) => {
      scope.addHook('onRequest', async (request, reply) => {
        try {
          await guard.check(request);
        } catch (error) {
          void reply.header('www-authenticate', 'Basic realm="OME queues", charset="UTF-8"');
          sendProblem(request, reply, problemOf(error));
          return reply;
        }
      });
      await scope.register(serverAdapter.registerPlugin(), { prefix: QUEUES_PATH });
    });
}
