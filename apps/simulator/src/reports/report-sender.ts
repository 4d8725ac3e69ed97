import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Pool } from 'undici';
import { SimulatorConfig } from '../simulator.config';
import type { ReportQueue, OutgoingReport } from './report-queue';

const CONCURRENCY = 32;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2_000;
const ANSWER_TIMEOUT_MS = 10_000;

type Verdict = 'retry' | { acknowledged: boolean; refusal?: string };

/**
 * Posts reports to the engine at least once: in order within a queue, up to 32 queues at a time. A
 * queue that waits for its next attempt holds no connection.
 */
@Injectable()
export class ReportSender implements OnModuleDestroy {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly headers: Record<string, string>;
  private ready: ReportQueue[] = [];
  private readonly waiting = new Map<ReportQueue, NodeJS.Timeout>();
  private readonly onTheWire = new Set<ReportQueue>();
  private totals = { reportsSent: 0, reportsUnanswered: 0, reportsRefused: 0 };

  constructor(config: SimulatorConfig) {
    this.pool = new Pool(config.engineUrl.origin, {
      connections: CONCURRENCY,
      headersTimeout: ANSWER_TIMEOUT_MS,
      bodyTimeout: ANSWER_TIMEOUT_MS,
    });
    this.path = `${config.engineUrl.pathname.replace(/\/$/, '')}/execution_endpoint`;
    this.headers = { 'content-type': 'application/json' };
    if (config.apiKey) this.headers.authorization = `Bearer ${config.apiKey}`;
  }

  send(reports: ReportQueue, report: OutgoingReport): void {
    reports.queued.push(report);
    this.totals.reportsSent += 1;
    this.totals.reportsUnanswered += 1;
    if (!reports.busy) this.makeReady(reports);
  }

  /** Forgets every report not yet answered. */
  reset(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
    this.ready = [];
    this.onTheWire.clear();
    this.totals = { reportsSent: 0, reportsUnanswered: 0, reportsRefused: 0 };
  }

  /** Copies count as separate reports. */
  counts(): { reportsSent: number; reportsUnanswered: number; reportsRefused: number } {
    return { ...this.totals };
  }

  async onModuleDestroy(): Promise<void> {
    this.reset();
    await this.pool.destroy();
  }

  private makeReady(reports: ReportQueue): void {
    reports.busy = true;
    this.ready.push(reports);
    this.pump();
  }

  private pump(): void {
    while (this.onTheWire.size < CONCURRENCY) {
      const reports = this.ready.shift();
      if (!reports) return;
      this.onTheWire.add(reports);
      void this.deliverFirst(reports);
    }
  }

  private async deliverFirst(reports: ReportQueue): Promise<void> {
    const report = reports.queued[0];
    report.record.attempts += 1;
    const verdict = await this.post(report.body);
    // Forgotten while its answer was on the way.
    if (!this.onTheWire.delete(reports)) return;
    if (verdict === 'retry') {
      this.retryLater(reports);
    } else {
      this.settle(reports, report, verdict);
    }
    this.pump();
  }

  private settle(
    reports: ReportQueue,
    report: OutgoingReport,
    verdict: Exclude<Verdict, 'retry'>,
  ): void {
    reports.queued.shift();
    reports.failures = 0;
    this.totals.reportsUnanswered -= 1;
    report.record.acknowledgedByEngine ||= verdict.acknowledged;
    if (!verdict.acknowledged) {
      report.record.refusal = verdict.refusal;
      this.totals.reportsRefused += 1;
    }
    if (reports.queued.length > 0) this.ready.push(reports);
    else reports.busy = false;
  }

  private retryLater(reports: ReportQueue): void {
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** reports.failures, LAST_RETRY_MS);
    reports.failures += 1;
    const timer = setTimeout(() => {
      this.waiting.delete(reports);
      this.makeReady(reports);
    }, delayMs);
    this.waiting.set(reports, timer);
  }

  private async post(body: string): Promise<Verdict> {
    try {
      const answer = await this.pool.request({
        path: this.path,
        method: 'POST',
        headers: this.headers,
        body,
      });
      const text = await answer.body.text();
      if (answer.statusCode >= 500 || answer.statusCode === 429) return 'retry';
      return verdictOf(answer.statusCode, text);
    } catch {
      return 'retry';
    }
  }
}

function verdictOf(status: number, text: string): Verdict {
  try {
    const answer = JSON.parse(text) as { success?: unknown; comment?: unknown } | null;
    if (answer?.success === true) return { acknowledged: true };
    const comment = typeof answer?.comment === 'string' ? answer.comment : `${status} ${text}`;
    return { acknowledged: false, refusal: comment };
  } catch {
    return { acknowledged: false, refusal: `${status} without a JSON answer` };
  }
}
