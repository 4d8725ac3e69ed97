import { createHash } from 'node:crypto';
import {
  type CallHandler,
  ConflictException,
  type ExecutionContext,
  HttpException,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { IdempotencyKeyRecord } from '@ome/persistence';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mongo, type Model } from 'mongoose';
import { catchError, concatMap, defer, from, type Observable, of, throwError } from 'rxjs';
import { idempotencyKeyOf } from './idempotency-key.decorator';

/**
 * After this a first request that never ended is taken for dead, and the next one acts: a little
 * longer than the journal takes at most to say what became of a write.
 */
const UNDER_WAY_MS = 10_000;

const hash = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/**
 * Answers a POST that repeats an Idempotency-Key with the first one's answer. What must not happen
 * twice is made sure of in the journal, by ids that follow from the key; this gives the same words.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    @InjectModel(IdempotencyKeyRecord.name)
    private readonly model: Model<IdempotencyKeyRecord>,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const key = request.method === 'POST' ? idempotencyKeyOf(request) : null;
    if (key === null) return next.handle();
    const _id = hash(request.caller?.keyId ?? '', request.url, key);
    const fingerprint = hash(JSON.stringify(request.body ?? null));
    const reply = http.getResponse<FastifyReply>();
    return defer(() => from(this.begin(_id, fingerprint))).pipe(
      concatMap((first) => {
        if (!first) return this.act(_id, next, reply);
        void reply.status(first.status!).header('idempotent-replayed', 'true');
        // Wire formats are answered as finished JSON text.
        if (typeof first.body === 'string') void reply.type('application/json; charset=utf-8');
        return of(first.body);
      }),
    );
  }

  /** Null where this request is to act; the first one's record where that has ended. */
  private async begin(_id: string, fingerprint: string): Promise<IdempotencyKeyRecord | null> {
    const started = { fingerprint, createdAt: new Date(), status: null, body: null };
    try {
      await this.model.create({ _id, ...started });
      return null;
    } catch (error) {
      if (!(error instanceof mongo.MongoServerError) || error.code !== 11000) throw error;
    }
    const first = await this.model.findById(_id).lean();
    if (!first) return this.begin(_id, fingerprint);
    if (first.fingerprint !== fingerprint) {
      throw new HttpException('Idempotency-Key was used for another request', 422);
    }
    if (first.status !== null) return first;
    const dead = { _id, status: null, createdAt: { $lt: new Date(Date.now() - UNDER_WAY_MS) } };
    const taken = await this.model.updateOne(dead, { createdAt: new Date() });
    if (taken.modifiedCount === 1) return null;
    throw new ConflictException('The first request with this Idempotency-Key is under way');
  }

  private act(_id: string, next: CallHandler, reply: FastifyReply): Observable<unknown> {
    return next.handle().pipe(
      concatMap(async (body: unknown) => {
        await this.model.updateOne({ _id }, { status: reply.statusCode, body });
        return body;
      }),
      // A request that failed may be sent again with the same key.
      catchError((error: unknown) =>
        from(this.model.deleteOne({ _id }).catch(() => undefined)).pipe(
          concatMap(() => throwError(() => error)),
        ),
      ),
    );
  }
}
