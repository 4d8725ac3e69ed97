import { decimal, ORD_STATUS_CODE, OrdType } from '@ome/domain';
import { Journal } from '@ome/engine';
import { type Field, type FixMessage, utcTimestamp } from '@ome/fix';
import type { Matrix } from '../../../../libs/domain/test/fix-matrices/matrix';
import {
  linesOf,
  type ReportStep,
  type RequestStep,
  type ScriptLine,
} from '../../../../libs/domain/test/order-script';
import { eventually } from '../../../../libs/platform/src/testing/eventually';
import type { FixClient } from '../client/fix-client';
import { ORD_TYPE_CODE, TIME_IN_FORCE_CODE } from '../reports/report-fields';
import { type FixRig, readable } from './fix-rig';

const NEW_REPLACED = '5';
const STATUS_NAMES = new Map(Object.entries(ORD_STATUS_CODE).map(([name, code]) => [code, name]));

/** What both sides of a matrix take part in. */
export interface MatrixTable {
  rig: FixRig;
  desk: FixClient;
  dropCopy: FixClient;
}

/**
 * Plays a matrix over FIX: requests by messages, the link's reports by the link, and the state as
 * the messages of the desk, and then of its drop copy, tell it.
 */
export class MatrixPlayer {
  private orderId = '';

  /** @param name begins the ClOrdIDs of the matrix */
  constructor(
    private readonly table: MatrixTable,
    private readonly name: string,
  ) {}

  async play({ script }: Matrix): Promise<void> {
    const lines = linesOf(script);
    for (const line of lines) {
      await this.step(line);
      await this.expectShown(this.table.desk, line);
    }
    await this.expectShown(this.table.dropCopy, lines.at(-1)!);
  }

  private async step({ step }: ScriptLine): Promise<void> {
    switch (step.do) {
      case 'new': {
        const { rig, desk } = this.table;
        desk.send('D', [
          ...this.described('X'),
          [38, step.quantity],
          [44, '100'],
          [59, TIME_IN_FORCE_CODE[step.timeInForce]],
        ]);
        const taken = await this.answer('X');
        this.orderId = taken.get(37)!;
        return rig.send(this.orderId);
      }
      case 'phone':
        throw new Error('Orders that the venue opens have no desk');
      case 'replace':
      case 'cancel':
        return this.request(step);
      case 'report':
        return this.report(step);
    }
  }

  private async request({
    do: verb,
    clOrdId,
    quantity,
    price,
    refusal,
  }: RequestStep): Promise<void> {
    const { rig, desk } = this.table;
    const isReplace = verb === 'replace';
    const told = desk.received.length;
    desk.send(isReplace ? 'G' : 'F', [
      ...this.described(clOrdId, isReplace),
      [41, this.id('X')],
      [38, quantity],
      [44, price],
    ]);
    const answer = await this.answer(clOrdId, told);
    expect([verb, clOrdId, answer.type]).toEqual([
      verb,
      clOrdId,
      refusal === undefined ? '8' : '9',
    ]);
    if (refusal !== undefined) return;
    expect(answer.get(150)).toBe(isReplace ? 'E' : '6');
    await rig.send(this.orderId, await this.linkId(clOrdId));
  }

  private async report({ request, fields }: ReportStep): Promise<void> {
    const own = (id: string | null | undefined) => (id ? `${this.orderId} ${id}` : null);
    await this.table.rig.report(this.orderId, {
      ...fields,
      clOrdId: request === undefined ? this.orderId : await this.linkId(request),
      execId: own(fields.execId),
      execRefId: own(fields.execRefId),
    });
  }

  /** The ClOrdID that the link got for the client's request. */
  private async linkId(clOrdId: string): Promise<string> {
    for (const event of await this.table.rig.app.get(Journal).read(this.orderId)) {
      const isRequest = event.type === 'ReplaceRequested' || event.type === 'CancelRequested';
      if (isRequest && event.newClOrdId === this.id(clOrdId)) return event.clOrdId;
    }
    throw new Error(`No request ${clOrdId}`);
  }

  private id = (clOrdId: string): string => `${this.name}-${clOrdId}`;

  private described(clOrdId: string, hasType = true): Field[] {
    return [
      [11, this.id(clOrdId)],
      [21, hasType ? 1 : null],
      [1, '42'],
      [55, 'ACME'],
      [54, 1],
      [60, utcTimestamp(new Date())],
      [40, hasType ? ORD_TYPE_CODE[OrdType.Limit] : null],
    ];
  }

  /** The first message since that bears the id. */
  private answer(clOrdId: string, since = 0): Promise<FixMessage> {
    const { desk } = this.table;
    return eventually(() => {
      const found = desk.received
        .slice(since)
        .find((message) => message.get(11) === this.id(clOrdId));
      if (!found) throw new Error(`${this.id(clOrdId)} is not answered`);
      return found;
    });
  }

  private expectShown(client: FixClient, { text, shown }: ScriptLine): Promise<void> {
    return eventually(() => {
      const told = client.received.filter((message) => message.get(37) === this.orderId);
      const state = this.stateOf(told);
      if (state !== shown) {
        const messages = told.map(readable).join('\n');
        throw new Error(`${this.name}: after "${text.trim()}" ${state}, not ${shown}\n${messages}`);
      }
    }, 10_000);
  }

  /** OrdStatus by the last message, the amounts by the last ExecutionReport. */
  private stateOf(told: readonly FixMessage[]): string {
    const report = told.findLast(({ type }) => type === '8');
    const code = told.at(-1)?.get(39) ?? '';
    // FIX 4.2 has a status of its own for an order that was replaced.
    const status = code === NEW_REPLACED ? 'New' : STATUS_NAMES.get(code);
    const amounts = [38, 14, 151, 6].map((tag) => decimal(report?.get(tag) ?? '0').toFixed());
    return [status, ...amounts].join(' ');
  }
}
