import { useMutation, useQueryClient } from '@tanstack/react-query';
import { segments, type Segment } from '../../api/segments';
import { Button } from '../../design/Button';
import { IdentityLines, useLines } from '../../design/IdentityLines';
import { Notice, ProblemNotice } from '../../design/Notice';
import { Card } from '../../design/Page';
import { useToast } from '../../design/Toasts';
import { useI18n } from '../../i18n';

export function AddToList({ segment }: { segment: Segment }) {
  const { t } = useI18n();
  const s = t.segments;
  const cache = useQueryClient();
  const say = useToast();
  const { lines, setLines, identities, clear } = useLines();
  const add = useMutation({
    mutationFn: () => segments.addMembers(segment.id, identities),
    onSuccess: (answer) => {
      clear();
      say(s.addedToList(answer.added));
      void cache.invalidateQueries();
    },
  });
  return (
    <Card>
      <form
        className="stack"
        onSubmit={(e) => {
          e.preventDefault();
          add.mutate();
        }}
      >
        <IdentityLines lines={lines} onChange={setLines} />
        <ProblemNotice error={add.error} />
        {!!add.data?.unknown.length && <Notice tone="warn">{s.unknown(add.data.unknown.length)}</Notice>}
        <div>
          <Button type="submit" look="primary" disabled={identities.length === 0} busy={add.isPending}>
            {s.addToList}
          </Button>
        </div>
      </form>
    </Card>
  );
}
