import { SEARCH_METHODS, type Search, type SearchMethod } from '../../api/models';
import { Field } from '../../design/Field';
import { useI18n } from '../../i18n';

const FIRST_MINUTES = 10;

/** Whether settings of the learners are searched for, and for how long. */
export function SearchChoice({ search, onChange }: { search: Search | null; onChange: (search: Search | null) => void }) {
  const { t } = useI18n();
  const s = t.models.search;
  const choose = (method: SearchMethod | null) => onChange(method && { method, minutes: search?.minutes ?? FIRST_MINUTES });
  return (
    <>
      <Field label={s.label} hint={search ? s.hints[search.method] : s.usualHint}>
        {(w) => (
          <select {...w} className="select" value={search?.method ?? ''} onChange={(e) => choose((e.target.value || null) as SearchMethod | null)}>
            <option value="">{s.usual}</option>
            {SEARCH_METHODS.map((one) => (
              <option key={one} value={one}>
                {s.methods[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {search && (
        <Field label={s.minutes} hint={s.minutesHint}>
          {(w) => (
            <input
              {...w}
              className="input"
              type="number"
              min={1}
              max={240}
              required
              value={Number.isNaN(search.minutes) ? '' : search.minutes}
              onChange={(e) => onChange({ ...search, minutes: e.target.valueAsNumber })}
            />
          )}
        </Field>
      )}
    </>
  );
}
