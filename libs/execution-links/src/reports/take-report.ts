import type { ReportAnswer } from '@ome/contracts';
import { REFUSAL_TEXT, RefusalCode } from '@ome/domain';
import { type BookReport, objectionText, type Origin } from '@ome/engine';
import type { MarketTime } from '@ome/platform';
import { parseExecutionReport } from './execution-report.parse';

const UNKNOWN = REFUSAL_TEXT[RefusalCode.OrderNotFound];

/** Takes reports as links send them, by FIX names: what cannot be booked is kept for ops. */
export class TakeReport {
  constructor(
    private readonly bookReport: BookReport,
    private readonly marketTime: MarketTime,
  ) {}

  /**
   * Resolves once it is durable.
   *
   * @param freshId makes a unique ExecID for a fill without one
   * @throws InvalidRequest if the body is not an object, or is empty
   */
  async execute(
    body: unknown,
    link: string,
    freshId: () => string,
    origin: Origin,
  ): Promise<ReportAnswer> {
    const read = parseExecutionReport(body, link, this.marketTime, freshId);
    const text = JSON.stringify(body);
    if (!read.readable) {
      const comment = `${read.fault.field} ${read.fault.message}`;
      await this.bookReport.keepUnbookable(read.about, comment, { body: text });
      return { success: false, comment: `Kept for ops, not booked: ${comment}` };
    }
    const booked = await this.bookReport.execute(read.report, origin, text);
    if (booked.booked) return { success: true };
    const { objection } = booked;
    return { success: false, comment: objection ? objectionText(objection) : UNKNOWN };
  }
}
