import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { AuditOutcome } from '@ome/contracts';
import { Clock } from '@ome/engine';
import { AuditStore } from '@ome/persistence';
import type { FastifyRequest } from 'fastify';
import { catchError, concatMap, defer, from, type Observable, of, throwError } from 'rxjs';
import { problemOf } from '../problems/problem.filter';
import { type AuditAction, described, AUDITED } from './audit-actions';

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Writes an entry before an audited request is executed, and its outcome before it is answered. If
 * the entry cannot be written the request is not executed, so every change is in the audit.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Audit');

  constructor(
    private readonly reflector: Reflector,
    private readonly store: AuditStore,
    private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const action = this.reflector.get<AuditAction | undefined>(AUDITED, context.getHandler());
    if (!action) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return defer(() => from(this.begin(action, request))).pipe(
      concatMap((id) =>
        next.handle().pipe(
          concatMap((body: unknown) =>
            from(this.settle(id, 'done', null)).pipe(concatMap(() => of(body))),
          ),
          catchError((error: unknown) => {
            const { status, detail } = problemOf(error);
            const outcome = status < 500 ? 'refused' : 'failed';
            return from(this.settle(id, outcome, detail)).pipe(
              concatMap(() => throwError(() => error)),
            );
          }),
        ),
      ),
    );
  }

  private begin(action: AuditAction, request: FastifyRequest): Promise<string> {
    const { keptDays, ...said } = described(action, request);
    const at = this.clock.now();
    return this.store.begin({
      at,
      action,
      ...said,
      by: request.caller?.by ?? null,
      requestId: request.id,
      ...(keptDays !== null && { expiresAt: new Date(at.getTime() + keptDays * DAY_MS) }),
    });
  }

  /**
   * The request is done or refused even if its outcome cannot be saved: the entry then stays
   * `begun`.
   */
  private async settle(id: string, outcome: AuditOutcome, reason: string | null): Promise<void> {
    await this.store.settle(id, outcome, reason).catch((err: unknown) => {
      this.logger.warn({ err, entry: id, outcome }, 'An outcome could not be saved in the audit');
    });
  }
}
