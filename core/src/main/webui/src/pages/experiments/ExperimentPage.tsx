import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { experiments, type Experiment, type ExperimentReport, type Verdict } from '../../api/experiments';
import { Button } from '../../design/Button';
import { Confirm } from '../../design/Confirm';
import { Table } from '../../design/Listing';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { Removal } from '../../design/Removal';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { CourseCard } from './CourseCard';
import { EffectCard } from './EffectCard';
import { difference, level } from './inMeasure';
import { Running } from './Running';
import { WhomCard } from './WhomCard';

const TONES: Record<Verdict, 'info' | 'good' | 'warn' | 'bad'> = {
  raises: 'good',
  lowers: 'warn',
  'not-shown': 'info',
  'too-early': 'info',
  'not-to-be-trusted': 'bad',
};

export function ExperimentPage() {
  const { t, f } = useI18n();
  const e = t.experiments;
  const id = Number(useParams()['id']);
  const mayEdit = useMay('editor');
  const query = useQuery({ queryKey: ['experiment', id], queryFn: () => experiments.one(id) });
  const experiment = query.data;
  return (
    <Page
      title={experiment?.name ?? e.title}
      back={{ to: '/experiments', label: e.title }}
      badge={experiment && <Running experiment={experiment} />}
      intro={experiment && `${e.outcomes[experiment.outcome.measure](experiment.outcome.event, experiment.outcome.withinDays)} · ${span(experiment)}`}
      actions={
        mayEdit &&
        experiment && (
          <>
            {!experiment.endedAt && <End id={id} />}
            <Removal
              label={t.common.delete}
              title={e.deleteTitle(experiment.name)}
              text={e.deleteText}
              remove={() => experiments.remove(id)}
              from="experiments"
              to="/experiments"
            />
          </>
        )
      }
    >
      <ProblemNotice error={query.error} />
      {query.isPending && !query.error && <Loading />}
      {experiment?.report && <Report experiment={experiment} report={experiment.report} />}
    </Page>
  );

  function span({ startedAt, endedAt }: Experiment) {
    return endedAt ? e.until(f.date(startedAt), f.date(endedAt)) : e.since(f.date(startedAt));
  }
}

function End({ id }: { id: number }) {
  const { t } = useI18n();
  const e = t.experiments;
  const [asking, setAsking] = useState(false);
  const cache = useQueryClient();
  const end = useMutation({
    mutationFn: () => experiments.end(id),
    onSuccess: () => {
      setAsking(false);
      void cache.invalidateQueries({ queryKey: ['experiment', id] });
      void cache.invalidateQueries({ queryKey: ['experiments'] });
    },
  });
  return (
    <>
      <Button onClick={() => setAsking(true)}>{e.end}</Button>
      {asking && (
        <Confirm
          title={e.endTitle}
          text={e.endText}
          action={e.end}
          busy={end.isPending}
          error={end.error}
          onConfirm={() => end.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function Report({ experiment, report }: { experiment: Experiment; report: ExperimentReport }) {
  const { t, language } = useI18n();
  const e = t.experiments;
  return (
    <>
      <Notice tone={TONES[report.verdict.word]} title={report.sampleRatio.alarm ? e.ratioAlarm : `${e.verdict}: ${wordFor(e.words, report.verdict.word)}`}>
        <p>{report.verdict.sentence[language]}</p>
      </Notice>
      {report.notes.map((note) => (
        <Notice key={note.code} tone="warn">
          <p>{note.sentence[language]}</p>
        </Notice>
      ))}
      <EffectCard effect={report.effect} outcome={experiment.outcome} />
      <Groups experiment={experiment} report={report} />
      <CourseCard course={report.course} outcome={experiment.outcome} />
      <Reached experiment={experiment} report={report} />
      <WhomCard experiment={experiment} />
    </>
  );
}

function Groups({ experiment, report }: { experiment: Experiment; report: ExperimentReport }) {
  const { t, f } = useI18n();
  const e = t.experiments;
  const { measure, withinDays } = experiment.outcome;
  const { observed, expected, pValue } = report.sampleRatio;
  const rows = [
    { label: e.treated, group: report.treated },
    { label: e.heldOut, group: report.heldOut },
  ];
  return (
    <>
      <Table
        columns={[
          { label: e.group },
          { label: e.drawn, right: true },
          { label: e.measured, right: true },
          { label: e.immature, right: true },
          { label: e.reached, right: true },
          { label: e.did, right: true },
          { label: e.mean[measure], right: true },
        ]}
      >
        {rows.map(({ label, group }) => (
          <tr key={label}>
            <td>
              <strong>{label}</strong>
            </td>
            <td data-label={e.drawn} className="right num">
              {f.number(group.people)}
            </td>
            <td data-label={e.measured} className="right num">
              {f.number(group.measured)}
            </td>
            <td data-label={e.immature} className="right num">
              {f.number(group.immature)}
            </td>
            <td data-label={e.reached} className="right num">
              {group.reached === null ? '–' : f.number(group.reached)}
            </td>
            <td data-label={e.did} className="right num">
              {f.number(group.did)}
            </td>
            <td data-label={e.mean[measure]} className="right num">
              {group.measured ? level(measure, group.mean, f) : '–'}
            </td>
          </tr>
        ))}
      </Table>
      <p className="small muted">
        {e.share(f.percent(observed, 1), f.percent(expected, 1), pValue < 0.001 ? `< ${f.loose(0.001, 3)}` : f.loose(pValue, 3))} {e.immatureHint(withinDays)}
      </p>
    </>
  );
}

/** What was meant and what was done, said apart. */
function Reached({ experiment, report }: { experiment: Experiment; report: ExperimentReport }) {
  const { t, f, language } = useI18n();
  const e = t.experiments;
  const { reachedOnly, effect } = report;
  if (!reachedOnly || !effect) return null;
  const say = (interval: { value: number; low: number; high: number } | null) => {
    const one = (value: number) => difference(experiment.outcome.measure, value, t, f);
    return interval ? `${one(interval.value)} (${one(interval.low)} … ${one(interval.high)})` : '–';
  };
  return (
    <Card title={e.reachedOnly}>
      <div className="stack">
        <dl className="stack tight">
          {[
            [e.asDrawn, say(effect.difference)],
            [e.perReached, say(reachedOnly.perReached)],
            [e.asReached, say(reachedOnly.compared)],
          ].map(([label, value]) => (
            <div key={label} className="row between">
              <dt className="muted">{label}</dt>
              <dd className="num">{value}</dd>
            </div>
          ))}
        </dl>
        <p className="small muted">{reachedOnly.sentence[language]}</p>
      </div>
    </Card>
  );
}
