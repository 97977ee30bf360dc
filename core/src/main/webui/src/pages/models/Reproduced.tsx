import { useMutation } from '@tanstack/react-query';
import type { Bilingual } from '../../api/catalogue';
import { models } from '../../api/models';
import { isFinal } from '../../api/runs';
import { useRun } from '../../api/useRun';
import { Button } from '../../design/Button';
import { Dialog } from '../../design/Dialog';
import { ProblemNotice } from '../../design/Notice';
import { Loading } from '../../design/Page';
import { useI18n } from '../../i18n';

/** Learns a version again and says in words whether it came out the same. */
export function Reproduced({ model, version }: { model: number; version: number }) {
  const { t, language } = useI18n();
  const m = t.models;
  const ask = useMutation({ mutationFn: () => models.reproduce(model, version) });
  const run = useRun(ask.data?.run).data;
  const verdict = run?.result as { sentence: Bilingual } | undefined;
  return (
    <>
      <Button small title={m.reproduceHint} busy={ask.isPending} onClick={() => ask.mutate()}>
        {m.reproduce}
      </Button>
      {!ask.isIdle && !ask.isPending && (
        <Dialog title={m.reproduceTitle(version)} onClose={() => ask.reset()} foot={<Button onClick={() => ask.reset()}>{t.common.close}</Button>}>
          <ProblemNotice error={ask.error} problem={run?.state === 'failed' ? run.problem : null} />
          {ask.data && !(run && isFinal(run.state)) && <Loading />}
          {verdict && <p role="status">{verdict.sentence[language]}</p>}
        </Dialog>
      )}
    </>
  );
}
