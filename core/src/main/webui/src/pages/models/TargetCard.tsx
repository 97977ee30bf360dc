import type { Catalogue } from '../../api/catalogue';
import type { EventTarget, ModelKind, Target, TraitTarget, TraitValue } from '../../api/models';
import { Card } from '../../design/Page';
import { useI18n } from '../../i18n';
import { valueWord } from './targetSentence';

interface Props {
  kind: ModelKind;
  known: Catalogue;
  target: EventTarget | TraitTarget;
  onChange: (target: Target) => void;
}

/** Traits that can be an answer: with values to choose from. */
const answers = (known: Catalogue) => known.traits.filter((trait) => trait.type !== 'time' && !!trait.values?.length);

/** What stands there before a person chooses. */
export function firstTarget(known: Catalogue, about: 'event' | 'trait'): EventTarget | TraitTarget {
  const first = answers(known)[0];
  if (about === 'trait' && first) return { trait: first.name, value: first.values![0]!.value };
  const event = known.events.find((e) => e.name === 'Order Completed') ?? known.events[0];
  return { event: event?.name ?? 'Order Completed', withinDays: 90, negate: false };
}

/** What is to be foreseen, as a sentence with gaps. */
export function TargetCard({ kind, known, target, onChange }: Props) {
  const { t } = useI18n();
  const m = t.models;
  if (kind === 'value' && 'event' in target) {
    return (
      <Card title={m.target}>
        <div className="stack tight">
          <PurchaseChoice known={known} target={target} onChange={onChange} />
          <p className="hint">{m.valueHint}</p>
        </div>
      </Card>
    );
  }
  const about = 'trait' in target ? 'trait' : 'event';
  const learned = kind !== 'external';
  return (
    <Card title={learned ? m.target : m.targetOfFile}>
      <div className="stack">
        <div className="cols-2">
          <label className="choice">
            <input type="radio" name="about" checked={about === 'event'} onChange={() => onChange(firstTarget(known, 'event'))} />
            <strong>{m.aboutEvent}</strong>
            <span className="hint">{learned ? m.aboutEventHint : m.aboutEventOfFile}</span>
          </label>
          <label className="choice">
            <input
              type="radio"
              name="about"
              checked={about === 'trait'}
              disabled={answers(known).length === 0}
              onChange={() => onChange(firstTarget(known, 'trait'))}
            />
            <strong>{m.aboutTrait}</strong>
            <span className="hint">{m.aboutTraitHint}</span>
          </label>
        </div>
        {'trait' in target ? (
          <TraitChoice known={known} target={target} onChange={onChange} />
        ) : (
          <EventChoice known={known} target={target} onChange={onChange} />
        )}
        {learned && <p className="hint">{about === 'event' ? m.targetHint : m.traitHint}</p>}
      </div>
    </Card>
  );
}

interface EventProps {
  known: Catalogue;
  target: EventTarget;
  onChange: (target: Target) => void;
}

function EventChoice({ known, target, onChange }: EventProps) {
  const { t } = useI18n();
  const m = t.models;
  return (
    <div className="target-sentence">
      <span>{m.targetBefore}</span>
      <EventNames known={known} target={target} onChange={onChange} />
      <OfWhat known={known} target={target} onChange={onChange} />
      <select
        className="select"
        aria-label={m.goals.prediction}
        value={target.negate ? 'not' : 'yes'}
        onChange={(e) => onChange({ ...target, negate: e.target.value === 'not' })}
      >
        <option value="yes">{m.happens}</option>
        <option value="not">{m.happensNot}</option>
      </select>
      <span>{m.targetWithin}</span>
      <DaysAhead target={target} onChange={onChange} />
    </div>
  );
}

/** What it is about and for how much: a cross-sell, an up-sell. */
function OfWhat({ known, target, onChange }: EventProps) {
  const { t } = useI18n();
  const m = t.models;
  const categories = known.events.find((x) => x.name === target.event)?.categories ?? [];
  return (
    <>
      {(categories.length > 0 || target.category) && (
        <label className="row tight">
          <span>{m.targetCategory}</span>
          <select
            className="select"
            value={target.category ?? ''}
            onChange={(e) => onChange({ ...target, category: e.target.value || undefined })}
          >
            <option value="">{m.targetAnyCategory}</option>
            {[...new Set([...categories, ...(target.category ? [target.category] : [])])].map((x) => (
              <option key={x}>{x}</option>
            ))}
          </select>
        </label>
      )}
      <label className="row tight">
        <span>{m.targetAtLeast}</span>
        <input
          className="input"
          type="number"
          min={0}
          step="any"
          placeholder={m.targetAnyAmount}
          value={target.atLeast ?? ''}
          onChange={(e) => onChange({ ...target, atLeast: e.target.valueAsNumber > 0 ? e.target.valueAsNumber : undefined })}
        />
      </label>
    </>
  );
}

function PurchaseChoice({ known, target, onChange }: EventProps) {
  const { t } = useI18n();
  const m = t.models;
  return (
    <div className="target-sentence">
      <span>{m.valueBefore}</span>
      <EventNames known={known} target={target} onChange={onChange} />
      <span>{m.valueWithin}</span>
      <DaysAhead target={target} onChange={onChange} />
    </div>
  );
}

function EventNames({ known, target, onChange }: EventProps) {
  const { t } = useI18n();
  return (
    <select className="select" aria-label={t.models.target} value={target.event} onChange={(e) => onChange({ ...target, event: e.target.value, category: undefined })}>
      {known.events.map((x) => (
        <option key={x.name}>{x.name}</option>
      ))}
    </select>
  );
}

function DaysAhead({ target, onChange }: Omit<EventProps, 'known'>) {
  const { t } = useI18n();
  const m = t.models;
  return (
    <>
      <input
        className="input"
        type="number"
        min={1}
        max={730}
        aria-label={m.targetDays}
        value={target.withinDays}
        onChange={(e) => onChange({ ...target, withinDays: e.target.valueAsNumber || 1 })}
      />
      <span>{m.targetDays}</span>
    </>
  );
}

function TraitChoice({ known, target, onChange }: { known: Catalogue; target: TraitTarget; onChange: (target: Target) => void }) {
  const { t, f } = useI18n();
  const m = t.models;
  const values = known.traits.find((trait) => trait.name === target.trait)?.values ?? [];
  const first = (trait: string): TraitValue => known.traits.find((x) => x.name === trait)!.values![0]!.value;
  return (
    <div className="target-sentence">
      <span>{m.traitBefore}</span>
      <select className="select" aria-label={m.trait} value={target.trait} onChange={(e) => onChange({ trait: e.target.value, value: first(e.target.value) })}>
        {answers(known).map((x) => (
          <option key={x.name}>{x.name}</option>
        ))}
      </select>
      <span>{m.traitIs}</span>
      <select
        className="select"
        aria-label={m.traitValue}
        value={values.findIndex((x) => x.value === target.value)}
        onChange={(e) => onChange({ ...target, value: values[Number(e.target.value)]!.value })}
      >
        {values.map((x, i) => (
          <option key={String(x.value)} value={i}>
            {valueWord(x.value, t, f)}
          </option>
        ))}
      </select>
    </div>
  );
}
