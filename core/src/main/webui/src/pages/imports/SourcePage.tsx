import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { imports, sources, type Column, type Import, type Mapping, type Source } from '../../api/sources';
import { Button, ButtonLink } from '../../design/Button';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading, Page } from '../../design/Page';
import { Removal } from '../../design/Removal';
import { KindBadge } from '../../design/StateBadge';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { ChangedMapping } from './ChangedMapping';
import { ImportTable } from './ImportTable';
import { faultsOf, toDraft, toMapping } from './mapping';
import { MappingEditor } from './MappingEditor';
import { QualityTrend } from './QualityTrend';
import { WriteKeys } from './WriteKeys';

export function SourcePage() {
  const { t } = useI18n();
  const m = t.imports;
  const id = Number(useParams()['id']);
  const mayEdit = useMay('editor');
  const source = useQuery({ queryKey: ['source', id], queryFn: () => sources.one(id) });
  const list = useQuery({ queryKey: ['imports', id], queryFn: () => imports.list({ source: id, limit: 50 }), refetchInterval: 10_000 });
  const shown = source.data;
  return (
    <Page
      title={shown?.name ?? m.source}
      back={{ to: '/imports', label: m.title }}
      badge={shown && <KindBadge kind={shown.kind} />}
      actions={
        mayEdit &&
        shown && (
          <>
            <Removal label={m.delete} title={m.deleteTitle(shown.name)} text={m.deleteText} remove={() => sources.remove(id)} from="sources" to="/imports" />
            {shown.kind === 'file' && (
              <ButtonLink to={`/imports/new?source=${id}`} look="primary" icon="import">
                {m.again}
              </ButtonLink>
            )}
          </>
        )
      }
    >
      <ProblemNotice error={source.error ?? list.error} />
      {source.isPending && <Loading />}
      {shown?.lastImport?.mappingChanged && <ChangedMapping source={shown} last={shown.lastImport} mayEdit={mayEdit} />}
      {shown?.kind === 'file' && (
        <Card title={m.recent} flush>
          <ImportTable imports={(list.data?.items ?? []).filter((i) => i.source === id)} />
        </Card>
      )}
      {shown?.kind === 'file' && <QualityTrend source={id} />}
      {shown?.kind === 'events' && <WriteKeys source={id} mayEdit={mayEdit} />}
      {shown?.kind === 'file' && shown.mapping && list.data && (
        <SourceMapping key={shown.id} source={shown} mapping={shown.mapping} columns={columnsOf(shown.mapping, list.data.items)} mayEdit={mayEdit} />
      )}
    </Page>
  );
}

/** Columns in use, and those of the last file that was read: the right one may be among them. */
function columnsOf(mapping: Mapping, list: Import[]): Column[] {
  const last = list.find((i) => i.report?.quality)?.report?.quality?.columns ?? [];
  const used = toDraft(mapping, mapping.options?.columns ?? []).uses.map((u) => u.column);
  const seen: Column[] = last.map((c) => ({ name: c.name, type: c.type, samples: typeof c.sample === 'string' ? [c.sample] : [] }));
  const rest = [...new Set(used)].filter((name) => !seen.some((c) => c.name === name));
  return [...seen, ...rest.map((name) => ({ name, type: '', samples: [] }))];
}

interface MappingProps {
  source: Source;
  mapping: Mapping;
  columns: Column[];
  mayEdit: boolean;
}

function SourceMapping({ source, mapping, columns, mayEdit }: MappingProps) {
  const { t } = useI18n();
  const cache = useQueryClient();
  const say = useToast();
  const [draft, setDraft] = useState(() =>
    toDraft(
      mapping,
      columns.map((c) => c.name),
    ),
  );
  const save = useMutation({
    mutationFn: () => sources.update(source.id, { name: source.name, kind: source.kind, format: source.format ?? null, mapping: toMapping(draft) }),
    onSuccess: () => {
      say(t.imports.mappingSaved);
      // what to do about what is in already stands at the top
      window.scrollTo({ top: 0 });
      void cache.invalidateQueries({ queryKey: ['source', source.id] });
    },
  });
  return (
    <section className="stack">
      <h2>{t.imports.editMapping}</h2>
      <fieldset disabled={!mayEdit} className="stack">
        <MappingEditor columns={columns} draft={draft} onChange={setDraft} />
      </fieldset>
      <ProblemNotice error={save.error} />
      {mayEdit && (
        <div className="row">
          <Button onClick={() => save.mutate()} busy={save.isPending} disabled={faultsOf(draft).length > 0}>
            {t.common.save}
          </Button>
        </div>
      )}
    </section>
  );
}
