import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogue } from '../../api/catalogue';
import { models, type Model, type ModelFile } from '../../api/models';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Table } from '../../design/Listing';
import { ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';

/** Which of our features each input of the file gets, and which answer is the score. */
export function FileUseCard({ model, file, working }: { model: Model; file: ModelFile; working: boolean }) {
  const { t, language } = useI18n();
  const m = t.models.external;
  const cache = useQueryClient();
  const known = useQuery({ queryKey: ['catalogue'], queryFn: catalogue });
  const [chosen, setChosen] = useState<Record<string, string>>(() => Object.fromEntries(file.inputs.map((input) => [input.name, input.feature ?? ''])));
  const [output, setOutput] = useState(file.output);
  const use = useMutation({
    mutationFn: () => models.useFile(model.id, { inputs: file.inputs.map((input) => ({ input: input.name, feature: chosen[input.name] || null })), output }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['model', model.id] }),
  });
  const traits = known.data?.traits ?? [];
  /** A yes or no can be told in the file's two words for it. */
  const fits = (trait: string, input: ModelFile['inputs'][number]) => (input.type === 'number' ? trait !== 'text' : trait === 'text' || (trait === 'flag' && input.values.length === 2));
  const offered = (input: ModelFile['inputs'][number]) => [
    ...traits.filter((trait) => fits(trait.type, input)).map((trait) => ({ name: `trait:${trait.name}`, label: trait.name })),
    ...(input.type === 'number' ? (known.data?.features ?? []).map((feature) => ({ name: feature.name, label: feature.label[language] })) : []),
  ];
  return (
    <Card title={m.assign}>
      <form
        className="stack wide"
        onSubmit={(e) => {
          e.preventDefault();
          use.mutate();
        }}
      >
        <p className="muted">{m.assignText}</p>
        <Table columns={[{ label: m.input }, { label: m.feature }]}>
          {file.inputs.map((input) => (
            <tr key={input.name}>
              <td>
                <div>
                  <strong className="break">{input.name}</strong>
                  <div className="small muted break">
                    {m.takes} {m.types[input.type]}
                    {input.values.length > 0 && ` · ${m.known([...input.values.slice(0, 4), ...(input.values.length > 4 ? ['…'] : [])].join(', '))}`}
                  </div>
                </div>
              </td>
              <td data-label={m.feature}>
                <select
                  className="select"
                  aria-label={`${m.feature}: ${input.name}`}
                  value={chosen[input.name]}
                  onChange={(e) => setChosen({ ...chosen, [input.name]: e.target.value })}
                >
                  <option value="">{m.empty}</option>
                  {offered(input).map((feature) => (
                    <option key={feature.name} value={feature.name}>
                      {feature.label}
                    </option>
                  ))}
                </select>
              </td>
            </tr>
          ))}
        </Table>
        <div className="stack">
          <Field label={m.output}>
            {(w) => (
              <select {...w} className="select" value={output} onChange={(e) => setOutput(e.target.value)}>
                {file.outputs.map((one) => (
                  <option key={one.name} value={one.name}>
                    {one.name} ({one.probability ? m.probability : m.number})
                  </option>
                ))}
              </select>
            )}
          </Field>
          <ProblemNotice error={use.error} />
          <div className="row">
            <Button type="submit" look="primary" busy={use.isPending} disabled={working}>
              {m.use}
            </Button>
          </div>
        </div>
      </form>
    </Card>
  );
}
