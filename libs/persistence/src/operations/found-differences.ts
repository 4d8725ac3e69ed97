/** A document of a read model that differed from the fold of its journal. */
export interface ReadModelDifference {
  collection: string;
  _id: string;
  kind: 'missing' | 'different' | 'extra';
}

const SHOWN = 1_000;

/** The differences that a rebuild found: all are counted, and the first ones are kept. */
export class FoundDifferences {
  count = 0;
  readonly shown: ReadModelDifference[] = [];

  add(difference: ReadModelDifference): void {
    this.count += 1;
    if (this.shown.length < SHOWN) this.shown.push(difference);
  }
}
