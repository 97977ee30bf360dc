import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { experiments, type Experiment, type UpliftReport } from '../../api/experiments';
import { Button } from '../../design/Button';
import { axis, Chart, tooltip, type Palette } from '../../design/chart/Chart';
import { Table } from '../../design/Listing';
import { ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { QualityWord } from '../models/QualityWord';
import { difference, level } from './inMeasure';

/** Learns whom sending moves, and shows how well. */
export function UpliftCard({ experiment }: { experiment: Experiment }) {
  const { t, language } = useI18n();
  const e = t.experiments;
  const mayEdit = useMay('editor');
  const cache = useQueryClient();
  const learn = useMutation({
    mutationFn: () => experiments.learn(experiment.id),
    onSuccess: (learned) => cache.setQueryData(['experiment', experiment.id], learned),
  });
  const uplift = experiment.uplift;
  return (
    <>
      <Card title={e.whom} aside={uplift && <QualityWord word={uplift.word} />}>
        <div className="stack">
          <p className="muted">{uplift ? uplift.reason[language] : e.whomHint}</p>
          {uplift && <QiniCurve uplift={uplift} />}
          <ProblemNotice error={learn.error} />
          {mayEdit && (
            <div className="row">
              <Button onClick={() => learn.mutate()} busy={learn.isPending}>
                {uplift ? e.learnAgain : e.learn}
              </Button>
            </div>
          )}
        </div>
      </Card>
      {uplift && <Reactions uplift={uplift} />}
    </>
  );
}

function QiniCurve({ uplift }: { uplift: UpliftReport }) {
  const { t, f } = useI18n();
  const e = t.experiments;
  const { curve, coefficient } = uplift.qini;
  const option = useCallback(
    (p: Palette) => ({
      grid: { left: 56, right: 16, top: 36, bottom: 48 },
      legend: { top: 0, textStyle: { color: p.ink2 } },
      tooltip: tooltip(p, { trigger: 'axis', valueFormatter: (v: unknown) => f.decimal(Number(Array.isArray(v) ? v[1] : v)) }),
      xAxis: axis(p, e.qiniX, { type: 'value', min: 0, max: 1, axisLabel: { color: p.ink2, formatter: (v: number) => f.percent(v) } }),
      yAxis: axis(p, '', { type: 'value', axisLabel: { color: p.ink2, formatter: (v: number) => f.loose(v) } }),
      series: [
        {
          type: 'line',
          name: e.byModel,
          data: curve.map(([share, gain]) => [share, 100 * gain]),
          showSymbol: false,
          lineStyle: { width: 2.5, color: p.accent },
          itemStyle: { color: p.accent },
        },
        {
          type: 'line',
          name: e.byLot,
          data: [[0, 0], curve[curve.length - 1] ?? [1, 0]].map(([share, gain]) => [share, 100 * (gain ?? 0)]),
          showSymbol: false,
          lineStyle: { width: 1.5, type: 'dashed', color: p.ink2 },
          itemStyle: { color: p.ink2 },
        },
      ],
    }),
    [curve, e, f],
  );
  const sentence = e.qini(f.decimal(1000 * coefficient), f.decimal(1000 * uplift.responseQini));
  return (
    <div className="stack tight">
      <p className="small muted">{e.qiniY}</p>
      <Chart label={sentence} height={280} option={option} />
      <p className="small muted">{sentence}</p>
    </div>
  );
}

function Reactions({ uplift }: { uplift: UpliftReport }) {
  const { t, f, language } = useI18n();
  const e = t.experiments;
  const point = (value: number) => difference('rate', value, t, f);
  return (
    <Table
      columns={[{ label: e.reaction }, { label: e.peopleColumn, right: true }, { label: e.treated, right: true }, { label: e.heldOut, right: true }, { label: e.measuredEffect, right: true }]}
    >
      {uplift.groups.map((group) => (
        <tr key={group.reaction}>
          <td>
            <div>
              <strong>{group.label[language]}</strong>
              <div className="small muted">{wordFor(e.reactions, group.reaction)}</div>
            </div>
          </td>
          <td data-label={e.peopleColumn} className="right num">
            {`${f.number(group.people)} (${f.percent(group.share)})`}
          </td>
          <td data-label={e.treated} className="right num">
            {level('rate', group.treatedRate, f)}
          </td>
          <td data-label={e.heldOut} className="right num">
            {level('rate', group.heldOutRate, f)}
          </td>
          <td data-label={e.measuredEffect} className="right num">
            <div>
              {group.effect ? `${point(group.effect.value)} (${f.decimal(100 * group.effect.low)} … ${f.decimal(100 * group.effect.high)})` : '–'}
              <div className="small muted">{group.confirmed ? e.confirmed : e.notConfirmed}</div>
            </div>
          </td>
        </tr>
      ))}
    </Table>
  );
}
