import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { Condition } from '../../api/condition';
import { sentenceFor } from '../../api/problem';
import { segments, type SegmentKind } from '../../api/segments';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { ProblemNotice } from '../../design/Notice';
import { Card, Page } from '../../design/Page';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';
import { Builder } from './builder/Builder';
import { definitionOf, fromJson, isWhole } from './builder/draft';
import { LiveCount } from './LiveCount';

/** A definition may come along from a report: "make a segment of this range". */
export interface SegmentSeed {
  name?: string;
  kind?: SegmentKind;
  definition?: Condition;
}

export function NewSegment() {
  const { t } = useI18n();
  const s = t.segments;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const say = useToast();
  const seed = useLocation().state as SegmentSeed | null;
  const [name, setName] = useState(seed?.name ?? '');
  const [kind, setKind] = useState<SegmentKind>(seed?.kind ?? 'rule');
  const [root, setRoot] = useState(() => fromJson(seed?.definition ?? null));
  const save = useMutation({
    mutationFn: () => segments.create({ name, kind, definition: kind === 'list' ? null : definitionOf(root) }),
    onSuccess: (made) => {
      say(s.saved);
      void cache.invalidateQueries({ queryKey: ['segments'] });
      void navigate(`/segments/${made.id}${kind === 'list' ? '/members' : ''}`);
    },
  });
  return (
    <Page title={s.newTitle} back={{ to: '/segments', label: s.title }}>
      <form
        className="stack wide"
        onSubmit={(e) => {
          e.preventDefault();
          save.mutate();
        }}
      >
        <div className={kind === 'list' ? '' : 'cols-builder'}>
          <div className="stack wide">
            <Card>
              <div className="stack">
                <Field label={s.nameLabel} hint={s.nameHint} wrong={sentenceFor(save.error, '/name')}>
                  {(w) => <input {...w} className="input" value={name} onChange={(e) => setName(e.target.value)} required autoFocus maxLength={200} />}
                </Field>
                {(kind === 'rule' || kind === 'list') && (
                  <div className="cols-2">
                    {(['rule', 'list'] as const).map((k) => (
                      <label key={k} className="choice">
                        <input type="radio" name="kind" checked={kind === k} onChange={() => setKind(k)} />
                        <strong>{k === 'rule' ? s.kindRule : s.kindList}</strong>
                        <span className="hint">{k === 'rule' ? s.kindRuleHint : s.kindListHint}</span>
                      </label>
                    ))}
                  </div>
                )}
              </div>
            </Card>
            {kind !== 'list' && <Builder root={root} onChange={setRoot} />}
          </div>
          {kind !== 'list' && <LiveCount root={root} />}
        </div>
        <ProblemNotice error={save.error} besides={['/name']} />
        <div className="row">
          <Button type="submit" look="primary" busy={save.isPending} disabled={!name.trim() || (kind !== 'list' && !isWhole(root))}>
            {s.save}
          </Button>
        </div>
      </form>
    </Page>
  );
}
