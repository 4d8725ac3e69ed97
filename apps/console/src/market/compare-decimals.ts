const ABSENT = -1;

/**
 * Orders decimals in plain notation, such as `-12.50`, exactly and without making numbers of them.
 * What is not there comes first.
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

function compareSizes(left: string, right: string): number {
  const [leftWhole, leftPart = ''] = left.split('.');
  const [rightWhole, rightPart = ''] = right.split('.');
  if (leftWhole.length !== rightWhole.length) return leftWhole.length - rightWhole.length;
  if (leftWhole !== rightWhole) return leftWhole < rightWhole ? -1 : 1;
  const length = Math.max(leftPart.length, rightPart.length);
  const [a, b] = [leftPart.padEnd(length, '0'), rightPart.padEnd(length, '0')];
  return a === b ? 0 : a < b ? -1 : 1;
}
