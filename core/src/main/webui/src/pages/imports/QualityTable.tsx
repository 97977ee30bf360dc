import type { ColumnQuality, ImportReport } from '../../api/sources';
import { Figures } from '../../design/Figures';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { typeWord } from './types';

type Quality = NonNullable<ImportReport['quality']>;

interface Props {
  quality: Quality;
  rows: number;
  /** whether the file tells of purchases; else counts of quantities and prices would say nothing */
  purchases: boolean;
}

export function QualityTable({ quality, rows, purchases }: Props) {
  const { t, f } = useI18n();
  const m = t.imports;
  const show = (value: unknown) => (typeof value === 'number' ? f.loose(value) : String(value));
  const day = (value: unknown) => (Number.isNaN(Date.parse(String(value))) ? String(value) : f.date(String(value)));
  const span = (c: ColumnQuality): string => {
    if (/text|char/i.test(c.type)) return c.sample == null ? '–' : m.forExample(String(c.sample));
    if (c.min == null) return '–';
    return /time|date/i.test(c.type) ? `${day(c.min)} – ${day(c.max)}` : `${show(c.min)} – ${show(c.max)}`;
  };
  const counts: [string, number | null | undefined][] = [
    [m.exactDuplicates, quality.exactDuplicates],
    [m.withoutIdentity, quality.withoutIdentity],
    ...(purchases
      ? ([
          [m.negativeQuantities, quality.negativeQuantities],
          [m.pricesNotPositive, quality.pricesNotPositive],
        ] as [string, number | null | undefined][])
      : []),
  ];
  const usable = purchases ? quality.usablePurchases : null;
  const figures = counts.filter(([, n]) => n !== null && n !== undefined).map(([label, n]) => ({ label, value: f.number(n!) }));

  return (
    <Card title={m.quality} flush>
      <div className="padded">
        <Figures
          figures={[
            ...figures,
            ...(usable ? [{ label: m.usable, value: f.number(usable.rows), after: m.usableAfter(f.number(usable.customers), f.decimal(usable.revenue)) }] : []),
            ...(quality.from && quality.to ? [{ label: m.period, value: `${f.date(quality.from)} – ${f.date(quality.to)}`, small: true }] : []),
          ]}
        />
      </div>
      {(quality.findings ?? []).length > 0 && (
        <ul className="stack hair padded">
          {quality.findings!.map((finding) => (
            <li key={finding.code + finding.sentence}>{finding.sentence}</li>
          ))}
        </ul>
      )}
      <div className="table-wrap">
        <table className="table stacking">
          <thead>
            <tr>
              <th>{m.column}</th>
              <th>{m.missing}</th>
              <th className="right">{m.distinct}</th>
              <th>{m.range}</th>
              <th>{m.findings}</th>
            </tr>
          </thead>
          <tbody>
            {quality.columns.map((c) => (
              <tr key={c.name}>
                <td>
                  <strong className="break">{c.name}</strong>
                  <div className="small muted">{typeWord(m.types, c.type)}</div>
                </td>
                <td data-label={m.missing}>
                  <div className="share">
                    <div className="bar thin">
                      {c.missing > 0 && <span style={{ width: `${(c.missing / Math.max(1, rows)) * 100}%`, background: 'var(--c1)' }} />}
                    </div>
                    <span className="num small">{c.missing === 0 ? f.percent(0) : f.percent(c.missing / Math.max(1, rows), 1)}</span>
                  </div>
                </td>
                <td data-label={m.distinct} className="right num">
                  {f.number(c.distinct)}
                </td>
                <td data-label={m.range} className="small break">
                  {span(c)}
                </td>
                <td data-label={m.findings}>
                  {c.findings.length === 0 ? (
                    <span className="muted small">{m.noFindings}</span>
                  ) : (
                    <ul className="stack hair small">
                      {c.findings.map((finding) => (
                        <li key={finding.code}>{finding.sentence}</li>
                      ))}
                    </ul>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
