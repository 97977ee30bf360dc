import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sources } from '../../api/sources';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { ProblemNotice } from '../../design/Notice';
import { Card, Page } from '../../design/Page';
import { Secret } from '../../design/Secret';
import { useI18n } from '../../i18n';
import { StreamSnippet } from './StreamSnippet';

export function NewStream() {
  const { t } = useI18n();
  const m = t.imports;
  const [name, setName] = useState('');
  const create = useMutation({ mutationFn: () => sources.create({ name, kind: 'events' }) });
  return (
    <Page title={m.streamTitle} intro={m.streamIntro} back={{ to: '/imports', label: m.title }}>
      <ProblemNotice error={create.error} />
      {create.data ? (
        <>
          <Secret title={m.keyTitle} text={m.keyText} secret={create.data.writeKey ?? ''} />
          <StreamSnippet {...(create.data.writeKey ? { writeKey: create.data.writeKey } : {})} />
        </>
      ) : (
        <Card>
          <form
            className="stack"
            onSubmit={(e) => {
              e.preventDefault();
              create.mutate();
            }}
          >
            <Field label={m.streamName}>
              {(w) => <input {...w} className="input" value={name} onChange={(e) => setName(e.target.value)} required autoFocus />}
            </Field>
            <div>
              <Button type="submit" look="primary" busy={create.isPending}>
                {m.streamCreate}
              </Button>
            </div>
          </form>
        </Card>
      )}
    </Page>
  );
}
