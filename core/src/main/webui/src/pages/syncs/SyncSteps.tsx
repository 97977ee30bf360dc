import { PURPOSES } from '../../api/consents';
import type { Connector } from '../../api/destinations';
import type { DeleteBehaviour, SyncDraft, Told } from '../../api/syncs';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { useI18n, wordFor } from '../../i18n';
import { GroupChoice } from './GroupChoice';
import { can, canShare, canTellEverybody, MODES, offers } from './draft';

interface Props {
  draft: SyncDraft;
  onChange: (part: Partial<SyncDraft>) => void;
}

const ANY_IDENTIFIER = ['email', 'phone', 'customer_id', 'external_id', 'user_id'];
const LEAVERS: DeleteBehaviour[] = ['remove-from-audience', 'clear-fields', 'nothing', 'delete'];

export function MatchKeyChoice({ draft, connector, onChange }: Props & { connector: Connector | undefined }) {
  const { t } = useI18n();
  const keys = connector?.identifiers.length ? connector.identifiers : ANY_IDENTIFIER;
  const left = keys.filter((key) => key !== draft.matchKey && !draft.fallbackKeys.includes(key));
  return (
    <div className="stack">
      <div className="choices">
        {keys.map((key) => (
          <label key={key} className="choice">
            <input
              type="radio"
              name="match"
              checked={draft.matchKey === key}
              onChange={() => onChange({ matchKey: key, fallbackKeys: draft.fallbackKeys.filter((other) => other !== key) })}
            />
            <strong>{wordFor(t.imports.namespaces, key)}</strong>
          </label>
        ))}
      </div>
      {draft.matchKey !== '' && can(connector, 'FALLBACK_KEYS') && (
        <Field label={t.syncs.fallbacks} hint={t.syncs.fallbacksHint}>
          {(w) => (
            <div className="row">
              {draft.fallbackKeys.map((key) => (
                <Button key={key} small icon="close" aria-label={`${t.common.remove}: ${wordFor(t.imports.namespaces, key)}`} onClick={() => onChange({ fallbackKeys: draft.fallbackKeys.filter((other) => other !== key) })}>
                  {wordFor(t.imports.namespaces, key)}
                </Button>
              ))}
              {left.length > 0 && draft.fallbackKeys.length < 5 && (
                <select {...w} className="select" value="" onChange={(e) => onChange({ fallbackKeys: [...draft.fallbackKeys, e.target.value] })}>
                  <option value="" disabled>
                    {t.syncs.fallbackAdd}
                  </option>
                  {left.map((key) => (
                    <option key={key} value={key}>
                      {wordFor(t.imports.namespaces, key)}
                    </option>
                  ))}
                </select>
              )}
            </div>
          )}
        </Field>
      )}
    </div>
  );
}

export function ModeChoice({ draft, connector, onChange }: Props & { connector: Connector | undefined }) {
  const { t } = useI18n();
  const s = t.syncs;
  const removes = draft.mode === 'remove';
  return (
    <div className="stack">
      <div className="choices">
        {MODES.map((mode) => {
          const offered = offers(connector, mode);
          return (
            <label key={mode} className="choice">
              <input type="radio" name="mode" disabled={!offered} checked={draft.mode === mode} onChange={() => onChange(mode === 'remove' && draft.deleteBehaviour === 'nothing' ? { mode, deleteBehaviour: 'remove-from-audience' } : { mode })} />
              <strong>{wordFor(s.modes, mode)}</strong>
              <span className="hint">{offered ? wordFor(s.modeHints, mode === 'mirror' && draft.told === 'everybody' ? 'mirror-everybody' : mode) : s.notOffered}</span>
            </label>
          );
        })}
      </div>
      {draft.mode !== 'add' && (
        <Field label={removes ? s.removedHow : s.leavers}>
          {(w) => (
            <select {...w} className="select" value={draft.deleteBehaviour} onChange={(e) => onChange({ deleteBehaviour: e.target.value as DeleteBehaviour })}>
              {LEAVERS.filter((b) => !removes || b !== 'nothing').map((b) => (
                <option key={b} value={b}>
                  {wordFor(s.leaverHints, b)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      {canTellEverybody(draft, connector) && (
        <Field label={s.told} hint={wordFor(s.toldHints, draft.told)}>
          {(w) => (
            <select {...w} className="select" value={draft.told} onChange={(e) => onChange({ told: e.target.value as Told })}>
              {(['changes', 'everybody'] as const).map((told) => (
                <option key={told} value={told}>
                  {wordFor(s.toldWords, told)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </div>
  );
}

export function Safety({ draft, onChange }: Props) {
  const { t } = useI18n();
  const s = t.syncs;
  return (
    <div className="stack">
      <Field label={s.purpose} hint={s.purposeHint}>
        {(w) => (
          <select {...w} className="select" value={draft.purpose ?? ''} onChange={(e) => onChange({ purpose: e.target.value || null })}>
            {PURPOSES.map((p) => (
              <option key={p} value={p}>
                {wordFor(t.imports.purposes, p)}
              </option>
            ))}
            <option value="">{s.noPurpose}</option>
          </select>
        )}
      </Field>
      <Field label={s.holdout} hint={s.holdoutHint}>
        {(w) => (
          <input
            {...w}
            className="input"
            type="number"
            min={0}
            max={50}
            step={1}
            value={Math.round(draft.holdout * 100)}
            onChange={(e) => onChange({ holdout: (e.target.valueAsNumber || 0) / 100 })}
          />
        )}
      </Field>
      {(canShare(draft) || draft.group) && <GroupChoice draft={draft} onChange={onChange} />}
      <fieldset className="stack tight">
        <legend className="label">{s.guard}</legend>
        <div className="target-sentence">
          <input
            className="input"
            type="number"
            min={0}
            max={100}
            aria-label={s.guardOf}
            value={Math.round(draft.guard.removalShare * 100)}
            onChange={(e) => onChange({ guard: { ...draft.guard, removalShare: (e.target.valueAsNumber || 0) / 100 } })}
          />
          <span className="small">{s.guardOf}</span>
          <input
            className="input"
            type="number"
            min={0}
            aria-label={s.guardPeople}
            value={draft.guard.removalRows}
            onChange={(e) => onChange({ guard: { ...draft.guard, removalRows: e.target.valueAsNumber || 0 } })}
          />
          <span className="small">{s.guardPeople}</span>
        </div>
        <p className="hint">{s.guardHint}</p>
      </fieldset>
    </div>
  );
}
