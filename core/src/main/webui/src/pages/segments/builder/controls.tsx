import type { ReactNode } from 'react';
import type { DateValue, Scalar, TraitOp } from '../../../api/condition';
import type { TraitType } from '../../../api/catalogue';
import { useI18n, wordFor } from '../../../i18n';
import { ListInput } from '../../../design/ListInput';
import { takesList, takesNothing } from './draft';
import { partsOf, periodOf, type Unit } from './period';

export function Pick({ label, value, options, onChange }: { label: string; value: string; options: [string, string][]; onChange: (value: string) => void }) {
  const known = options.some(([key]) => key === value);
  return (
    <select className="select small" aria-label={label} value={value} onChange={(e) => onChange(e.target.value)}>
      {!known && <option value={value}>{value || '…'}</option>}
      {options.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  );
}

export function NumberInput({
  label,
  value,
  onChange,
  min,
  step = 'any',
  max,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  step?: number | 'any';
}) {
  return (
    <input
      className="input small number"
      type="number"
      aria-label={label}
      value={Number.isNaN(value) ? '' : value}
      onChange={(e) => onChange(e.target.valueAsNumber)}
      step={step}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
    />
  );
}

/** `P30D` as a number and a unit. */
export function PeriodInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useI18n();
  const parts = partsOf(value) ?? { amount: 30, unit: 'D' as Unit };
  return (
    <span className="inline">
      <NumberInput label={t.builder.amountOfTime} min={1} step={1} value={parts.amount} onChange={(amount) => onChange(periodOf(amount || 1, parts.unit))} />
      <Pick
        label={t.builder.unit}
        value={parts.unit}
        options={Object.entries(t.builder.units)}
        onChange={(unit) => onChange(periodOf(parts.amount, unit as Unit))}
      />
    </span>
  );
}

const OPS: Record<TraitType, TraitOp[]> = {
  text: ['equals', 'not-equals', 'in', 'not-in', 'contains', 'starts-with', 'exists', 'missing'],
  number: ['at-least', 'at-most', 'more-than', 'less-than', 'equals', 'not-equals', 'exists', 'missing'],
  flag: ['equals', 'exists', 'missing'],
  time: ['after', 'before', 'exists', 'missing'],
};

type Compared = { op: TraitOp; value?: Scalar | DateValue; values?: Scalar[] };

interface ComparisonProps {
  type: TraitType;
  comparison: Compared;
  suggestions: Scalar[];
  onChange: (comparison: Compared) => void;
}

/** An operator and what it compares with, fit for the type of what is compared. */
export function ComparisonInput({ type, comparison, suggestions, onChange }: ComparisonProps) {
  const { t } = useI18n();
  const b = t.builder;
  const chooseOp = (op: TraitOp) => {
    if (takesNothing(op)) onChange({ op });
    else if (takesList(op))
      onChange({ op, values: comparison.values ?? (comparison.value !== undefined && comparison.value !== '' ? [comparison.value as Scalar] : []) });
    else onChange({ op, value: comparison.value ?? comparison.values?.[0] ?? startOf(type) });
  };
  return (
    <>
      <Pick label={b.operator} value={comparison.op} options={OPS[type].map((op) => [op, wordFor(b.ops, op)])} onChange={(op) => chooseOp(op as TraitOp)} />
      {takesNothing(comparison.op) ? null : takesList(comparison.op) ? (
        <ListInput
          label={b.values}
          values={comparison.values ?? []}
          suggestions={suggestions}
          numeric={type === 'number'}
          onChange={(values) => onChange({ op: comparison.op, values })}
        />
      ) : (
        <ValueInput type={type} value={comparison.value ?? ''} suggestions={suggestions} onChange={(value) => onChange({ op: comparison.op, value })} />
      )}
    </>
  );
}

const startOf = (type: TraitType): Scalar | DateValue => (type === 'flag' ? true : type === 'time' ? { ago: 'P30D' } : '');

function ValueInput({
  type,
  value,
  suggestions,
  onChange,
}: {
  type: TraitType;
  value: Scalar | DateValue;
  suggestions: Scalar[];
  onChange: (value: Scalar | DateValue) => void;
}): ReactNode {
  const { t } = useI18n();
  const b = t.builder;
  if (type === 'flag') {
    return (
      <Pick
        label={b.value}
        value={String(value === '' ? true : value)}
        options={[
          ['true', t.common.yes],
          ['false', t.common.no],
        ]}
        onChange={(v) => onChange(v === 'true')}
      />
    );
  }
  if (type === 'number') return <NumberInput label={b.value} value={typeof value === 'number' ? value : NaN} onChange={onChange} />;
  if (type === 'time') {
    const relative = typeof value === 'object';
    return (
      <span className="inline">
        <Pick
          label={b.value}
          value={relative ? 'ago' : 'date'}
          options={[
            ['ago', b.relativeDate],
            ['date', b.exactDate],
          ]}
          onChange={(v) => onChange(v === 'ago' ? { ago: 'P30D' } : '')}
        />
        {relative ? (
          <>
            <PeriodInput value={value.ago} onChange={(ago) => onChange({ ago })} />
            <span>{b.ago}</span>
          </>
        ) : (
          <input className="input small" type="date" aria-label={b.value} value={String(value).slice(0, 10)} onChange={(e) => onChange(e.target.value)} />
        )}
      </span>
    );
  }
  const list = suggestions.length > 0 ? suggestions : undefined;
  const id = `values-${suggestions.slice(0, 3).join('-')}`;
  return (
    <>
      <input className="input small" aria-label={b.value} value={String(value)} list={id} onChange={(e) => onChange(e.target.value)} />
      {list && (
        <datalist id={id}>
          {list.map((s) => (
            <option key={String(s)} value={String(s)} />
          ))}
        </datalist>
      )}
    </>
  );
}
