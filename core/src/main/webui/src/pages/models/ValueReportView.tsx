import { useCallback } from 'react';
import type { Model, ValueReport } from '../../api/models';
import { Figures } from '../../design/Figures';
import { Card } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { Checks } from './Checks';
import { FeatureWeights } from './FeatureWeights';
import { MoneyChoice } from './MoneyChoice';
import { QualityWord } from './QualityWord';
import { Course, Histogram, TenthsCard } from './ValueCharts';

export function ValueReportView({ model, report }: { model: Model; report: ValueReport }) {
  const { t, f, language } = useI18n();
  const m = t.models;
  const { outlook, purchases, money, window } = report;
  const method = (name: string) => wordFor(m.learners, name);
  const missed = (forecast: number, actual: number) => (actual > 0 ? f.signedPercent(forecast / actual - 1, 1) : '');
  const share = useCallback((value: number) => f.percent(value), [f]);
  return (
    <>
      <Card title={m.outlook(window.horizonDays)}>
        <div className="stack wide">
          <Figures
            figures={[
              { label: m.moneyForeseen, value: f.number(outlook.money), after: m.perCustomer(f.decimal(outlook.money / Math.max(1, outlook.customers))) },
              { label: m.purchasesForeseen, value: f.number(outlook.purchases) },
              { label: m.stillCustomers, value: f.percent(outlook.alive), after: m.ofBuyers(outlook.customers) },
              { label: m.bestTenth, value: f.percent(outlook.topShare), after: m.bestTenthHint },
            ]}
          />
          <div className="cols-2">
            <div>
              <h3>{m.distribution}</h3>
              <Histogram label={m.distribution} x={m.distributionX} bars={outlook.distribution} edge={f.compact} />
            </div>
            <div>
              <h3>{m.stillCustomers}</h3>
              <Histogram label={m.stillCustomers} x={m.aliveX} bars={outlook.aliveDistribution} edge={share} />
            </div>
          </div>
        </div>
      </Card>
      <Card title={m.cameTrue}>
        <div className="stack wide">
          <div className="row loose">
            <QualityWord word={report.word} />
            <p className="grow">{report.reason[language]}</p>
          </div>
          <Figures
            figures={[
              { label: m.moneyForeseen, value: f.number(money.forecast), after: m.cameWere(f.number(money.actual), missed(money.forecast, money.actual)) },
              {
                label: m.purchasesForeseen,
                value: f.number(purchases.forecast),
                after: m.cameWere(f.number(purchases.actual), missed(purchases.forecast, purchases.actual)),
              },
              { label: m.ownRate, value: f.number(purchases.ownRate), after: missed(purchases.ownRate, purchases.actual) },
              { label: m.rmse, value: f.decimal(purchases.rmse), after: m.rmseOwn(f.decimal(purchases.ownRateRmse)) },
              { label: m.correlation, value: f.decimal(purchases.correlation), after: m.correlationHint },
              { label: m.auc, value: f.decimal(report.auc, 3), after: m.aucHint },
            ]}
          />
          <p className="small muted">
            {m.decisionAt} {f.date(window.decisionAt)} · {m.labelTo} {f.date(window.labelTo)} · {m.tested} {f.number(report.customers.known)} ·{' '}
            {m.cameBack(f.number(report.customers.repeaters))} · {m.learner}: {method(report.purchaseModel.method)}, {method(report.spendModel.method)} ·{' '}
            {m.likelihoods(f.list(report.candidates.map((x) => `${method(x.method)} ${f.decimal(x.logLikelihood)}`)))}
          </p>
        </div>
      </Card>
      {report.moneyModel && <MoneyChoice choice={report.moneyModel} />}
      {!!report.features?.length && <FeatureWeights features={report.features} />}
      {report.checks.length > 0 && <Checks title={m.checks} checks={report.checks} />}
      <TenthsCard model={model} report={report} />
      <Card title={m.course}>
        <div className="stack">
          <p className="muted">{m.courseHint}</p>
          <Course report={report} />
        </div>
      </Card>
    </>
  );
}
