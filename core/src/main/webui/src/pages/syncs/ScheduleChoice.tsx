import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogue } from '../../api/catalogue';
import { sources } from '../../api/sources';
import { syncs, type SyncDraft, type SyncTrigger } from '../../api/syncs';
import { ProblemNotice } from '../../design/Notice';
import { useI18n, wordFor } from '../../i18n';
import { CRONS, isUpstream, localZone } from './draft';

interface Props {
  draft: SyncDraft;
  /** Number of the sync that is changed: it does not run after itself. */
  itself: number | undefined;
  onChange: (part: Partial<SyncDraft>) => void;
}

const TRIGGERS: SyncTrigger[] = ['segment', 'schedule', 'import', 'model', 'sync', 'manual'];

export function ScheduleChoice({ draft, itself, onChange }: Props) {
  const { t } = useI18n();
  const s = t.syncs;
  const zone = draft.schedule?.zone ?? localZone();
  const preset = Object.entries(CRONS).find(([, cron]) => cron === draft.schedule?.cron)?.[0];
  const [custom, setCustom] = useState(draft.schedule !== null && preset === undefined);
  return (
    <div className="stack">
      <div className="choices">
        {TRIGGERS.map((trigger) => (
          <label key={trigger} className="choice">
            <input
              type="radio"
              name="trigger"
              disabled={trigger === 'segment' && draft.told === 'everybody'}
              checked={draft.trigger === trigger}
              onChange={() => onChange({ trigger, after: [], schedule: trigger === 'schedule' ? { cron: CRONS.daily, zone } : null })}
            />
            <strong>{wordFor(s.triggers, trigger)}</strong>
            {trigger === 'segment' && draft.told === 'everybody' && <span className="hint">{s.toldTooOften}</span>}
          </label>
        ))}
      </div>
      {isUpstream(draft.trigger) && <Upstream key={draft.trigger} draft={draft} itself={itself} onChange={onChange} />}
      {draft.trigger === 'schedule' && (
        <>
          <select
            className="select"
            aria-label={s.steps.schedule}
            value={custom ? 'custom' : (preset ?? 'custom')}
            onChange={(e) => {
              setCustom(e.target.value === 'custom');
              if (e.target.value !== 'custom') onChange({ schedule: { cron: CRONS[e.target.value as keyof typeof CRONS], zone } });
            }}
          >
            {Object.entries(s.schedules).map(([key, text]) => (
              <option key={key} value={key}>
                {text}
              </option>
            ))}
          </select>
          {custom && (
            <input
              className="input mono"
              aria-label={s.schedules['custom']}
              value={draft.schedule?.cron ?? ''}
              onChange={(e) => onChange({ schedule: { cron: e.target.value, zone } })}
            />
          )}
          <p className="hint">{s.zone(zone)}</p>
        </>
      )}
    </div>
  );
}

/** Which sources, models or syncs it waits for. */
function Upstream({ draft, itself, onChange }: Props) {
  const { t } = useI18n();
  const s = t.syncs;
  const all = useQuery({ queryKey: ['upstream', draft.trigger], queryFn: () => named(draft.trigger) });
  const offered = (all.data ?? []).filter((one) => draft.trigger !== 'sync' || one.id !== itself);
  return (
    <fieldset className="stack tight">
      <legend className="label">{wordFor(s.afterLegends, draft.trigger)}</legend>
      <ProblemNotice error={all.error} />
      {all.data && offered.length === 0 && <p className="hint">{s.afterNone}</p>}
      {offered.map((one) => (
        <label key={one.id} className="check">
          <input
            type="checkbox"
            checked={draft.after.includes(one.id)}
            onChange={(e) => onChange({ after: e.target.checked ? [...draft.after, one.id] : draft.after.filter((id) => id !== one.id) })}
          />
          {one.name}
        </label>
      ))}
      <p className="hint">{wordFor(s.afterHints, draft.trigger)}</p>
    </fieldset>
  );
}

async function named(trigger: SyncTrigger): Promise<{ id: number; name: string }[]> {
  if (trigger === 'import') return (await sources.list()).items;
  return trigger === 'model' ? (await catalogue()).models : (await syncs.list()).items;
}
