import { Injectable } from '@nestjs/common';
import type { Answer } from '../answer';
import { DEFAULT_ANSWER_LATE_MS, type Behaviour } from '../behaviour';
import { Control } from '../control/control';
import { Ledger, type RequestType } from '../ledger/ledger';
import { Malformed } from '../malformed';
import { parseLinkRequest, type LinkRequest } from './link-request';
import { RequestDesk } from './request-desk';

const NOT_FOUND = { success: false, comment: 'Order does not exist' };

/** Passes requests to the venue, with the behaviour that the control sets. */
@Injectable()
export class ExecutionLink {
  constructor(
    private readonly control: Control,
    private readonly ledger: Ledger,
    private readonly desk: RequestDesk,
  ) {}

  request(type: RequestType, body: unknown): Answer {
    const request = this.parse(type, body);
    return answerOf(this.desk.take(request));
  }

  lookUp(clOrdId: string): Answer {
    const known = this.desk.book.lookUp(clOrdId);
    const answer = this.answerLookup(known);
    this.ledger.recordLookup({
      front: 'rest',
      orderId: textOf(known?.order_id ?? clOrdId),
      clOrdId,
      status: answer.status,
    });
    return answer;
  }

  private answerLookup(known: object | undefined): Exclude<Answer, string> {
    switch (this.control.lookup) {
      case 'answer':
        return known ? { status: 200, body: known } : { status: 404, body: NOT_FOUND };
      case 'missing':
        return { status: 404, body: '' };
      case 'error':
        return { status: 500, body: { success: false, comment: 'Internal error' } };
    }
  }

  private parse(type: RequestType, body: unknown): LinkRequest {
    try {
      return parseLinkRequest(type, body);
    } catch (error) {
      if (error instanceof Malformed) {
        const orderId = textOf((body as { order_id?: unknown } | null)?.order_id ?? '');
        this.ledger.recordMalformed({ front: 'rest', orderId, type, comment: error.comment, body });
      }
      throw error;
    }
  }
}

function answerOf(behaviour: Behaviour): Answer {
  switch (behaviour.behaviour) {
    case 'fill':
    case 'rest':
    case 'market':
    case 'reject':
    case 'answerTwice':
    case 'reorder':
      return { status: 200, body: { success: true } };
    case 'answerLate':
      return {
        status: 200,
        body: { success: true },
        delayMs: behaviour.delayMs ?? DEFAULT_ANSWER_LATE_MS,
      };
    case 'refuse':
      return {
        status: 200,
        body: { success: false, comment: behaviour.comment ?? 'Refused by the link' },
      };
    case 'noAnswer':
      return 'silence';
    case 'dropAfterActing':
    case 'dropBeforeActing':
      return 'cutConnection';
    case 'error500':
      return { status: 500, body: { success: false, comment: 'Internal error' } };
    case 'nonsense':
      return { status: 200, body: '<html><body>It works!</body></html>' };
    case 'unavailable':
      return { status: 503, body: { success: false, comment: 'The link is closed' } };
    case 'rateLimited':
      return { status: 429, body: { success: false, comment: 'Too many requests' } };
    case 'sessionExpired':
      return { status: 401, body: { success: false, comment: 'Session expired' } };
  }
}

/** The ledger's form of an id, whatever a program sent as one. */
const textOf = (id: unknown): string => (typeof id === 'string' ? id : JSON.stringify(id));
