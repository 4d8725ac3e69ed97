import { Table } from '@mantine/core';
import type { LimitScopeView, RiskOverviewView } from '@ome/contracts';
import { Chip } from '../../order/status-chip';
import classes from './risk-page.module.css';

type Rules = RiskOverviewView['rules'];
type Value = LimitScopeView['rules'][keyof LimitScopeView['rules']]['value'];

const UNIT: Readonly<Record<Rules[number]['unit'], string>> = {
  on: '',
  units: 'units',
  rupees: '₹',
  percent: '%',
  orders: 'orders',
  ms: 'ms',
};

/** Every rule of a scope, its value, and the scope that sets it. */
export function LimitTable({ rules, scope }: { rules: Rules; scope: LimitScopeView }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Limits in this scope">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Rule</Table.Th>
            <Table.Th ta="right">Value</Table.Th>
            <Table.Th>Set for</Table.Th>
            <Table.Th visibleFrom="sm">Refused as</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rules.map(({ rule, text, unit, code }) => {
            const { value, from } = scope.rules[rule];
            return (
              <Table.Tr key={rule}>
                <Table.Td>{text}</Table.Td>
                <Table.Td ta="right" className="figure" fw={value === null ? 400 : 600}>
                  {valueText(value, UNIT[unit])}
                </Table.Td>
                <Table.Td>
                  {from && <Chip tone={from === scope.scope ? 'work' : 'rest'}>{from}</Chip>}
                </Table.Td>
                <Table.Td className={classes.code} visibleFrom="sm">
                  {code}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function valueText(value: Value, unit: string): string {
  if (value === null) return 'not set';
  if (typeof value === 'boolean') return value ? 'checked' : 'not checked';
  return unit === '' ? String(value) : `${value} ${unit}`;
}
