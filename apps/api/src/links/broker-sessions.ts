import { BadRequestException, Injectable, NotFoundException } from '@nestjs/common';
import type { LinkView } from '@ome/contracts';
import type { Entitlement } from '@ome/domain';
import {
  type BrokerLink,
  Brokers,
  BrokerTokens,
  ExecutionLinks,
  type LinkIdentity,
} from '@ome/engine';
import { isEntitledToSession } from '../auth/entitled-sessions';
import { LinkStatuses } from '../ops/link-statuses';
import type { LoginCallbackQuery } from './links.dto';
import { LoginTries } from './login-tries';

/** The broker sessions and their login. */
@Injectable()
export class BrokerSessions {
  constructor(
    private readonly brokers: Brokers,
    private readonly tokens: BrokerTokens,
    private readonly statuses: LinkStatuses,
    private readonly routes: ExecutionLinks<LinkIdentity>,
    private readonly loginTries: LoginTries,
  ) {}

  async all(within: Entitlement): Promise<LinkView[]> {
    const statuses = await this.statuses.all(within);
    const own = this.routes.outside.filter((route) => isEntitledToSession(within, route));
    const views = own.map(async ({ name: link, route, accounts }) => {
      const broker = this.brokers.all.find((other) => other.route === route);
      return {
        link,
        session: broker?.session ?? (route === link ? null : route.slice(link.length + 1)),
        accounts,
        login: broker ? await this.loginOf(broker) : null,
        workers: statuses.filter((status) => status.link === route),
      };
    });
    return Promise.all(views);
  }

  private async loginOf(broker: BrokerLink) {
    const { name, session, loginState: state, loginUrl: url, callbackSignature } = broker;
    const token = await this.tokens.load(name, session);
    const callbackPath = `/links/${name}/${session}/callback/${callbackSignature}`;
    return { state, url, expiresAt: token?.expiresAt.toISOString() ?? null, callbackPath };
  }

  /** A session that the caller may not see is answered as not found. */
  sessionFor(within: Entitlement, link: string, account: string): BrokerLink {
    const found = this.brokers.session(link, account);
    if (!found || !isEntitledToSession(within, found))
      throw new NotFoundException(`No session of ${link} serves account ${account}`);
    return found;
  }

  /** @returns a sentence for the person who logged in */
  async logIn(
    within: Entitlement,
    link: string,
    account: string,
    query: LoginCallbackQuery,
  ): Promise<string> {
    const broker = this.sessionFor(within, link, account);
    const code = codeOf(query);
    this.loginTries.take(broker);
    await broker.logIn(code);
    return `Logged in at ${broker.name} as ${broker.session}. This page can be closed.\n`;
  }
}

function codeOf(query: LoginCallbackQuery): string {
  const { code, request_code, request_token, apisession, API_Session } = query;
  const given = code ?? request_code ?? request_token ?? apisession ?? API_Session;
  if (!given) throw new BadRequestException('The login page sent no code: log in again');
  return given;
}
