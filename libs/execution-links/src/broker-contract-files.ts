import { Readable } from 'node:stream';
import { type ContractFile, ContractFiles, type PriceUnit, type PublishedFile } from '@ome/engine';
import { BROKERS, brokerNamed } from './brokers';
import { unpacked } from './contract-archive';

/** Every broker whose contract files can be read. */
export const CONTRACT_BROKERS: readonly string[] = BROKERS.map(({ name }) => name);

/** The contract files of all brokers. */
export class BrokerContractFiles extends ContractFiles {
  async *read(
    broker: string,
    file: PublishedFile,
    unit: PriceUnit | null,
  ): AsyncGenerator<ContractFile> {
    const { isContractFile, read } = brokerNamed(broker).contracts;
    for await (const source of unpacked(file, isContractFile)) yield read(source, unit);
  }

  asksForUnit(broker: string): boolean {
    return brokerNamed(broker).contracts.asksForUnit;
  }

  async *sample(broker: string): AsyncGenerator<ContractFile> {
    const { sample, read } = brokerNamed(broker).contracts;
    for (const { name, text } of sample) yield read({ name, content: Readable.from([text]) }, null);
  }
}
