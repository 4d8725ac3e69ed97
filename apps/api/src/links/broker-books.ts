import {
  ConflictException,
  Injectable,
  NotFoundException,
  UnprocessableEntityException,
} from '@nestjs/common';
import { decimal, decimalText, type Order } from '@ome/domain';
import {
  type BrokerBook,
  type BrokerLink,
  BrokerNets,
  Brokers,
  compareNets,
  ConvertPosition,
  HolderUnknown,
  InstrumentNames,
  isSamePosition,
  NotConvertedAgain,
  type Origin,
  OrderReader,
  orderView,
  productAt,
  recordsOf,
  SameProduct,
} from '@ome/engine';
import { BrokerFault } from '@ome/execution-links';
import { invalid } from '@ome/order-entry';
import { plainJson } from '../orders/plain-json';
import type { ConvertPositionDto } from './links.dto';
import { OursByRow } from './ours-by-row';

/** The broker's books beside ours. */
@Injectable()
export class BrokerBooks {
  constructor(
    private readonly brokers: Brokers,
    private readonly reader: OrderReader,
    private readonly ours: OursByRow,
    private readonly nets: BrokerNets,
    private readonly converting: ConvertPosition,
    private readonly names: InstrumentNames,
  ) {}

  async orders(link: BrokerLink) {
    const book = await link.orders();
    const items = book.rows.map(async ({ broker, ours: row }) => {
      const order = await this.ours.orderOf(link, row);
      return { broker, ours: order && orderView(order) };
    });
    return { items: await Promise.all(items), unreadable: unreadableIn(book) };
  }

  async history(link: BrokerLink, orderId: string) {
    const order = await this.sentTo(link, orderId);
    const book = await link.history(order);
    const items = recordsOf(book).map(plainJson);
    return { items, unreadable: unreadableIn(book), ours: orderView(order) };
  }

  async exit(link: BrokerLink, orderId: string) {
    if (!link.exit)
      throw new UnprocessableEntityException(`${link.name} has no cover or bracket orders to exit`);
    return { message: await link.exit(await this.sentTo(link, orderId)) };
  }

  async trades(link: BrokerLink) {
    const book = await link.trades();
    const items = book.rows.map(async ({ broker, ours }) => ({
      broker,
      ours: await this.ours.fillOf(link, ours),
    }));
    return { items: await Promise.all(items), unreadable: unreadableIn(book) };
  }

  async positions(link: BrokerLink) {
    const [book, nets] = await Promise.all([link.positions(), this.nets.ours(link)]);
    const compared = compareNets(nets, book).nets;
    const items = book.rows.map(({ broker, ours: row }) => {
      const net = compared.find((each) => isSamePosition(each, row))!;
      const { exchange, symbol, product } = net;
      return { exchange, symbol, product, broker, ours: { netQty: decimalText(net.ours) } };
    });
    const unknown = compared
      .filter((net) => !book.rows.some((row) => isSamePosition(net, row.ours)))
      .map(({ exchange, symbol, product, ours }) => ({
        exchange,
        symbol,
        product,
        broker: null,
        ours: { netQty: decimalText(ours) },
      }));
    return { items: [...items, ...unknown], unreadable: unreadableIn(book) };
  }

  async holdings(link: BrokerLink) {
    return { items: await link.holdings() };
  }

  limits(link: BrokerLink): Promise<object> {
    return link.limits();
  }

  async convert(
    link: BrokerLink,
    account: string,
    dto: ConvertPositionDto,
    origin: Origin,
    key: string | null,
  ) {
    if (!link.convert) {
      throw new UnprocessableEntityException(`${link.name} cannot convert positions`);
    }
    const name = await this.names.canonical(dto);
    const product = (given: string): string => productAt(link, given, name) ?? given;
    const asked = {
      ...dto,
      ...name,
      quantity: decimal(dto.quantity),
      fromProduct: product(dto.fromProduct),
      toProduct: product(dto.toProduct),
    };
    try {
      const message = await this.converting.execute(link, account, asked, origin, faultOf, key);
      return { message };
    } catch (error) {
      if (error instanceof SameProduct) throw invalid('toProduct', error.message);
      if (error instanceof NotConvertedAgain) throw new ConflictException(error.message);
      if (error instanceof HolderUnknown) throw new UnprocessableEntityException(error.message);
      throw error;
    }
  }

  /** An order of ours that was sent to this session. */
  private async sentTo(link: BrokerLink, orderId: string): Promise<Order> {
    const order = await this.reader.load(orderId);
    if (order?.brokerOrderId && this.brokers.linkFor(order) === link) return order;
    throw new NotFoundException(`${link.route} has no order ${orderId}`);
  }
}

const unreadableIn = ({ unreadable }: BrokerBook<unknown>) =>
  unreadable.map(({ why, body }) => ({ why, body }));

const faultOf = (error: unknown) =>
  error instanceof BrokerFault && error.faultClass !== 'unknown' ? 'refused' : 'unknown';
