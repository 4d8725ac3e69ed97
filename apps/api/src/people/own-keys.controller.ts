import {
  Body,
  Controller,
  Delete,
  ForbiddenException,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { NewApiKeyView, OwnKeysView } from '@ome/contracts';
import { Clock } from '@ome/engine';
import { invalid } from '@ome/order-entry';
import { ApiKeyStore } from '@ome/persistence';
import { createApiKey, MarketTime, mayDo, Scope } from '@ome/platform';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { checkReach } from '../auth/reach';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { ShownOnce } from '../idempotency/shown-once.decorator';
import { checkFuture, keyView } from '../keys/keys.controller';
import { OwnKeyDto } from './people.dto';
import { Person, type PersonCaller } from './person.decorator';

/**
 * Keys of one's own, for the command line. At every request they reach as far as key and person both
 * do: never further than the person's roles and accounts at that moment.
 */
@ApiTags('people')
@Controller('session/keys')
@Needs(Scope.View)
@BoundBy('nothing')
export class OwnKeysController {
  constructor(
    private readonly keys: ApiKeyStore,
    private readonly marketTime: MarketTime,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Your own keys, revoked ones too' })
  async list(@Person() { login }: PersonCaller): Promise<OwnKeysView> {
    return { items: (await this.keys.ownedBy(login)).map(keyView) };
  }

  @Post()
  @Audited('session.keys.create')
  @ShownOnce('token')
  @ApiOperation({ summary: 'Creates a key of your own; its token is shown only once' })
  @ApiBodyOf(OwnKeyDto, { name: 'command line' })
  async create(
    @Person() { login, scopes: own, entitlement, expiresAt: ownEnd }: PersonCaller,
    @Body() { name, scopes = own as Scope[], ...dto }: OwnKeyDto,
  ): Promise<NewApiKeyView> {
    const lacking = scopes.find((scope) => !mayDo(own, scope));
    if (lacking) throw new ForbiddenException(`Your roles lack the scope ${lacking}`);
    const bounds = {
      accounts: dto.accounts ?? listOf(entitlement.accounts),
      users: dto.users ?? listOf(entitlement.users),
    };
    checkReach(entitlement, bounds);
    const expiresAt = this.marketTime.instantOf(dto.expiresAt) ?? ownEnd;
    checkFuture(expiresAt, this.clock.now());
    if (ownEnd && expiresAt && expiresAt > ownEnd) {
      throw invalid('expiresAt', `must not be after ${ownEnd.toISOString()}, when your key ends`);
    }
    const { id, token, hash } = createApiKey();
    await this.keys.add({ id, name, hash, owner: login, scopes, ...bounds, expiresAt });
    return { ...keyView((await this.keys.find(id))!), token };
  }

  @Delete(':id')
  @Audited('session.keys.revoke')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revokes a key of your own; every process notices within seconds' })
  async revoke(@Person() { login }: PersonCaller, @Param('id') id: string): Promise<void> {
    const key = await this.keys.find(id);
    if (key?.owner !== login || !(await this.keys.revoke(id))) {
      throw new NotFoundException('You have no valid key with this id');
    }
  }
}

const listOf = (entries: readonly string[] | null): string[] | null => entries && [...entries];
