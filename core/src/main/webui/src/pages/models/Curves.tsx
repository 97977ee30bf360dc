import { useCallback } from 'react';
import type { PredictionReport } from '../../api/models';
import { Chart, legend, line, tooltip, valueAxis, type Palette } from '../../design/chart/Chart';
import { useI18n } from '../../i18n';

const HEIGHT = 280;
const unit = { min: 0, max: 1 };
const grid = { left: 48, right: 16, top: 36, bottom: 48 };

type Pair = readonly [number, number];

/** A curve in the unit square, with what one would get by chance or in the ideal case as a dashed line. */
function Curve({
  label,
  x,
  y,
  name,
  points,
  less,
  lessName,
  dots = false,
}: {
  label: string;
  x: string;
  y: string;
  name: string;
  points: Pair[];
  less: Pair[];
  lessName: string;
  dots?: boolean;
}) {
  const { f } = useI18n();
  const option = useCallback(
    (p: Palette) => ({
      grid,
      legend: legend(p),
      tooltip: tooltip(p, { trigger: 'axis', valueFormatter: (v: unknown) => (Array.isArray(v) ? f.percent(Number(v[1]), 1) : f.percent(Number(v), 1)) }),
      xAxis: valueAxis(p, x, f.percent, unit),
      yAxis: valueAxis(p, y, f.percent, { ...unit, nameGap: 38 }),
      series: [
        { ...line(name, points, p.accent, { dots }), areaStyle: dots ? undefined : { color: p.accent, opacity: 0.08 } },
        { ...line(lessName, less, p.ink2, { dash: 'dashed' }), silent: true, tooltip: { show: false } },
      ],
    }),
    [x, y, name, points, less, lessName, dots, f],
  );
  return <Chart label={label} height={HEIGHT} option={option} />;
}

const DIAGONAL: Pair[] = [
  [0, 0],
  [1, 1],
];

export function Roc({ report }: { report: PredictionReport }) {
  const { t, f } = useI18n();
  return (
    <Curve
      label={`${t.models.roc}: AUC ${f.decimal(report.auc, 3)}`}
      x={t.models.rocX}
      y={t.models.rocY}
      name={t.models.roc}
      points={report.roc}
      less={DIAGONAL}
      lessName={t.models.chance}
    />
  );
}

export function PrecisionRecall({ report }: { report: PredictionReport }) {
  const { t, f } = useI18n();
  const base: Pair[] = [
    [0, report.baseRate],
    [1, report.baseRate],
  ];
  return (
    <Curve
      label={`${t.models.pr}: ${f.decimal(report.prAuc, 3)}`}
      x={t.models.prX}
      y={t.models.prY}
      name={t.models.prY}
      points={report.precisionRecall}
      less={base}
      lessName={t.models.baseRate}
    />
  );
}

export function Calibration({ report }: { report: PredictionReport }) {
  const { t, f } = useI18n();
  const points: Pair[] = report.calibration.map(([p, observed]) => [p, observed]);
  const label = `${t.models.calibration} ${points.map(([p, o]) => `${f.percent(p)}: ${f.percent(o)}`).join(', ')}`;
  return (
    <Curve
      label={label}
      x={t.models.calibrationX}
      y={t.models.calibrationY}
      name={t.models.calibrationY}
      points={points}
      less={DIAGONAL}
      lessName={t.models.ideal}
      dots
    />
  );
}
