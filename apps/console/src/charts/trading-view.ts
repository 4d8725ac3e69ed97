/** Who made the charts: their licence wants this link to be shown. */
export const TRADING_VIEW = 'https://www.tradingview.com/';
