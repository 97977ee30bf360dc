import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { destinations, type CheckAnswer, type Connector, type Destination } from '../../api/destinations';
import { sentenceFor, toProblem } from '../../api/problem';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { cleanValues, faultsOf, initialValues } from '../../design/schema/schema';
import { SchemaForm, useWrongs } from '../../design/schema/SchemaForm';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';

/** A run tries these again by itself; who checks a connection wants to know now. */
const UNREACHED = new Set(['CONNECTION', 'TIMEOUT', 'UNAVAILABLE']);

/** Settings of one account. Saving checks the connection at once; what is wrong marks its field. */
export function DestinationForm({ connector, destination }: { connector: Connector; destination?: Destination }) {
  const { t } = useI18n();
  const d = t.destinations;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const say = useToast();
  const schema = connector.settingsSchema;
  const [name, setName] = useState(destination?.name ?? connector.name);
  const [values, setValues] = useState(() => initialValues(schema, destination?.settings));
  const [touched, setTouched] = useState(false);
  const [saved, setSaved] = useState(destination);
  const [checked, setChecked] = useState<CheckAnswer>();

  const save = useMutation({
    mutationFn: async () => {
      setChecked(undefined);
      const draft = { name, connector: connector.id, settings: cleanValues(schema, values) };
      const kept = saved ? await destinations.update(saved.id, draft) : await destinations.create(draft);
      setSaved(kept);
      return { kept, answer: await destinations.check(kept.id) };
    },
    onSuccess: ({ kept, answer }) => {
      setChecked(answer);
      void cache.invalidateQueries({ queryKey: ['destinations'] });
      void cache.invalidateQueries({ queryKey: ['destination', kept.id] });
      if (answer.ok && !destination) {
        say(d.checkOk);
        void navigate(`/destinations/${kept.id}`);
      }
    },
  });

  const faults = faultsOf(schema, values);
  const problem = save.error ? toProblem(save.error) : undefined;
  const said: Record<string, string | undefined> = {};
  for (const e of problem?.errors ?? []) if (e.pointer) said[e.pointer.replace(/^\/settings/, '')] = e.detail;
  if (problem?.pointer?.startsWith('/settings')) said[problem.pointer.slice('/settings'.length)] ??= problem.detail;
  for (const p of checked?.problems ?? []) said[p.pointer.replace(/^\/settings/, '')] = p.message;
  const wrong = useWrongs(faults, said, touched);
  const general = (checked?.problems ?? []).filter((p) => p.pointer === '');

  return (
    <form
      className="stack wide"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        setTouched(true);
        if (Object.keys(faults).length === 0 && name.trim()) save.mutate();
      }}
    >
      <Card
        title={d.account}
        aside={
          connector.documentation && (
            <a href={connector.documentation} target="_blank" rel="noreferrer noopener">
              {d.documentation}
            </a>
          )
        }
      >
        <div className="stack form">
          <Field label={d.name} hint={d.nameHint} wrong={sentenceFor(save.error, '/name') ?? (touched && !name.trim() ? t.common.required : undefined)}>
            {(w) => <input {...w} className="input" value={name} maxLength={200} onChange={(e) => setName(e.target.value)} />}
          </Field>
          <SchemaForm schema={schema} values={values} onChange={setValues} wrong={wrong} />
        </div>
      </Card>
      <ProblemNotice error={save.error} besides={['/name']} />
      {save.isPending && <Loading />}
      {checked?.ok && <Notice tone="good" title={d.checkOk} />}
      {checked && !checked.ok && (
        <Notice tone="bad" title={d.checkBad}>
          {(general.length ? general : checked.problems).map((p, i) => (
            <span key={i}>
              {p.message} {UNREACHED.has(p.code) ? d.checkUnreached : (p.nextStep ?? t.codes[p.code]?.nextStep)}
            </span>
          ))}
        </Notice>
      )}
      <div className="row">
        <Button type="submit" look="primary" busy={save.isPending}>
          {d.saveAndCheck}
        </Button>
      </div>
    </form>
  );
}
