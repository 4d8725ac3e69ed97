import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community';
import type { ChipText } from '../order/order-status';
import classes from '../order/status-chip.module.css';

export interface ChipRendererParams<Row> {
  /** Undefined if the cell is empty. */
  chipOf: (cell: { data?: Row; value?: string | null }) => ChipText | undefined;
}

type Params = ICellRendererParams<object, string> & ChipRendererParams<object>;

/** A chip in a cell, without React: hundreds of them change during a scroll. */
export class ChipRenderer implements ICellRendererComp<object> {
  private readonly element = document.createElement('span');

  init(params: Params): void {
    this.refresh(params);
  }

  getGui(): HTMLElement {
    return this.element;
  }

  refresh({ chipOf, data, value }: Params): boolean {
    const chip = chipOf({ data, value });
    const className = chip ? `${classes.chip} ${classes[chip.tone]}` : '';
    const text = chip?.label ?? '';
    if (this.element.className !== className) this.element.className = className;
    if (this.element.textContent !== text) this.element.textContent = text;
    return true;
  }
}
