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
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FixLinkTerms, FixSessionView } from '@ome/contracts';
import { ExchangeCalendar } from '@ome/engine';
import { invalid } from '@ome/order-entry';
import {
  FIX_LINK_DEFAULTS,
  FIX_SESSION_DEFAULTS,
  FixSessionStore,
  OUR_COMP_ID,
  type StoredFixSession,
} from '@ome/persistence';
import { Scope } from '@ome/platform';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { checkedPart } from '../baskets/nested';
import { FixLinkDto, FixVenueFieldDto } from './fix-link.dto';
import { FixSessionDto, plainFingerprint } from './fix-sessions.dto';

const COMP_ID = /^[\x21-\x2e\x30-\x7e]{1,32}$/;

/** FIX sessions of counterparties; the FIX gateway notices changes within seconds. */
@ApiTags('ops')
@Controller('fix/sessions')
@Needs(Scope.Admin)
@BoundBy('engine')
export class FixSessionsController {
  constructor(
    private readonly sessions: FixSessionStore,
    private readonly calendar: ExchangeCalendar,
  ) {}

  @Get()
  @ApiOperation({ summary: 'FIX sessions, with the sequence numbers of each' })
  async list(): Promise<{ items: FixSessionView[] }> {
    const sessions = await this.sessions.list();
    return { items: await Promise.all(sessions.map((session) => this.view(session))) };
  }

  @Put(':compId')
  @Audited('fix.sessions.set')
  @ApiOperation({
    summary: 'Creates or replaces a FIX session; a connected counterparty is logged out',
  })
  @ApiBodyOf(FixSessionDto, { version: 'FIX.4.4', accounts: ['42*'], cancelOnDisconnect: true })
  async put(@Param('compId') compId: string, @Body() dto: FixSessionDto): Promise<FixSessionView> {
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
    await this.sessions.put({
      compId,
      version: dto.version,
      role: dto.role ?? FIX_SESSION_DEFAULTS.role,
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
      link: dto.link ? await linkTerms(dto.link) : null,
    });
    return this.view(await this.found(compId));
  }

  @Delete(':compId')
  @Audited('fix.sessions.remove')
  @HttpCode(204)
  @ApiOperation({ summary: 'Removes a FIX session; its messages stay in the log' })
  async remove(@Param('compId') compId: string): Promise<void> {
    if (!(await this.sessions.remove(compId))) throw missing(compId);
  }

  @Post(':compId/logout')
  @Audited('fix.sessions.logout')
  @HttpCode(204)
  @ApiOperation({ summary: 'Logs a counterparty out; it may log on again' })
  async logout(@Param('compId') compId: string): Promise<void> {
    if (!(await this.sessions.restart(compId))) throw missing(compId);
  }

  @Post(':compId/reset')
  @Audited('fix.sessions.reset')
  @HttpCode(204)
  @ApiOperation({
    summary:
      'Restarts both sequence numbers at 1, as agreed with the counterparty; what it has not fetched yet is not sent again',
  })
  async reset(@Param('compId') compId: string): Promise<void> {
    const log = this.sessions.logOf(await this.found(compId));
    // Takes the session from the process that serves it, which then begins it again.
    await log.open();
    await log.reset();
    await this.sessions.restart(compId);
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
    const session = await this.sessions.find(compId);
    if (!session) throw missing(compId);
    return session;
  }

  private async view(session: StoredFixSession): Promise<FixSessionView> {
    const { revision: _, ...shown } = session;
    const { nextIn, nextOut } = await this.sessions.logOf(session).state();
    return { ...shown, nextIn, nextOut };
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

const missing = (compId: string) => new NotFoundException(`There is no FIX session ${compId}`);
