import { Link } from 'react-router';
import { isFinal } from '../../api/runs';
import { useRun } from '../../api/useRun';
import { Progress } from '../../design/Figures';
import { Notice } from '../../design/Notice';
import { useI18n } from '../../i18n';
import { acceptedIn, rejectedIn } from './counts';

/** What became of rows that were tried again, followed to the end. */
export function Retried({ rows, run: id }: { rows: number; run: number }) {
  const { t } = useI18n();
  const s = t.syncs;
  const run = useRun(id).data;
  const link = <Link to={`/runs/${id}`}>{s.runTitle(id)}</Link>;
  if (!run || !isFinal(run.state)) {
    return (
      <Notice title={s.retried(rows)}>
        <Progress label={s.retried(rows)} />
        {link}
      </Notice>
    );
  }
  const rejected = rejectedIn(run);
  return (
    <Notice tone={rejected > 0 ? 'warn' : 'good'} title={s.retryEnded(acceptedIn(run), rejected)}>
      {link}
    </Notice>
  );
}
