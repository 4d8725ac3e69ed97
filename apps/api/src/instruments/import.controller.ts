import { PassThrough } from 'node:stream';
import { Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { ImportLine } from '@ome/contracts';
import { ImportInstruments } from '@ome/engine';
import { Lane } from '@ome/event-store';
import { Scope } from '@ome/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Audited } from '../audit/audit-actions';
import { BoundBy, Needs } from '../auth/declared-routes';
import { ApiQueryOf } from '../docs/api-schema.decorators';
import { fileBody, TakesFile } from '../http/file-body';
import { idempotencyKeyOf } from '../idempotency/idempotency-key.decorator';
import { invalid } from '@ome/order-entry';
import { problemOf } from '../problems/problem.filter';
import { ImportQuery } from './instruments.query';

/** Contract files have up to about 30 MB, compressed or not. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Imports of the brokers' contract files into the instrument master. */
@ApiTags('instruments')
@Controller('instruments/import')
@Needs(Scope.Ops)
@BoundBy('engine')
export class ImportController {
  /** An import takes much memory: who comes while one is under way is told to come back. */
  private readonly lane = new Lane({ width: 1, maxWaiting: 0, maxWaitMs: 0 });

  constructor(private readonly instruments: ImportInstruments) {}

  @Post()
  @TakesFile()
  @Audited('instruments.import')
  @HttpCode(200)
  @ApiOperation({
    summary: "Imports a broker's contract file: CSV, gzip of one, or a zip of several",
    description: 'A repeated import writes nothing; after 422 nothing has changed.',
  })
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiProduces('application/x-ndjson')
  @ApiQueryOf(ImportQuery)
  import(
    @Query() query: ImportQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.lane.run(() => this.take(query, request, reply));
  }

  private async take(
    { broker, file, unit, validFrom }: ImportQuery,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    if (idempotencyKeyOf(request) !== null) {
      throw invalid('Idempotency-Key', 'must be left out: a repeated import writes nothing');
    }
    if (unit && !this.instruments.asksForUnit(broker)) {
      throw invalid('unit', `must be left out: files of ${broker} contain it`);
    }
    const bytes = await fileBody(request, MAX_FILE_BYTES);
    const files = [{ name: file, bytes }];
    const checked = await this.instruments.check({
      broker,
      files,
      unit: unit ?? null,
      validFrom: validFrom ?? null,
    });

    // The import continues if the client disconnects: it is best completed.
    const lines = new PassThrough().on('error', () => undefined);
    const tell = (line: ImportLine): void => void lines.write(`${JSON.stringify(line)}\n`);
    void reply.type('application/x-ndjson').header('cache-control', 'no-store').send(lines);
    try {
      await this.instruments.write(checked, tell);
    } catch (error) {
      tell({ type: 'failed', detail: problemOf(error).detail });
      throw error;
    } finally {
      lines.end();
    }
  }
}
