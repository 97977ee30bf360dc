import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { models, type Model, type ModelFile } from '../../api/models';
import { ProblemNotice } from '../../design/Notice';
import { Card, Loading } from '../../design/Page';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';
import { FileDrop } from '../imports/FileDrop';
import { FileUseCard } from './FileUseCard';

/** The file of a model made elsewhere, and what its inputs get. */
export function FilePart({ model, working }: { model: Model; working: boolean }) {
  const { t, f } = useI18n();
  const m = t.models.external;
  const mayEdit = useMay('editor');
  const cache = useQueryClient();
  const query = useQuery<ModelFile | null>({ queryKey: ['model-file', model.id], queryFn: () => models.file(model.id), retry: false });
  const send = useMutation({
    mutationFn: (file: File) => models.sendFile(model.id, file),
    onSuccess: (file) => cache.setQueryData(['model-file', model.id], file),
  });
  const file = query.data;
  return (
    <div className="stack wide">
      {file && (
        <Card title={file.name || file.format.toUpperCase()}>
          <p className="muted break">
            {file.format.toUpperCase()}
            {file.producer && ` · ${file.producer}`} · {f.bytes(file.bytes)} · {m.origin(file.uploadedBy, f.dateTime(file.uploadedAt))}
          </p>
          <p className="small muted break">SHA-256 {file.sha256}</p>
        </Card>
      )}
      {file && mayEdit && <FileUseCard key={file.sha256} model={model} file={file} working={working} />}
      {mayEdit && (
        <Card title={file ? m.newer : m.upload}>
          <div className="stack">
            <p className="muted">{m.uploadText}</p>
            {send.isPending || query.isPending ? <Loading /> : <FileDrop hint={m.drop} accept=".onnx,.pmml,.xml" onFile={(chosen) => send.mutate(chosen)} />}
            <ProblemNotice error={send.error} />
          </div>
        </Card>
      )}
    </div>
  );
}
