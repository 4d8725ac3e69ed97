/** No zone changes its UTC offset within one. */
const QUARTER_MS = 15 * 60 * 1_000;

/** Formats instants in the market's zone so that they line up in a column. */
export class MarketTime {
  /**
   * The zone's UTC offset per quarter of an hour, cached: a blotter shows thousands of instants.
   */
  private readonly distances = new Map<number, number>();
  private readonly parts: Intl.DateTimeFormat;
  private readonly shortDay: Intl.DateTimeFormat;

  /** @param zone such as `Asia/Kolkata` */
  constructor(readonly zone: string) {
    this.parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    this.shortDay = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      day: '2-digit',
      month: 'short',
    });
  }

  /** 2026-11-20 */
  day(at: string | number | Date): string {
    return this.local(at).slice(0, 10);
  }

  today(): string {
    return this.day(Date.now());
  }

  /** 10:15:03.123 */
  time(at: string | number | Date): string {
    return this.local(at).slice(11, 23);
  }

  /** The time alone if it is today, else with its day: 20 Nov 10:15:03. */
  moment(at: string | number | Date): string {
    const day = this.day(at);
    const today = this.today();
    if (day === today) return this.time(at);
    const isThisYear = day.slice(0, 4) === today.slice(0, 4);
    const shown = isThisYear ? this.shortDay.format(new Date(at)) : day;
    return `${shown} ${this.time(at).slice(0, 8)}`;
  }

  full(at: string | number | Date): string {
    return `${this.day(at)} ${this.time(at)}`;
  }

  /** Seconds since 1970 as if the zone were UTC: charts have no zones. */
  chartSeconds(at: string | number | Date): number {
    const ms = new Date(at).getTime();
    return Math.floor((ms + this.distanceMs(ms)) / 1_000);
  }

  /** The instant of a local day and time in the zone, such as `2026-11-20T15:30`. */
  instantOf(dayAndTime: string): Date {
    const asIfUtc = Date.parse(`${dayAndTime}Z`);
    // The zone's offset at that time; computed twice, as the clocks may change in between.
    const guess = asIfUtc - this.distanceMs(asIfUtc);
    return new Date(asIfUtc - this.distanceMs(guess));
  }

  /** In the form of ISO 8601, as if the zone were UTC. */
  private local(at: string | number | Date): string {
    const ms = new Date(at).getTime();
    return new Date(ms + this.distanceMs(ms)).toISOString();
  }

  private distanceMs(at: number): number {
    const quarter = Math.floor(at / QUARTER_MS);
    const known = this.distances.get(quarter);
    if (known !== undefined) return known;
    const startsAt = quarter * QUARTER_MS;
    const parts = this.parts.formatToParts(startsAt).map(({ type, value }) => [type, +value]);
    const { year, month, day, hour, minute } = Object.fromEntries(parts) as Record<string, number>;
    const distance = Date.UTC(year, month - 1, day, hour, minute) - startsAt;
    this.distances.set(quarter, distance);
    return distance;
  }
}
