import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import type { Problem } from '@ome/contracts';
import { RefusalCode } from '@ome/domain';
import { ContractFileRefused, CursorExpired, CursorInvalid } from '@ome/engine';
import { BrokerFault, type FaultClass } from '@ome/execution-links';
import { HistoryUnreadable, Overloaded } from '@ome/event-store';
import { isStoreUnavailable, PageCursorInvalid } from '@ome/persistence';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FeedExpired } from '../events/feed-expired';
import { pathOf } from '../http/answer-hooks';
import { InvalidRequest, NotEntitled } from '@ome/order-entry';
import { Refused } from './refused';

const TITLE: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

const NOT_FOUND: ReadonlySet<RefusalCode> = new Set([
  RefusalCode.OrderNotFound,
  RefusalCode.BasketNotFound,
]);

/** The HTTP status for each class of broker error. */
const BROKER_STATUS: Readonly<Record<FaultClass, number>> = {
  retryLater: 503,
  reauthenticate: 503,
  rateLimited: 503,
  rejected: 422,
  unknown: 502,
};

const RETRY_AFTER_SECONDS = 2;

/** Paths of wire formats, which answer with `success` and `comment`. */
const LEGACY = /^\/(order_endpoint|execution_endpoint|place_order)(\?|$)/;

/** Answers every error as problem+json, or in the shape of the wire format. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const problem = problemOf(error);
    const request = http.getRequest<FastifyRequest>();
    if (problem.status >= 500) this.log(error, problem, request);
    const reply = http.getResponse<FastifyReply>();
    // A response that has started is cut off.
    if (reply.sent || reply.raw.headersSent) return;
    sendProblem(request, reply, problem);
  }

  private log(error: unknown, { status }: Problem, request: FastifyRequest): void {
    const { id: requestId, method } = request;
    const failed = { err: error, status, requestId, method, path: pathOf(request) };
    this.logger.error(failed, 'Request failed');
  }
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  void reply.status(problem.status);
  if (problem.status === 503) void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  if (problem.status === 401 && !reply.hasHeader('www-authenticate')) {
    void reply.header('www-authenticate', 'Bearer');
  }
  if (LEGACY.test(request.url)) {
    void reply.send({ success: false, comment: problem.detail });
    return;
  }
  void reply.type('application/problem+json').send({ ...problem, requestId: request.id });
}

export function problemOf(error: unknown): Problem {
  if (error instanceof InvalidRequest) {
    return problem(400, error.message, { errors: error.faults });
  }
  if (error instanceof NotEntitled) return problem(403, error.message);
  if (error instanceof ContractFileRefused) return refusedFile(error);
  if (error instanceof Refused) {
    const status = statusOf(error.code);
    return problem(status, error.message, { code: error.code });
  }
  if (error instanceof PageCursorInvalid || error instanceof CursorInvalid) {
    const field = error instanceof CursorInvalid ? 'after' : 'cursor';
    const message = 'is not a valid cursor: send one that this API returned';
    return problem(400, `${field} ${message}`, { errors: [{ field, message }] });
  }
  if (error instanceof FeedExpired) return problem(410, error.message, { cursor: error.cursor });
  if (error instanceof CursorExpired) return problem(410, error.message);
  if (error instanceof Overloaded) {
    return problem(503, 'Too many requests are waiting; try again');
  }
  if (isStoreUnavailable(error)) {
    return problem(503, 'The store is unavailable; try again');
  }
  if (error instanceof HistoryUnreadable) return unreadable(error);
  if (error instanceof BrokerFault) return problem(BROKER_STATUS[error.faultClass], error.message);
  if (error instanceof HttpException) return problem(error.getStatus(), error.message);
  const status = clientFault(error);
  if (status) return problem(status, (error as Error).message);
  return problem(500, 'The engine failed; see the log under the request id');
}

/** Another process of this installation can read what a newer engine wrote. */
function unreadable({ place, message }: HistoryUnreadable): Problem {
  const remedy = 'see /ops/set-aside';
  return problem(place.kind === 'newer' ? 503 : 500, `${message}; ${remedy}`);
}

function statusOf(code: RefusalCode): number {
  if (NOT_FOUND.has(code)) return 404;
  return code === RefusalCode.BrokerUnread ? 503 : 409;
}

export function problem(status: number, detail: string, more: Partial<Problem> = {}): Problem {
  return { type: 'about:blank', title: TITLE[status] ?? 'Error', status, detail, ...more };
}

function refusedFile({ message, problem: place }: ContractFileRefused): Problem {
  if (!place) return problem(422, message);
  const { line, field, why } = place;
  return problem(422, message, { errors: [{ field, message: `${why}, on line ${line}` }] });
}

/** Fastify's own refusals of a request (bad JSON, body too large, unknown media type). */
function clientFault(error: unknown): number | null {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}
