/** A message of a websocket: JSON of Noren, or a packet of socket.io: digits and perhaps JSON. */
interface Frame {
  readonly packet: string;
  readonly content: unknown;
}

export function parseFrame(text: string): Frame {
  const [, packet, rest] = /^(\d*)([\s\S]*)$/.exec(text)!;
  return { packet, content: rest === '' ? null : (JSON.parse(rest) as unknown) };
}

type Fields = Readonly<Record<string, string | undefined>>;

/**
 * What a frame is about, without what differs from run to run: the instrument of a price, or the
 * state of an order, which is named apart.
 */
export function kindOf(text: string): string {
  const { packet, content } = parseFrame(text);
  if (Array.isArray(content)) {
    const [event, data] = content as [string, unknown];
    const order = rowOf(content);
    const subject = Array.isArray(data) ? String(data[0]) : String(data).split(',', 2).join();
    return `${packet} ${event} ${order ? `${order.status} ${order.quantity}` : subject}`;
  }
  const { t, tk, reporttype, status, qty, snoordt } = (content ?? {}) as Fields;
  return [packet, t, tk, reporttype, status, t === 'om' ? qty : '', snoordt]
    .filter((part) => part !== undefined && part !== '')
    .map(String)
    .join(' ');
}

/** The number of the order that a frame tells the state of. */
export function orderOf(text: string): string | undefined {
  const { content } = parseFrame(text);
  return Array.isArray(content) ? rowOf(content)?.id : (content as Fields | null)?.norenordno;
}

/** Orders are told by position, those of derivatives by others than shares. */
function rowOf([event, row]: readonly unknown[]) {
  if (event !== 'order') return undefined;
  const told = row as readonly string[];
  const [status, id, quantity] = ['6', '7'].includes(told[11]) ? [25, 26, 27] : [20, 23, 24];
  return { status: told[status], id: told[id], quantity: told[quantity] };
}

/** Of prices that have changed, only the changes are told: any of the fields of the first frame. */
export function firstKindOf(kind: string): string | undefined {
  return /^[td]f /.test(kind) ? kind.replace('f', 'k') : undefined;
}

/** The names and kinds of a frame's values; arrays and texts with commas are told by position. */
export function frameShapeOf(text: string): unknown {
  return positions(parseFrame(text).content);
}

function positions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(positions);
  if (typeof value !== 'string' || !value.includes(',')) return shapeOf(value);
  return value.split(',').map((part) => (Number.isNaN(Number(part)) ? 'text' : 'figure'));
}

/** The names of fields and the kinds of values; of a list that of its first entry. */
export function shapeOf(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object') return typeof value;
  const fields = Object.entries(value).map(([name, field]) => [name, shapeOf(field)] as const);
  return Object.fromEntries(fields.toSorted(([left], [right]) => left.localeCompare(right)));
}
