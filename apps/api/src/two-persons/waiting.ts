import type { PendingChangeView } from '@ome/contracts';
import type { FastifyReply } from 'fastify';

/** Answers that a change is taken and not made yet. */
export function waiting<View extends PendingChangeView>(reply: FastifyReply, held: View): View {
  void reply.status(202);
  return held;
}
