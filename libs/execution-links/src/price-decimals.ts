/** Currencies are quoted to a hundredth of a paisa, everything else in paise. */
export const exchangeDecimals = ({ exchange }: { exchange: string }): number =>
  exchange === 'CDS' ? 4 : 2;
