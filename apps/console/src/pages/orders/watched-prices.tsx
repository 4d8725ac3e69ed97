import type { PriceView } from '@ome/contracts';
import { useDebouncedValue } from '@mantine/hooks';
import Decimal from 'decimal.js';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { priceText, resultText } from '../../market/figure-text';
import { useNow } from '../../market/use-now';
import { usePreferences } from '../../preferences/preferences';
import classes from './watched-prices.module.css';

const EVERY_MS = 3_000;
const TYPING_MS = 500;
/** A price this old is not the market's any more. */
const STALE_MS = 60_000;

/** The last price of each watched symbol that has one, with its change since the first of the day. */
export function WatchedPrices() {
  const { watched } = usePreferences().preferences;
  const [typed] = useDebouncedValue(watched, TYPING_MS);
  const symbols = typed.split(/[\s,]+/).filter(Boolean);
  const { data } = useApiQuery(
    ['prices', typed],
    (client, options) => client.prices.list(symbols, {}, options),
    { everyMs: EVERY_MS, enabled: symbols.length > 0 },
  );
  const now = useNow();
  const prices = data?.items ?? [];
  if (symbols.length === 0 || prices.length === 0) return null;
  const place = ({ symbol }: PriceView): number => symbols.indexOf(symbol);
  return (
    <ul className={classes.prices} aria-label="Watched prices">
      {prices
        .toSorted((left, right) => place(left) - place(right))
        .map((price) => (
          <WatchedPrice key={`${price.exchange} ${price.symbol}`} price={price} now={now} />
        ))}
    </ul>
  );
}

function WatchedPrice({ price, now }: { price: PriceView; now: number }) {
  const { exchange, symbol, lastPx, lastAt, firstPx } = price;
  const marketTime = useMarketTime();
  const isOld = now - Date.parse(lastAt) > STALE_MS;
  const change = firstPx === null ? null : new Decimal(lastPx).minus(firstPx);
  const tone = !change || isOld || change.isZero() ? '' : change.gt(0) ? classes.up : classes.down;
  return (
    <li>
      <span className={classes.symbol}>{symbol}</span>
      <span className={classes.exchange}>{exchange}</span>
      <strong className={`figure ${isOld ? classes.old : ''}`}>{priceText(lastPx)}</strong>
      {change && <span className={`figure ${tone}`}>{resultText(change.toFixed())}</span>}
      {isOld && <span className={classes.exchange}>of {marketTime.time(lastAt).slice(0, 5)}</span>}
    </li>
  );
}
