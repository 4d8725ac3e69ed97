import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiKeyView, NewApiKeyView } from '@ome/contracts';
import { ApiKeyStore, type StoredApiKey } from '@ome/persistence';
import { createApiKey, Scope } from '@ome/platform';
import { Audited } from '../audit/audited.decorator';
import { Needs } from '../auth/api-key.guard';
import { ApiBodyOf } from '../docs/api-schema.decorators';
import { NewApiKeyDto } from './keys.dto';

/** Keys for the API. Of a secret nothing is kept but a hash. */
@ApiTags('ops')
@Controller('keys')
@Needs(Scope.Admin)
export class KeysController {
  constructor(private readonly keys: ApiKeyStore) {}

  @Get()
  @ApiOperation({ summary: 'All keys, revoked ones too' })
  async list(): Promise<{ items: ApiKeyView[] }> {
    return { items: (await this.keys.list()).map(keyView) };
  }

  @Post()
  @Audited('keys.create')
  @ApiOperation({ summary: 'Makes a key; its token is shown this once' })
  @ApiBodyOf(NewApiKeyDto, { name: 'order entry', scopes: [Scope.Orders, Scope.Executions] })
  async create(@Body() { name, scopes }: NewApiKeyDto): Promise<NewApiKeyView> {
    const { id, token, hash } = createApiKey();
    await this.keys.add({ id, name, hash, scopes });
    return { ...keyView((await this.keys.find(id))!), token };
  }

  @Delete(':id')
  @Audited('keys.revoke')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revokes a key; every process notices within seconds' })
  async revoke(@Param('id') id: string): Promise<void> {
    if (!(await this.keys.revoke(id))) throw new NotFoundException('There is no such valid key');
  }
}

const keyView = ({ id, name, scopes, createdAt, revokedAt }: StoredApiKey): ApiKeyView => ({
  id,
  name,
  scopes: scopes as Scope[],
  createdAt: createdAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
});
