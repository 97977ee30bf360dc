import type { Model, PredictionReport } from '../../api/models';
import { Figures } from '../../design/Figures';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { ComponentsCard } from '../clusters/ComponentsCard';
import { Checks } from './Checks';
import { Calibration, PrecisionRecall, Roc } from './Curves';
import { FeatureWeights } from './FeatureWeights';
import { LiftCard } from './LiftCard';
import { ProfitCard } from './ProfitCard';
import { QualityWord } from './QualityWord';
import { SettingsTried } from './SettingsTried';
import { useCandidateWords } from './useCandidateWords';

export function PredictionReportView({ model, report }: { model: Model; report: PredictionReport }) {
  const { t, f, language } = useI18n();
  const m = t.models;
  const words = useCandidateWords();
  const searched = report.candidates.length > new Set(report.candidates.map((x) => x.learner)).size;
  const { decisionAt, labelTo, trainTo } = report.window ?? {};
  return (
    <>
      <Card title={m.separates}>
        <div className="stack wide">
          <div className="row loose">
            <QualityWord word={report.word} />
            <p className="grow">{report.reason[language]}</p>
          </div>
          <Figures
            figures={[
              { label: m.auc, value: f.decimal(report.auc, 3), after: m.aucHint },
              { label: m.prAuc, value: f.decimal(report.prAuc, 3), after: m.prAucHint(f.decimal(report.baseRate, 3)) },
              { label: m.brier, value: f.decimal(report.brier, 3), after: m.brierHint },
              { label: m.baseRate, value: f.percent(report.baseRate, 1), after: m.baseRateHint },
              { label: m.trained, value: f.number(report.rows.train), after: trainTo && `${m.trainTo} ${f.date(trainTo)}` },
              { label: m.tested, value: f.number(report.rows.test), after: labelTo && `${m.labelTo} ${f.date(labelTo)}` },
            ]}
          />
          <p className="small muted">
            {decisionAt ? `${m.decisionAt} ${f.date(decisionAt)}` : m.judgedInTurn} · {m.learner}: {words.learner(report.learner)}
            {!searched &&
              report.candidates.length > 1 &&
              ` · ${m.tried(f.list(report.candidates.map((x) => `${words.learner(x.learner)} ${f.decimal(x.auc, 3)}`)))}`}
            {!!report.rows.treated && ` · ${m.treated(f.number(report.rows.treated))}`}
          </p>
        </div>
      </Card>
      {searched && <SettingsTried candidates={report.candidates} />}
      {report.checks.length > 0 && <Checks title={m.checks} checks={report.checks} />}
      <LiftCard model={model} report={report} />
      <ProfitCard model={model} report={report} />
      {!!report.components?.length && <ComponentsCard components={report.components} read={m.componentsRead} />}
      <div className="cols-2">
        <FeatureWeights features={report.features} />
        <Card title={m.calibration}>
          <Calibration report={report} />
          <p className="small muted">{m.calibrationHint}</p>
        </Card>
        <Card title={m.roc}>
          <Roc report={report} />
        </Card>
        <Card title={m.pr}>
          <PrecisionRecall report={report} />
        </Card>
      </div>
      <Card title={m.confusion(f.decimal(report.confusion.threshold))}>
        <div className="confusion num">
          <div className="right-call">
            <strong>{f.number(report.confusion.tp)}</strong> {m.tp}
          </div>
          <div>
            <strong>{f.number(report.confusion.fp)}</strong> {m.fp}
          </div>
          <div>
            <strong>{f.number(report.confusion.fn)}</strong> {m.fn}
          </div>
          <div className="right-call">
            <strong>{f.number(report.confusion.tn)}</strong> {m.tn}
          </div>
        </div>
      </Card>
    </>
  );
}
