import { Clock } from '../clock';

/** Stands still until it is advanced. */
export class FixedClock extends Clock {
  constructor(private at = new Date('2026-10-14T04:30:00Z')) {
    super();
  }

  override now(): Date {
    return this.at;
  }

  advance(ms: number): void {
    this.at = new Date(this.at.getTime() + ms);
  }
}
