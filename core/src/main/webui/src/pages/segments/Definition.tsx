import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceFor } from '../../api/problem';
import { segments, type Segment } from '../../api/segments';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { Builder } from './builder/Builder';
import { definitionOf, fromJson, isWhole } from './builder/draft';
import { LiveCount } from './LiveCount';

export function Definition({ segment }: { segment: Segment }) {
  const { t } = useI18n();
  const s = t.segments;
  const mayEdit = useMay('editor');
  const cache = useQueryClient();
  const say = useToast();
  const [name, setName] = useState(segment.name);
  const [root, setRoot] = useState(() => fromJson(segment.definition));
  const list = segment.kind === 'list';
  const save = useMutation({
    mutationFn: () => segments.update(segment.id, { name, kind: segment.kind, definition: list ? null : definitionOf(root) }),
    onSuccess: () => {
      say(s.saved);
      void cache.invalidateQueries();
    },
  });
  const changed = name !== segment.name || (!list && JSON.stringify(definitionOf(root)) !== JSON.stringify(definitionOf(fromJson(segment.definition))));
  const hint = s.kindHint[segment.kind];
  return (
    <form
      className="stack wide"
      onSubmit={(e) => {
        e.preventDefault();
        save.mutate();
      }}
    >
      {hint && <Notice>{hint}</Notice>}
      <fieldset disabled={!mayEdit}>
        <div className={list ? 'stack' : 'cols-builder'}>
          <div className="stack">
            <Card>
              <Field label={s.nameLabel} wrong={sentenceFor(save.error, '/name')}>
                {(w) => <input {...w} className="input" value={name} onChange={(e) => setName(e.target.value)} required maxLength={200} />}
              </Field>
            </Card>
            {!list && <Builder root={root} onChange={setRoot} self={segment.id} />}
          </div>
          {!list && <LiveCount root={root} />}
        </div>
      </fieldset>
      <ProblemNotice error={save.error} besides={['/name']} />
      {mayEdit && (
        <div className="row">
          <Button type="submit" look="primary" busy={save.isPending} disabled={!changed || !name.trim() || (!list && !isWhole(root))}>
            {s.save}
          </Button>
        </div>
      )}
    </form>
  );
}
