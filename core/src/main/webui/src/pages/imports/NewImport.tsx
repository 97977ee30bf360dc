import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { sources, type Inspection } from '../../api/sources';
import { Button } from '../../design/Button';
import { Field } from '../../design/Field';
import { Progress } from '../../design/Figures';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { useI18n } from '../../i18n';
import { FileDrop } from './FileDrop';
import { faultsOf, toDraft, toMapping, type MappingDraft } from './mapping';
import { MappingEditor } from './MappingEditor';

/** Drop, look, correct, import. A file for a source we know goes straight in with that source's mapping. */
export function NewImport() {
  const { t, f } = useI18n();
  const m = t.imports;
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [search] = useSearchParams();
  const known = search.get('source');
  const [file, setFile] = useState<File>();
  const [inspection, setInspection] = useState<Inspection>();
  const [draft, setDraft] = useState<MappingDraft>();
  const [name, setName] = useState('');
  const [share, setShare] = useState(0);

  const source = useQuery({ queryKey: ['source', Number(known)], queryFn: () => sources.one(Number(known)), enabled: known !== null });
  const send = useMutation({
    mutationFn: async (what: { file: File; source?: number }) => {
      const id = what.source ?? (await sources.create({ name, kind: 'file', format: inspection!.format, mapping: toMapping(draft!) })).id;
      return sources.importFile(id, what.file, setShare);
    },
    onSuccess: (created) => {
      void cache.invalidateQueries({ queryKey: ['sources'] });
      void cache.invalidateQueries({ queryKey: ['imports'] });
      void navigate(`/imports/${created.id}`);
    },
  });
  const inspect = useMutation({
    mutationFn: sources.inspect,
    onSuccess: (answer) => {
      setInspection(answer);
      setDraft(
        toDraft(
          answer.mapping,
          answer.columns.map((c) => c.name),
        ),
      );
    },
  });

  const take = (chosen: File) => {
    setFile(chosen);
    if (known !== null) return send.mutate({ file: chosen, source: Number(known) });
    setName(chosen.name.replace(/(\.(csv|ndjson|json|parquet|txt|tsv|gz|xz|zst))+$/i, ''));
    inspect.mutate(chosen);
  };

  const title = known !== null && source.data ? `${m.newFile}: ${source.data.name}` : inspection ? m.mapTitle : m.newFile;
  return (
    <Page
      title={title}
      intro={inspection ? m.mapIntro : undefined}
      back={{ to: known === null ? '/imports' : `/sources/${known}`, label: known === null ? m.title : (source.data?.name ?? m.title) }}
    >
      <ProblemNotice error={inspect.error ?? send.error ?? source.error} />
      {send.isPending && file && (
        <Card>
          <div className="stack tight">
            <span>{m.uploading(file.name, f.percent(share))}</span>
            <Progress done={share} total={1} label={file.name} />
          </div>
        </Card>
      )}
      {inspect.isPending && (
        <Card>
          <Loading /> {m.inspecting}
        </Card>
      )}
      {!inspection && !inspect.isPending && !send.isPending && <FileDrop onFile={take} />}
      {inspection && draft && file && !send.isPending && (
        <form
          className="stack wide"
          onSubmit={(e) => {
            e.preventDefault();
            send.mutate({ file });
          }}
        >
          <Card>
            <Field label={m.sourceName} hint={m.sourceHint}>
              {(w) => <input {...w} className="input" value={name} onChange={(e) => setName(e.target.value)} required />}
            </Field>
          </Card>
          <MappingEditor columns={inspection.columns} draft={draft} onChange={setDraft} />
          <div className="row">
            <Button type="submit" look="primary" disabled={faultsOf(draft).length > 0 || !name.trim()}>
              {m.start}
            </Button>
            <Button look="quiet" onClick={() => setInspection(undefined)}>
              {t.common.cancel}
            </Button>
            <span className="muted small">
              {file.name} · {f.bytes(file.size)}
            </span>
          </div>
        </form>
      )}
    </Page>
  );
}
