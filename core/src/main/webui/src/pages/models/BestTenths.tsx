import { useNavigate } from 'react-router';
import type { ReactNode } from 'react';
import type { Model } from '../../api/models';
import { Button } from '../../design/Button';
import { useI18n } from '../../i18n';
import { useMay } from '../../shell/useSession';

/** Takes the customers from the best tenth down to a chosen one, and makes a segment of them. `children` says what they are. */
export function BestTenths({ model, upTo, onChange, children }: { model: Model; upTo: number; onChange: (upTo: number) => void; children: ReactNode }) {
  const { t, f } = useI18n();
  const m = t.models;
  const navigate = useNavigate();
  const mayEdit = useMay('editor');
  const share = upTo / 10;
  return (
    <div className="row between">
      <label className="row grow">
        <span className="sr">{m.range}</span>
        <input type="range" className="range" min={1} max={10} value={upTo} onChange={(e) => onChange(Number(e.target.value))} />
        <span className="small muted num">{children}</span>
      </label>
      {mayEdit && (
        <Button
          look="primary"
          icon="segment"
          onClick={() =>
            void navigate('/segments/new', {
              state: { name: m.topName(model.name, f.percent(share)), kind: 'prediction', definition: { all: [{ score: model.id, top: share }] } },
            })
          }
        >
          {m.makeSegmentTop(upTo)}
        </Button>
      )}
    </div>
  );
}
