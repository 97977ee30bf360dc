import type { ExternalReport } from '../../api/models';
import { Figures } from '../../design/Figures';
import { Table } from '../../design/Listing';
import { Notice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { Checks } from './Checks';
import { QualityWord } from './QualityWord';
import { useFeatureLabel } from './useFeatureLabel';
import { Histogram } from './ValueCharts';

/** What a file made elsewhere answered about the customers. */
export function ExternalReportView({ report }: { report: ExternalReport }) {
  const { t, f, language } = useI18n();
  const m = t.models.external;
  const { scores, file, worth } = report;
  const label = useFeatureLabel();
  const score = (value: number) => (report.probability ? f.percent(value, 1) : f.loose(value, 3));
  return (
    <>
      <Card title={m.answers}>
        <div className="stack wide">
          <Figures
            figures={[
              { label: m.customers, value: f.number(scores.customers - scores.without) },
              { label: m.without, value: f.number(scores.without) },
              { label: m.mean, value: score(scores.mean) },
              { label: m.range, value: `${score(scores.min)} … ${score(scores.max)}` },
            ]}
          />
          <Histogram label={m.histogram} x={t.models.range} bars={scores.histogram} edge={score} />
          <p className="small muted break">
            {file.name} · {file.format.toUpperCase()}
            {file.producer && ` · ${file.producer}`} · {m.origin(file.uploadedBy, f.dateTime(file.uploadedAt))} · {report.output}
          </p>
        </div>
      </Card>
      {report.checks.length > 0 && <Checks title={t.models.checks} checks={report.checks} />}
      {!worth && <Notice>{report.target ? m.tooFewKnown : m.notJudged}</Notice>}
      {worth && (
        <Card title={m.worth}>
          <div className="stack wide">
            <div className="row loose">
              <QualityWord word={worth.word} />
              <p className="grow">{worth.reason[language]}</p>
            </div>
            <Figures
              figures={[
                { label: t.models.auc, value: f.decimal(worth.auc, 3), after: t.models.aucHint },
                { label: t.models.baseRate, value: f.percent(worth.baseRate, 1), after: t.models.baseRateHint },
                { label: t.models.tested, value: f.number(worth.customers) },
              ]}
            />
            <p className="small muted">{m.worthHint}</p>
          </div>
        </Card>
      )}
      <Card flush title={m.inputs}>
        <Table columns={[{ label: m.input }, { label: m.feature }, { label: m.missing, right: true }]}>
          {report.inputs.map((input) => (
            <tr key={input.name}>
              <td className="break">{input.name}</td>
              <td data-label={m.feature} className="break">
                {input.feature ? label(input.feature) : m.empty}
              </td>
              <td data-label={m.missing} className="right num">
                {f.percent(input.missing, 1)}
              </td>
            </tr>
          ))}
        </Table>
      </Card>
    </>
  );
}
