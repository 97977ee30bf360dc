import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { segments } from '../../api/segments';
import { ProblemNotice } from '../../design/Notice';
import { useI18n } from '../../i18n';
import { isWhole, toJson, type Group } from './builder/draft';

const PAUSE_BEFORE_COUNTING = 300;

/** Who would be in, counted while the definition is written. */
export function LiveCount({ root }: { root: Group }) {
  const { t, f, language } = useI18n();
  const s = t.segments;
  const whole = isWhole(root);
  const text = whole ? JSON.stringify(toJson(root)) : '';
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    if (!text) return;
    const timer = setTimeout(() => setAsked(text), PAUSE_BEFORE_COUNTING);
    return () => clearTimeout(timer);
  }, [text]);
  const count = useQuery({
    queryKey: ['estimate', asked],
    queryFn: ({ signal }) => segments.estimate(JSON.parse(asked), signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  const stale = !whole || asked !== text || count.isFetching;
  const { size = 0, of = 0, millis } = count.data ?? {};
  const share = of ? size / of : 0;
  return (
    <section className="card count" aria-live="polite" aria-label={s.count}>
      <div className="stack">
        <div>
          <div className="muted">{s.count}</div>
          <div className={stale ? 'count-number stale' : 'count-number'}>{count.data ? f.number(size) : '–'}</div>
          {count.data && <div className="muted num">{s.countOf(f.number(of), f.percent(share, share < 0.1 ? 1 : 0))}</div>}
        </div>
        <div className="bar">{size > 0 && <span style={{ width: `${share * 100}%` }} />}</div>
        <ProblemNotice error={count.error} />
        {count.data && of === 0 && (
          <p className="small">
            {s.noCustomers} <Link to="/imports/new">{t.imports.newFile}</Link>
          </p>
        )}
        {!stale && root.children.length > 0 && count.data?.sentence && <p className="small">{count.data.sentence[language]}</p>}
        <p className="small muted">
          {!whole
            ? s.incomplete
            : count.isFetching
              ? s.counting
              : root.children.length === 0
                ? s.everybody
                : millis !== undefined
                  ? s.countedIn(f.loose(millis, millis < 10 ? 1 : 0))
                  : ''}
        </p>
      </div>
    </section>
  );
}
