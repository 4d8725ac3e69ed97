import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type {
  FixLinkTerms,
  FixMessageView,
  FixSessionView,
  Page,
  PendingChangeView,
} from '@ome/contracts';
import { EVERYTHING } from '@ome/domain';
import { ExchangeCalendar, type Origin } from '@ome/engine';
import { invalid } from '@ome/order-entry';
import {
  FIX_LINK_DEFAULTS,
  FIX_SESSION_DEFAULTS,
  FixSessionStore,
  OUR_COMP_ID,
  type StoredFixSession,
} from '@ome/persistence';
import { Scope } from '@ome/platform';
import type { FastifyReply } from 'fastify';
import { isDeepStrictEqual } from 'node:util';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { FromCaller } from '../auth/origin.decorator';
import { checkedPart } from '../baskets/nested';
import { ApiBodyOf, ApiQueryOf } from '../docs/api-schema.decorators';
import { PageQuery, pageLimit } from '../http/page.query';
import { TwoPersons } from '../two-persons/two-persons';
import { waiting } from '../two-persons/waiting';
import { FixLinkDto, FixVenueFieldDto } from './fix-link.dto';
import { FixSessionViews } from './fix-session-views';
import {
  FixSessionDto,
  FixSessionLogoutDto,
  FixSessionResetDto,
  plainFingerprint,
} from './fix-sessions.dto';

const COMP_ID = /^[\x21-\x2e\x30-\x7e]{1,32}$/;

/** FIX sessions of counterparties; the FIX gateway notices changes within seconds. */
@ApiTags('ops')
@Controller('fix/sessions')
@Needs(Scope.Ops)
@BoundBy('engine')
export class FixSessionsController {
  constructor(
    private readonly sessions: FixSessionStore,
    private readonly views: FixSessionViews,
    private readonly calendar: ExchangeCalendar,
    private readonly twoPersons: TwoPersons,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'FIX sessions: the sequence numbers of each, and whether it is logged on',
  })
  async list(): Promise<{ items: FixSessionView[] }> {
    return { items: await this.views.all() };
  }

  @Get(':compId/messages')
  @ApiOperation({ summary: 'What the engine sent in a session, readable; the newest first' })
  @ApiQueryOf(PageQuery)
  async messages(
    @Param('compId') compId: string,
    @Query() query: PageQuery,
  ): Promise<Page<FixMessageView>> {
    const session = await this.found(compId);
    return this.views.messages(session, query.cursor ?? null, pageLimit(query));
  }

  @Put(':compId')
  @Needs(Scope.Admin)
  @Audited('fix.sessions.set')
  @ApiOperation({
    summary: 'Creates or replaces a FIX session; a connected counterparty is logged out',
  })
  @ApiBodyOf(FixSessionDto, { version: 'FIX.4.4', accounts: ['42*'], cancelOnDisconnect: true })
  async put(
    @Param('compId') compId: string,
    @Body() dto: FixSessionDto,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FixSessionView | PendingChangeView> {
    if (!COMP_ID.test(compId)) {
      throw invalid('compId', 'must be 1 to 32 visible ASCII characters, without a slash');
    }
    if (compId === OUR_COMP_ID) throw invalid('compId', `must not be ${OUR_COMP_ID}: that is ours`);
    this.checkHours(dto);
    if ((dto.role === 'link') !== (dto.link !== undefined)) {
      throw invalid(
        'link',
        'says how a venue is reached: it goes with the role link, and with no other',
      );
    }
    const session = {
      ...sessionOf(compId, dto),
      link: dto.link ? await linkTerms(dto.link) : null,
    };
    const held =
      !(await this.isDisabledBy(session)) &&
      (await this.twoPersons.hold('fix.sessions.set', session, EVERYTHING, origin));
    if (held) return waiting(reply, held);
    await this.sessions.put(session);
    return this.views.one(await this.found(compId));
  }

  @Delete(':compId')
  @Needs(Scope.Admin)
  @Audited('fix.sessions.remove')
  @HttpCode(204)
  @ApiOperation({ summary: 'Removes a FIX session; its messages stay in the log' })
  async remove(
    @Param('compId') compId: string,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void | PendingChangeView> {
    const { revision } = await this.found(compId);
    if (revision === 0) {
      throw invalid('compId', 'is a session of the open engine: set it with enabled false instead');
    }
    const held = await this.twoPersons.hold('fix.sessions.remove', { compId }, EVERYTHING, origin);
    if (held) return waiting(reply, held);
    await this.sessions.remove(compId);
  }

  @Post(':compId/logout')
  @Audited('fix.sessions.logout')
  @HttpCode(204)
  @ApiOperation({ summary: 'Logs a counterparty out; it may log on again' })
  @ApiBodyOf(FixSessionLogoutDto, { reason: 'It repeats its orders' })
  async logout(@Param('compId') compId: string, @Body() _dto: FixSessionLogoutDto): Promise<void> {
    await this.sessions.restart(await this.found(compId));
  }

  @Post(':compId/reset')
  @Audited('fix.sessions.reset')
  @HttpCode(204)
  @ApiOperation({
    summary:
      'Restarts both sequence numbers at 1, as agreed with the counterparty; what it has not fetched yet is not sent again',
  })
  @ApiBodyOf(FixSessionResetDto, { reason: 'Agreed with the desk on the phone' })
  async reset(
    @Param('compId') compId: string,
    @Body() { reason }: FixSessionResetDto,
    @FromCaller() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void | PendingChangeView> {
    const session = await this.found(compId);
    const asked = { ...session, reason };
    const held = await this.twoPersons.hold('fix.sessions.reset', asked, EVERYTHING, origin);
    if (held) return waiting(reply, held);
    await this.sessions.reset(session);
  }

  /** Whether that is all that is asked for: it takes one person. */
  private async isDisabledBy(session: Omit<StoredFixSession, 'revision'>): Promise<boolean> {
    const before = await this.views.find(session.compId);
    if (!before || session.enabled) return false;
    const { revision: _, ...fields } = before;
    return isDeepStrictEqual({ ...fields, enabled: false }, session);
  }

  private checkHours({ hours, timeZone, tradingDaysOf }: FixSessionDto): void {
    if (hours === undefined && timeZone !== undefined) {
      throw invalid('timeZone', 'is that of hours: give hours too, or leave it out');
    }
    if (tradingDaysOf === undefined) return;
    if (hours === undefined || hours.includes(' ')) {
      throw invalid('tradingDaysOf', 'goes with daily hours, such as 09:00-17:30: leave it out');
    }
    const exchanges = new Set(this.calendar.markets.map(({ exchange }) => exchange));
    if (!exchanges.has(tradingDaysOf)) {
      throw invalid('tradingDaysOf', `must be one of ${[...exchanges].join(', ')}`);
    }
  }

  private async found(compId: string): Promise<StoredFixSession> {
    const session = await this.views.find(compId);
    if (!session) throw new NotFoundException(`There is no FIX session ${compId}`);
    return session;
  }
}

/** @throws InvalidRequest that names the field */
async function linkTerms(given: object): Promise<FixLinkTerms> {
  const terms = await checkedPart(FixLinkDto, 'link', given);
  const known = Object.entries(terms).filter(([, value]) => value !== undefined);
  const { header = [], fields = [] } = terms;
  const checked = (name: string, list: readonly object[]) =>
    Promise.all(
      list.map((field, at) => checkedPart(FixVenueFieldDto, `link.${name}[${at}]`, field)),
    );
  return {
    ...FIX_LINK_DEFAULTS,
    ...(Object.fromEntries(known) as FixLinkDto),
    header: await checked('header', header),
    fields: await checked('fields', fields),
  };
}

const sessionOf = (
  compId: string,
  dto: FixSessionDto,
): Omit<StoredFixSession, 'revision' | 'link'> => ({
  compId,
  version: dto.version,
  role: dto.role ?? FIX_SESSION_DEFAULTS.role,
  enabled: dto.enabled ?? FIX_SESSION_DEFAULTS.enabled,
  accounts: dto.accounts ?? FIX_SESSION_DEFAULTS.accounts,
  users: dto.users ?? FIX_SESSION_DEFAULTS.users,
  defaultAccount: dto.defaultAccount ?? compId,
  defaultExchange: dto.defaultExchange ?? FIX_SESSION_DEFAULTS.defaultExchange,
  resetAllowed: dto.resetAllowed ?? FIX_SESSION_DEFAULTS.resetAllowed,
  cancelOnDisconnect: dto.cancelOnDisconnect ?? FIX_SESSION_DEFAULTS.cancelOnDisconnect,
  maxMessagesPerSecond: dto.maxMessagesPerSecond ?? FIX_SESSION_DEFAULTS.maxMessagesPerSecond,
  messageTypes: dto.messageTypes ?? FIX_SESSION_DEFAULTS.messageTypes,
  addresses: dto.addresses ?? FIX_SESSION_DEFAULTS.addresses,
  certificates: dto.certificates?.map(plainFingerprint) ?? FIX_SESSION_DEFAULTS.certificates,
  hours: dto.hours ?? FIX_SESSION_DEFAULTS.hours,
  timeZone: dto.timeZone ?? FIX_SESSION_DEFAULTS.timeZone,
  tradingDaysOf: dto.tradingDaysOf ?? FIX_SESSION_DEFAULTS.tradingDaysOf,
});
