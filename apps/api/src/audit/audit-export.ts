import { createHash } from 'node:crypto';
import { ConflictException, Inject, Injectable } from '@nestjs/common';
import type { AuditEntryView, AuditExportRequest, AuditSignature } from '@ome/contracts';
import { EVERYTHING, visibleText } from '@ome/domain';
import { csvLine, ExportSigner, isGuarded, SETTINGS, type Settings } from '@ome/platform';
import { AuditList } from './audit-list';

const PAGE = '1000';
const MIN_SECRET_LENGTH = 32;

const COLUMNS = [
  ...(['id', 'at', 'by', 'byName', 'action', 'subject'] as const),
  ...(['summary', 'requestId', 'outcome', 'reason'] as const),
] satisfies (keyof AuditEntryView)[];

type Range = Pick<AuditExportRequest, 'from' | 'to'>;

/** The audit as a file, newest first, that shows by itself whether somebody changed it since. */
@Injectable()
export class AuditExport {
  constructor(
    private readonly audit: AuditList,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws ConflictException where everybody could sign */
  signer(): ExportSigner {
    const { AUDIT_SIGNING_KEY } = this.settings;
    if (isGuarded(this.settings) && AUDIT_SIGNING_KEY.length < MIN_SECRET_LENGTH) {
      throw new ConflictException(
        `Set AUDIT_SIGNING_KEY to at least ${MIN_SECRET_LENGTH} random characters to sign exports`,
      );
    }
    return new ExportSigner(AUDIT_SIGNING_KEY);
  }

  async *lines(
    signer: ExportSigner,
    format: 'jsonl' | 'csv',
    range: Range,
  ): AsyncGenerator<string> {
    const hash = createHash('sha256');
    const line = format === 'csv' ? csvLineOf : jsonLine;
    for await (const text of this.entries(line, format, range)) {
      hash.update(text);
      yield text;
    }
    const sha256 = hash.digest('hex');
    const { publicKey } = signer;
    const signed: AuditSignature = { sha256, publicKey, signature: signer.sign(sha256) };
    yield `${format === 'csv' ? '#' : ''}${JSON.stringify(signed)}\n`;
  }

  private async *entries(
    line: (entry: AuditEntryView) => string,
    format: 'jsonl' | 'csv',
    range: Range,
  ): AsyncGenerator<string> {
    if (format === 'csv') yield `${COLUMNS.join(',')}\n`;
    for (let cursor: string | null | undefined; cursor !== null;) {
      const query = { ...range, limit: PAGE, ...(cursor && { cursor }) };
      const { items, nextCursor } = await this.audit.page(EVERYTHING, query);
      if (items.length > 0) yield visibleText(items.map(line).join(''));
      cursor = nextCursor;
    }
  }
}

const jsonLine = (entry: AuditEntryView): string => `${JSON.stringify(entry)}\n`;

const csvLineOf = (entry: AuditEntryView): string =>
  `${csvLine(COLUMNS.map((name) => entry[name] ?? ''))}\n`;
