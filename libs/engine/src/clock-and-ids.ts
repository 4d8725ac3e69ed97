export abstract class Ids {
  abstract next(): string;
  /** 24 hex digits determined by the parts alone. */
  abstract derive(...parts: string[]): string;
}

export abstract class Clock {
  abstract now(): Date;
}
