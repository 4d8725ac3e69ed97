import { createHash } from 'node:crypto';
import {
  type CallHandler,
  type ExecutionContext,
  HttpException,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FirstRequest, IdempotencyStore } from '@ome/persistence';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, concatMap, defer, from, type Observable, of, throwError } from 'rxjs';
import { SHOWN_ONCE } from './shown-once.decorator';
import { idempotencyKeyOf } from './idempotency-key.decorator';

const hash = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/**
 * Answers a POST that repeats an Idempotency-Key with the first answer. Ids derived from the key
 * prevent duplicate effects in the journal, so a repeat may run while the first request is in
 * progress, or after it died; this interceptor only repeats the answer.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly store: IdempotencyStore,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const key = request.method === 'POST' ? idempotencyKeyOf(request) : null;
    if (key === null) return next.handle();
    const id = hash(request.caller?.by ?? '', request.url, key);
    const fingerprint = hash(JSON.stringify(request.body ?? null));
    const reply = http.getResponse<FastifyReply>();
    const hidden = this.reflector.get<string[] | undefined>(SHOWN_ONCE, context.getHandler()) ?? [];
    return defer(() => from(this.store.begin(id, fingerprint))).pipe(
      concatMap((first) =>
        first.outcome === 'act' ? this.act(id, next, reply, hidden) : of(replay(first, reply)),
      ),
    );
  }

  private act(
    id: string,
    next: CallHandler,
    reply: FastifyReply,
    hidden: readonly string[],
  ): Observable<unknown> {
    return next.handle().pipe(
      concatMap(async (body: unknown) => {
        await this.store.answered(id, reply.statusCode, without(hidden, body));
        return body;
      }),
      catchError((error: unknown) =>
        from(this.store.forget(id).catch(() => undefined)).pipe(
          concatMap(() => throwError(() => error)),
        ),
      ),
    );
  }
}

const without = (hidden: readonly string[], body: unknown): unknown =>
  hidden.length === 0
    ? body
    : Object.fromEntries(Object.entries(body as object).filter(([name]) => !hidden.includes(name)));

function replay(first: Exclude<FirstRequest, { outcome: 'act' }>, reply: FastifyReply): unknown {
  switch (first.outcome) {
    case 'other':
      throw new HttpException('Idempotency-Key was used with another request', 422);
    case 'answered':
      void reply.status(first.status).header('idempotent-replayed', 'true');
      // Wire formats are answered as serialized JSON.
      if (typeof first.body === 'string') void reply.type('application/json; charset=utf-8');
      return first.body;
  }
}
