import { setTimeout as sleep } from 'node:timers/promises';
import fastq from 'fastq';
import type { JsonAnswer, JsonClient } from '../json-client';
import type { Request } from './requests';

/** How often each answer came, by status; `none` if the connection broke. */
export type Tally = Map<string, number>;

const longestPauseMs = 1_000;
const patienceMs = 180_000;

/** The engine gave an answer that no client can interpret. */
export class StrangeAnswer extends Error {}

/**
 * Behaves like a careful client: a request that gets no answer, or "not now", is sent again until
 * it is answered. A request that waits for its next attempt blocks no other.
 */
export class RetryingClient {
  readonly tally: Tally = new Map();
  /** Answers that no outside fault excuses, such as a 500. */
  readonly strange: string[] = [];
  private readonly queue: fastq.queueAsPromised<Request, JsonAnswer | null>;

  constructor(
    private readonly client: JsonClient,
    concurrency: number,
  ) {
    this.queue = fastq.promise((request: Request) => this.attempt(request), concurrency);
  }

  /** @throws StrangeAnswer if no answer comes in time. */
  async send(request: Request): Promise<JsonAnswer> {
    const deadline = Date.now() + patienceMs;
    let answer = await this.queue.push(request);
    for (let pauseMs = 50; isNotNow(answer); pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      if (Date.now() > deadline) {
        throw new StrangeAnswer(`No answer to ${JSON.stringify(request)} in ${patienceMs} ms`);
      }
      await sleep(pauseMs);
      answer = await this.queue.unshift(request);
    }
    return answer as JsonAnswer;
  }

  private async attempt(request: Request): Promise<JsonAnswer | null> {
    const answer = await this.client
      .request(request.method, request.path, request.body, request.headers)
      .catch(() => null);
    const name = answer === null ? 'none' : String(answer.status);
    this.tally.set(name, (this.tally.get(name) ?? 0) + 1);
    if (answer && isStrange(answer)) this.strange.push(describe(request, answer));
    return answer;
  }
}

const isNotNow = (answer: JsonAnswer | null): boolean =>
  answer === null || answer.status >= 500 || answer.status === 429 || isUnderWay(answer);

/** The first request with this Idempotency-Key has not ended, or died with its process. */
const isUnderWay = ({ status, body }: JsonAnswer): boolean =>
  status === 409 && /under way/.test(String(body.comment ?? body.detail));

/** A 5xx without a Retry-After, or a request called malformed. */
function isStrange({ status, headers }: JsonAnswer): boolean {
  if (status >= 500) return status !== 503 || headers['retry-after'] === undefined;
  return status >= 400 && status !== 409 && status !== 429;
}

const describe = ({ method, path, body }: Request, answer: JsonAnswer): string =>
  `${method} ${path} ${JSON.stringify(body)} was answered ${answer.status} ${JSON.stringify(answer.body)}`;
