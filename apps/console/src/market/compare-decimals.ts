const ABSENT = -1;

/**
 * Compares decimals in plain notation, such as `-12.50`, exactly and without converting them to
 * numbers. Missing values come first.
 */
export function compareDecimals(
  left: string | null | undefined,
  right: string | null | undefined,
): number {
  if (!left || !right) return left ? -ABSENT : right ? ABSENT : 0;
  const negative = left.startsWith('-');
  if (negative !== right.startsWith('-')) {
    return isZero(left) && isZero(right) ? 0 : negative ? -1 : 1;
  }
  return negative ? compareSizes(right.slice(1), left.slice(1)) : compareSizes(left, right);
}

const isZero = (text: string): boolean => !/[1-9]/.test(text);

/** Called for every step of every sort: it allocates nothing. */
function compareSizes(left: string, right: string): number {
  if (left === right) return 0;
  const digits = digitsBeforePoint(left) - digitsBeforePoint(right);
  if (digits !== 0) return digits;
  // The decimal points are aligned, so string order is numeric order.
  const isLess = left < right;
  const [less, more] = isLess ? [left, right] : [right, left];
  if (more.startsWith(less) && isZero(more.slice(less.length))) return 0;
  return isLess ? -1 : 1;
}

function digitsBeforePoint(text: string): number {
  const point = text.indexOf('.');
  return point === -1 ? text.length : point;
}
