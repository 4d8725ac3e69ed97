import type { FastifyReply } from 'fastify';

/** What the simulator sends back on a connection: an answer, now or late; a cut; or nothing. */
export type Answer =
  { status: number; body: object | string; delayMs?: number } | 'cutConnection' | 'silence';

/** Objects are sent as JSON, strings as HTML, an empty string as an empty body. */
export function sendAnswer(reply: FastifyReply, answer: Answer): void {
  if (answer === 'cutConnection') {
    reply.hijack();
    reply.raw.destroy();
  } else if (answer === 'silence') {
    reply.hijack();
  } else if (answer.delayMs) {
    setTimeout(() => write(reply, answer.status, answer.body), answer.delayMs).unref();
  } else {
    write(reply, answer.status, answer.body);
  }
}

function write(reply: FastifyReply, status: number, body: object | string): void {
  reply
    .status(status)
    .type(typeof body === 'string' ? 'text/html' : 'application/json')
    .send(body);
}
