import type { DecimalInput } from './json';

/** `POST /execution_endpoint` (wire format 2), its form by FIX names. */
export interface ExecutionReportMessage {
  /** The order's id, or a client's or request's own. */
  ClOrdID?: string;
  OrigClOrdID?: string;
  /** The venue's id of the order. */
  OrderID?: string;
  ExecID?: string;
  ExecRefID?: string;
  /** FIX code or name: `F` for a trade, `H` for its bust, `G` for its correction. */
  ExecType?: string;
  MsgType?: '8' | '9';
  /** FIX 4.2: `0` new, `1` cancel, `2` correct, `3` status. */
  ExecTransType?: '0' | '1' | '2' | '3';
  OrdStatus?: string;
  LastQty?: DecimalInput;
  LastPx?: DecimalInput;
  CumQty?: DecimalInput;
  LeavesQty?: DecimalInput;
  AvgPx?: DecimalInput;
  OrderQty?: DecimalInput;
  Price?: DecimalInput;
  Account?: string;
  Symbol?: string;
  Exchange?: string;
  /** `5` and `6` are short sales. */
  Side?: '1' | '2' | '5' | '6';
  Text?: string;
  CxlRejResponseTo?: '1' | '2';
  ExecRestatementReason?: string;
  TransactTime?: string;
}

export interface ReportAnswer {
  success: boolean;
  /** Why the report was kept instead of booked. */
  comment?: string;
}
