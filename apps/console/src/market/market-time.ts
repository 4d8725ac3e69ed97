/** Instants in the market's zone, in forms that line up under each other. */
export class MarketTime {
  private readonly parts: Intl.DateTimeFormat;
  private readonly shortDay: Intl.DateTimeFormat;

  /** @param zone such as `Asia/Kolkata` */
  constructor(readonly zone: string) {
    this.parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
    });
    this.shortDay = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      ...{ day: '2-digit', month: 'short' },
    });
  }

  /** 2026-11-20 */
  day(at: string | number | Date): string {
    const { year, month, day } = this.split(at);
    return `${year}-${month}-${day}`;
  }

  today(): string {
    return this.day(Date.now());
  }

  /** 10:15:03.123 */
  time(at: string | number | Date): string {
    const { hour, minute, second } = this.split(at);
    const milliseconds = String(new Date(at).getTime() % 1_000).padStart(3, '0');
    return `${hour}:${minute}:${second}.${milliseconds}`;
  }

  /** The time alone where it is of today, else with its day: 20 Nov 10:15:03. */
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
    const { year, month, day, hour, minute, second } = this.split(at);
    return Date.UTC(+year, +month - 1, +day, +hour, +minute, +second) / 1_000;
  }

  /** The instant that a day and time mean in the zone, such as `2026-11-20T15:30`. */
  instantOf(dayAndTime: string): Date {
    const asIfUtc = Date.parse(`${dayAndTime}Z`);
    // The zone's distance from UTC at that time; taken twice, as the clocks may change in between.
    const guess = asIfUtc - this.distanceMs(asIfUtc);
    return new Date(asIfUtc - this.distanceMs(guess));
  }

  private distanceMs(at: number): number {
    return this.chartSeconds(at) * 1_000 - Math.floor(at / 1_000) * 1_000;
  }

  private split(at: string | number | Date): Record<string, string> {
    const parts = this.parts.formatToParts(new Date(at));
    return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  }
}
