import type { LinkHealthStatus } from '@ome/engine';

export interface LinkHealthOptions {
  /** Resolves if the link answers anything at all. */
  probe: () => Promise<void>;
  onChange: (status: LinkHealthStatus) => void;
  probeIntervalMs: number;
}

/** Lost answers in a row after which a link counts as down. */
const MAX_LOST_ANSWERS = 10;

/**
 * Whether commands can be sent to a link. While it is down no order is attempted, so waiting orders
 * leave no trace in the journal; a probe, which touches no order, finds out when it is back.
 */
export class LinkHealth {
  private status: LinkHealthStatus = { up: true, lastError: null, since: new Date() };
  private lostAnswers = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: LinkHealthOptions) {}

  get current(): LinkHealthStatus {
    return this.status;
  }

  answered(): void {
    this.lostAnswers = 0;
  }

  lostAnswer(text: string): void {
    this.lostAnswers += 1;
    if (this.lostAnswers >= MAX_LOST_ANSWERS) this.unreachable(text);
  }

  unreachable(text: string): void {
    this.lostAnswers = 0;
    if (!this.status.up) return;
    this.change({ up: false, lastError: text, since: new Date() });
    this.scheduleProbe();
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private scheduleProbe(): void {
    this.timer = setTimeout(() => void this.probe(), this.options.probeIntervalMs);
    this.timer.unref();
  }

  private async probe(): Promise<void> {
    try {
      await this.options.probe();
      this.change({ up: true, lastError: this.status.lastError, since: new Date() });
    } catch (error) {
      this.status = { ...this.status, lastError: (error as Error).message };
      this.scheduleProbe();
    }
  }

  private change(status: LinkHealthStatus): void {
    this.status = status;
    this.options.onChange(status);
  }
}
