import { isNotStarted, type Sync } from '../../api/syncs';
import { ButtonLink } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { useI18n, wordFor } from '../../i18n';
import { useMay } from '../../shell/useSession';

/** Why nothing is delivered, and the way on. */
export function Paused({ sync }: { sync: Sync }) {
  const { t, f } = useI18n();
  const s = t.syncs;
  const mayEdit = useMay('editor');
  const because = sync.pausedBecause;
  const guard = sync.lastRun?.state === 'paused' ? sync.lastRun.guard : undefined;
  if (isNotStarted(sync)) return <Notice title={s.notStarted}>{s.notStartedNext}</Notice>;
  if (guard) {
    return (
      <Notice tone="warn" title={wordFor(s.guardReasons, guard.reason)}>
        <span>{s.guardWould(f.number(guard.removals), f.number(guard.acknowledged))}</span>
        <span className="row">
          <ButtonLink small to={`/runs/${sync.lastRun!.id}`}>
            {mayEdit ? s.guardDecide : t.alerts.look}
          </ButtonLink>
        </span>
      </Notice>
    );
  }
  if (!because) return null;
  const code = typeof because === 'string' ? because : because.code;
  const byHand = code === 'PAUSED_BY_HAND';
  const own = t.codes[code];
  const particulars = typeof because === 'string' ? undefined : (because.detail ?? because.message);
  return (
    <Notice tone="warn" title={byHand ? s.pausedTitle : `${s.pausedTitle}: ${own?.sentence ?? particulars ?? code}`}>
      {own && particulars && particulars !== own.sentence && !byHand && <span className="break">{particulars}</span>}
      <span>{own?.nextStep ?? (typeof because === 'string' ? '' : because.nextStep)}</span>
    </Notice>
  );
}
