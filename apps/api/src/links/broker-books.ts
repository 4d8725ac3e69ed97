import { Injectable, NotFoundException, UnprocessableEntityException } from '@nestjs/common';
import { type BookTrade, type Decimal, decimal, type Order } from '@ome/domain';
import { type BrokerLink, Brokers, NetPositions, OrderReader, orderView } from '@ome/engine';
import { FillQueries } from '@ome/persistence';
import { plainJson } from '../orders/plain-json';
import type { ConvertPositionDto } from './links.dto';

/** What a broker says, beside what we have. */
@Injectable()
export class BrokerBooks {
  constructor(
    private readonly brokers: Brokers,
    private readonly reader: OrderReader,
    private readonly fills: FillQueries,
    private readonly nets: NetPositions,
  ) {}

  async orders(link: BrokerLink) {
    const rows = await link.orders();
    const items = rows.map(async ({ broker, ours: { brokerOrderId } }) => {
      const order = await this.orderOf(link, brokerOrderId);
      return { broker, ours: order && orderView(order) };
    });
    return { items: await Promise.all(items) };
  }

  async history(link: BrokerLink, orderId: string) {
    const order = await this.sentTo(link, orderId);
    return { items: (await link.history(order)).map(plainJson), ours: orderView(order) };
  }

  async exit(link: BrokerLink, orderId: string) {
    if (!link.exit) throw new UnprocessableEntityException(`${link.name} has no orders to exit`);
    return { message: await link.exit(await this.sentTo(link, orderId)) };
  }

  async trades(link: BrokerLink) {
    const rows = await link.trades();
    const items = rows.map(async ({ broker, ours }) => ({
      broker,
      ours: await this.fillOf(link, ours),
    }));
    return { items: await Promise.all(items) };
  }

  async positions(link: BrokerLink) {
    const [rows, nets] = await Promise.all([
      link.positions(),
      this.nets.of(link.name, this.brokers.accountsOf(link)),
    ]);
    const left = new Map(nets.map((net) => [`${net.exchange} ${net.symbol}`, net]));
    const items = rows.map(({ broker, ours: { exchange, symbol } }) => {
      const net = left.get(`${exchange} ${symbol}`);
      left.delete(`${exchange} ${symbol}`);
      return { exchange, symbol, broker, ours: { netQty: netText(net?.netQty) } };
    });
    const unknown = [...left.values()].map(({ exchange, symbol, netQty }) => ({
      ...{ exchange, symbol, broker: null },
      ours: { netQty: netText(netQty) },
    }));
    return { items: [...items, ...unknown] };
  }

  async holdings(link: BrokerLink) {
    return { items: await link.holdings() };
  }

  limits(link: BrokerLink): Promise<object> {
    return link.limits();
  }

  async convert(link: BrokerLink, dto: ConvertPositionDto) {
    if (!link.convert) {
      throw new UnprocessableEntityException(`${link.name} cannot convert positions`);
    }
    return { message: await link.convert({ ...dto, quantity: decimal(dto.quantity) }) };
  }

  /** An order of ours that went to this session. */
  private async sentTo(link: BrokerLink, orderId: string): Promise<Order> {
    const order = await this.reader.load(orderId);
    if (order?.brokerOrderId && this.brokers.of(order) === link) return order;
    throw new NotFoundException(`${link.route} has no order ${orderId}`);
  }

  private async orderOf(link: BrokerLink, brokerOrderId: string) {
    const orderId = await this.reader.findByBrokerOrderId(link.name, brokerOrderId);
    return orderId ? this.reader.load(orderId) : null;
  }

  private async fillOf(link: BrokerLink, { brokerOrderId, execId }: BookTrade) {
    const orderId = await this.reader.findByBrokerOrderId(link.name, brokerOrderId);
    if (!orderId) return null;
    const fills = (await this.fills.ofOrders([orderId])).get(orderId) ?? [];
    const fill = fills.find((known) => known.execId === execId);
    return fill ? plainJson(fill) : null;
  }
}

const netText = (netQty: Decimal | undefined): string => netQty?.toFixed() ?? '0';
