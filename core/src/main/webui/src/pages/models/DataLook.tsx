import { useQuery } from '@tanstack/react-query';
import { models, type ModelDraft } from '../../api/models';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Loading } from '../../design/Page';
import { useI18n } from '../../i18n';
import { Checks } from './Checks';

/** What the data say about a model of a trait before it is trained. */
export function DataLook({ draft }: { draft: ModelDraft }) {
  const { t } = useI18n();
  const m = t.models;
  const seen = useQuery({
    queryKey: ['look', draft.target, draft.features, draft.segment],
    queryFn: () => models.look({ ...draft, name: m.newTitle, schedule: null }),
    staleTime: 60_000,
    retry: false,
  });
  if (seen.error) return <ProblemNotice error={seen.error} />;
  if (!seen.data) return <Loading />;
  if (seen.data.length === 0) return <Notice>{m.lookedWell}</Notice>;
  return <Checks title={m.looked} checks={seen.data} />;
}
