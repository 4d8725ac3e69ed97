import type { ColDef, ColDefField } from 'ag-grid-community';
import { compareDecimals } from '../market/compare-decimals';
import type { MarketTime } from '../market/market-time';
import { averageText, moneyText, priceText, resultText } from '../market/figure-text';
import { statusChip, type Tone } from '../order/order-status';
import { ChipRenderer, type ChipRendererParams } from './chip-renderer';

/** A column of a blotter. A `wide` one is hidden on a phone. */
export type Column<Row> = ColDef<Row> & { wide?: boolean; phoneWidth?: number };

export interface Field<Row> {
  field: keyof Row & string;
  name: string;
  width?: number;
  wide?: boolean;
}

const base = <Row,>({ field, name, width, wide }: Field<Row>): Column<Row> => ({
  colId: field,
  headerName: name,
  width,
  wide,
  // No value getter: a sort would call it for every compared row.
  field: field as unknown as ColDefField<Row>,
});

/** A few typed letters search names and ids. */
const NOT_SEARCHED = () => '';

export const textColumn = <Row,>(field: Field<Row>): Column<Row> => base(field);

/** A decimal exactly as the API gave it. */
export const figureColumn = <Row,>(field: Field<Row>): Column<Row> => ({
  ...base(field),
  cellClass: 'figure-cell',
  headerClass: 'figure-cell',
  getQuickFilterText: NOT_SEARCHED,
  comparator: compareDecimals,
});

const shownAs =
  (text: (value: string) => string) =>
  ({ value }: { value?: string | null }): string =>
    value ? text(value) : '';

const figureShownAs =
  (text: (value: string) => string) =>
  <Row,>(field: Field<Row>): Column<Row> => ({
    ...figureColumn(field),
    valueFormatter: shownAs(text),
  });

export const priceColumn = figureShownAs(priceText);
export const moneyColumn = figureShownAs(moneyText);
/** Empty if there is nothing to average. */
export const averageColumn = figureShownAs((average) =>
  average === '0' ? '' : averageText(average),
);

/** A profit or loss. */
export const resultColumn = <Row,>(field: Field<Row>): Column<Row> => ({
  ...figureShownAs(resultText)(field),
  cellClassRules: {
    gain: ({ value }: { value?: string | null }) => compareDecimals(value ?? '0', '0') > 0,
    loss: ({ value }: { value?: string | null }) => compareDecimals(value ?? '0', '0') < 0,
  },
});

/** In the market's zone. */
export const timeColumn = <Row,>(field: Field<Row>, marketTime: MarketTime): Column<Row> => ({
  ...base(field),
  width: field.width ?? 128,
  valueFormatter: shownAs((at) => marketTime.moment(at)),
  cellClass: 'faint',
  getQuickFilterText: NOT_SEARCHED,
});

export const sideColumn = <Row,>(field: Field<Row>): Column<Row> => ({
  ...base(field),
  width: field.width ?? 58,
  cellClass: ({ value }: { value?: string }) => (value === 'BUY' ? 'buy' : 'sell'),
});

/** A cell that shows a chip. */
export const chipCell = <Row,>(chipOf: ChipRendererParams<Row>['chipOf']) => ({
  cellRenderer: ChipRenderer,
  cellRendererParams: { chipOf } satisfies ChipRendererParams<Row>,
});

export const orderStatusColumn = <
  Row extends { ordStatus: string; inDoubt?: boolean },
>(): Column<Row> => ({
  colId: 'ordStatus',
  headerName: 'Status',
  width: 124,
  field: 'ordStatus' as ColDefField<Row>,
  // An order in doubt shows another text for the same status.
  equals: () => false,
  ...chipCell<Row>(({ data }) => data && statusChip(data.ordStatus, data.inDoubt)),
});

export const chipColumn = <Row,>(
  field: Field<Row>,
  toneOf: (value: string) => Tone,
): Column<Row> => ({
  ...base(field),
  ...chipCell<Row>(({ value }) => (value ? { tone: toneOf(value), label: value } : undefined)),
});
