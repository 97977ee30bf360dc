import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { sources, type Source } from '../../api/sources';
import { Button, ButtonLink } from '../../design/Button';
import { Notice, ProblemNotice } from '../../design/Notice';
import { useI18n } from '../../i18n';

/** What is in already was read under another mapping: the way to put it right, and what cannot be. */
export function ChangedMapping({ source, last, mayEdit }: { source: Source; last: NonNullable<Source['lastImport']>; mayEdit: boolean }) {
  const { t } = useI18n();
  const m = t.imports.remap;
  const go = useNavigate();
  const again = useMutation({
    mutationFn: () => sources.readAgain(source.id),
    onSuccess: (started) => go(`/imports/${started.id}`),
  });
  return (
    <Notice tone="warn" title={m.title}>
      <div className="stack tight">
        <span>{last.fileKept ? m.text(last.filename) : m.textUpload(last.filename)}</span>
        <span className="small muted">{m.limits}</span>
        <ProblemNotice error={again.error} />
        {mayEdit && (
          <div className="row">
            {last.fileKept && (
              <Button look="primary" onClick={() => again.mutate()} busy={again.isPending}>
                {m.again}
              </Button>
            )}
            <ButtonLink to={`/imports/new?source=${source.id}`} look={last.fileKept ? 'quiet' : 'primary'} icon="import">
              {m.upload}
            </ButtonLink>
          </div>
        )}
      </div>
    </Notice>
  );
}
