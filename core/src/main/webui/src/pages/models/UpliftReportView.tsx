import { useNavigate } from 'react-router';
import type { Model, UpliftReport } from '../../api/models';
import { Button } from '../../design/Button';
import { Figures } from '../../design/Figures';
import { Table } from '../../design/Listing';
import { Card } from '../../design/Page';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { difference, level } from '../experiments/inMeasure';
import { Checks } from './Checks';
import { QiniCurve } from './QiniCurve';
import { QualityWord } from './QualityWord';
import { UpliftTenths } from './UpliftTenths';

export function UpliftReportView({ model, report }: { model: Model; report: UpliftReport }) {
  const { t, f, language } = useI18n();
  const m = t.models;
  const e = t.experiments;
  const { value, low, high } = report.effect.difference;
  return (
    <>
      <Card title={m.finds}>
        <div className="stack wide">
          <div className="row loose">
            <QualityWord word={report.word} />
            <p className="grow">{report.reason[language]}</p>
          </div>
          <Figures
            figures={[
              { label: m.effectOfAll, value: e.points(f.decimal(100 * value)), after: `${f.decimal(100 * low)} … ${f.decimal(100 * high)}` },
              { label: m.qiniLabel, value: f.decimal(1000 * report.qini.coefficient), after: m.qiniResponse(f.decimal(1000 * report.responseQini)) },
              { label: e.treated, value: f.number(report.rows.treated) },
              { label: e.heldOut, value: f.number(report.rows.heldOut) },
            ]}
          />
          <QiniCurve report={report} />
          <p className="small muted">
            {m.learner}: {wordFor(m.upliftMethods, report.method)}, {wordFor(m.learners, report.learner)}
          </p>
        </div>
      </Card>
      {report.checks.length > 0 && <Checks title={m.checks} checks={report.checks} />}
      <UpliftTenths model={model} report={report} />
      <Reactions model={model} report={report} />
    </>
  );
}

function Reactions({ model, report }: { model: Model; report: UpliftReport }) {
  const { t, f, language } = useI18n();
  const e = t.experiments;
  const m = t.models;
  const mayEdit = useMay('editor');
  const navigate = useNavigate();
  const point = (value: number) => difference('rate', value, t, f);
  return (
    <Card
      flush
      title={m.fourGroups}
      aside={
        mayEdit && (
          <Button
            small
            icon="segment"
            onClick={() =>
              void navigate('/segments/new', {
                state: { name: m.gainName(model.name), kind: 'prediction', definition: { all: [{ score: model.id, op: 'more-than', value: 0 }] } },
              })
            }
          >
            {m.makeSegmentGain}
          </Button>
        )
      }
    >
      <Table
        columns={[{ label: e.reaction }, { label: e.peopleColumn, right: true }, { label: e.treated, right: true }, { label: e.heldOut, right: true }, { label: e.measuredEffect, right: true }]}
      >
        {report.groups.map((group) => (
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
    </Card>
  );
}
