import {
  applyFill,
  comparePlaces,
  endPlace,
  NO_POSITION,
  type Position,
  type PositionFill,
} from './position';

/**
 * A position that keeps its newest executions separate. Executions arrive slightly out of order,
 * because the clocks of writers and venues differ, and may arrive again: within this tail, entering
 * one costs the same however long the line is.
 */
export interface PositionLine {
  /** The sum of all executions before the tail. */
  base: Position;
  /** In the canonical order. */
  tail: PositionFill[];
  /** Executions counted into `base` since the line was last rebuilt. */
  counted?: number;
  /** Positions before `base`, oldest first, at growing distances; left out by earlier versions. */
  checkpoints?: readonly Checkpoint[];
}

/** The position after this many executions of a line. */
export interface Checkpoint {
  counted: number;
  position: Position;
}

/** The point from which a line is folded again. */
export type FoldStart = Pick<Required<PositionLine>, 'base' | 'counted' | 'checkpoints'>;

export const EMPTY_LINE: PositionLine = { base: NO_POSITION, tail: [] };

const TAIL = 16;
/** Two checkpoints may be this many times as far apart as the later one is from the end. */
const REACH = 3;

/**
 * Drops checkpoints that are not needed to fold only a small multiple of the executions after a
 * late one. Their number grows with the logarithm of the line's length.
 */
function thinned(checkpoints: readonly Checkpoint[], length: number): Checkpoint[] {
  const kept: Checkpoint[] = [];
  for (const [index, each] of checkpoints.entries()) {
    const [before, after] = [kept.at(-1), checkpoints[index + 1]];
    const isNeeded =
      !before || !after || after.counted - before.counted > REACH * (length - after.counted);
    if (isNeeded) kept.push(each);
  }
  return kept;
}

export const beginningWith = (base: Position): FoldStart => ({ base, counted: 0, checkpoints: [] });

/** The last checkpoint of its day before an execution; null if there is none. */
export function checkpointBefore(
  { checkpoints = [] }: PositionLine,
  fill: PositionFill,
): FoldStart | null {
  const index = checkpoints.findLastIndex(({ position }) => {
    const end = endPlace(position);
    return position.day === fill.day && end !== null && comparePlaces(end, fill) < 0;
  });
  if (index === -1) return null;
  const { counted, position: base } = checkpoints[index];
  return { base, counted, checkpoints: checkpoints.slice(0, index + 1) };
}

/** Sums executions that are given in the canonical order. */
export class PositionFold {
  position: Position;
  /** The position at the end of each day with executions, with that of the opening. */
  readonly closings = new Map<string, Position>();
  private readonly tail: PositionFill[] = [];
  private base: Position;
  private counted: number;
  private checkpoints: readonly Checkpoint[];

  constructor({ base, counted, checkpoints }: FoldStart) {
    this.base = base;
    this.counted = counted;
    this.checkpoints = checkpoints;
    this.position = base;
    if (base.day !== null) this.closings.set(base.day, base);
  }

  push(fill: PositionFill): void {
    this.position = applyFill(this.position, fill);
    this.closings.set(fill.day, this.position);
    this.tail.push(fill);
    if (this.tail.length > TAIL) this.settle(this.tail.shift()!);
  }

  get line(): PositionLine {
    const { base, counted, checkpoints } = this;
    return { base, tail: [...this.tail], counted, checkpoints };
  }

  private settle(fill: PositionFill): void {
    this.base = applyFill(this.base, fill);
    this.counted += 1;
    if (this.counted % TAIL !== 0) return;
    const here = { counted: this.counted, position: this.base };
    this.checkpoints = thinned([...this.checkpoints, here], this.counted + TAIL);
  }
}

/** An execution in its current state; a busted one is not live. */
export interface FillState extends PositionFill {
  live: boolean;
}

export type Entered =
  | { outcome: 'unchanged' }
  | {
      outcome: 'entered';
      fold: PositionFold;
      /** The first day whose closing position changed. */
      from: string;
      /** Days that have no executions any more. */
      gone: string[];
    }
  /** Before the tail: fold again from this execution on. */
  | { outcome: 'late'; earliest: FillState };

/**
 * Enters executions in their current state into a line: new ones, corrected or busted ones, and
 * ones already counted. The input is each execution's state, not its change, so entering it twice,
 * or all at once instead of one by one, gives the same line.
 */
export function enter(line: PositionLine, fills: readonly FillState[]): Entered {
  const { base, tail, counted = 0, checkpoints = [] } = line;
  const known = new Map(tail.map((fill) => [fill.eventId, fill]));
  const news = fills.filter((fill) => isNews(fill, known.get(fill.eventId), base));
  const [earliest] = news.toSorted(comparePlaces);
  if (!earliest) return { outcome: 'unchanged' };
  if (isSettled(earliest, base)) return { outcome: 'late', earliest };
  for (const { live, ...fill } of news) {
    if (live) known.set(fill.eventId, fill);
    else known.delete(fill.eventId);
  }
  const fold = new PositionFold({ base, counted, checkpoints });
  for (const fill of [...known.values()].sort(comparePlaces)) fold.push(fill);
  const gone = tail.map(({ day }) => day).filter((day) => !fold.closings.has(day));
  return { outcome: 'entered', fold, from: earliest.day, gone: [...new Set(gone)] };
}

/** An execution before the tail is no longer kept apart, and always counts as news. */
function isNews(fill: FillState, known: PositionFill | undefined, base: Position): boolean {
  if (!known) return fill.live || isSettled(fill, base);
  const isSame =
    known.quantity.eq(fill.quantity) &&
    known.price.eq(fill.price) &&
    known.doubted === fill.doubted;
  return !fill.live || !isSame;
}

const isSettled = (fill: FillState, base: Position): boolean => {
  const end = endPlace(base);
  return end !== null && comparePlaces(fill, end) <= 0;
};

/** The last execution that a line counts; null if there is none. */
export const endOf = ({ base, tail }: PositionLine) => tail.at(-1) ?? endPlace(base);
