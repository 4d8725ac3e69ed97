import { HttpException, HttpStatus, Injectable } from '@nestjs/common';
import { Clock } from '@ome/engine';
import { AuditStore } from '@ome/persistence';
import type { FastifyRequest } from 'fastify';
import { AUDIT_ACTIONS } from '../audit/audit-actions';
import { UserSessions } from '../auth/user-sessions';
import { problemOf } from '../problems/problem.filter';
import type { Vouched } from './identity-provider';
import { VouchedPeople } from './vouched-people';

const DAY_MS = 24 * 60 * 60 * 1_000;
const KEPT_MS = AUDIT_ACTIONS['session.open'].keptDays * DAY_MS;

/**
 * Signs people in for whom the identity provider vouches. The audit says who it was, which the request
 * does not.
 */
@Injectable()
export class VouchedSessions {
  constructor(
    private readonly people: VouchedPeople,
    private readonly sessions: UserSessions,
    private readonly audit: AuditStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @param vouched what the provider says of this try; null while it says nothing yet
   * @returns the cookie of the session; null while there is none
   * @throws HttpException that the audit has, too
   */
  async open(
    request: Pick<FastifyRequest, 'id' | 'protocol'>,
    vouched: () => Promise<Vouched | null>,
  ): Promise<string | null> {
    try {
      const known = await vouched();
      if (known === null) return null;
      const person = await this.people.person(known);
      const entry = await this.note(request.id, person.login);
      const cookie = await this.sessions.open(person, request.protocol === 'https', known);
      await this.audit.settle(entry, 'done', null);
      return cookie;
    } catch (error) {
      if (!(error instanceof HttpException) || isTooOften(error)) throw error;
      const entry = await this.note(request.id, null);
      await this.audit.settle(entry, 'refused', problemOf(error).detail);
      throw error;
    }
  }

  private note(requestId: string, subject: string | null): Promise<string> {
    const at = this.clock.now();
    const expiresAt = new Date(at.getTime() + KEPT_MS);
    const what = { action: 'session.open', subject, summary: 'at the identity provider' };
    return this.audit.begin({ ...what, at, by: null, requestId, expiresAt });
  }
}

/** Asking again too soon says nothing of whether somebody signs in. */
const isTooOften = (error: HttpException): boolean =>
  error.getStatus() === (HttpStatus.TOO_MANY_REQUESTS as number);
