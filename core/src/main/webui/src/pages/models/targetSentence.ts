import type { ModelKind, Target, TraitValue } from '../../api/models';
import type { useI18n } from '../../i18n';

type I18n = ReturnType<typeof useI18n>;

/** What a model with a target foresees, in a sentence. */
export function targetSentence(kind: ModelKind, target: Target, t: I18n['t'], f: I18n['f']): string {
  if ('trait' in target) return t.models.sentenceTrait(target.trait, valueWord(target.value, t, f));
  if ('experiment' in target) return t.models.sentenceUplift;
  const { sentenceValue, sentenceChurn, sentencePrediction } = t.models;
  const { category, atLeast } = target;
  const what = [
    target.event,
    ...(category ? [t.models.ofCategory(category)] : []),
    ...(atLeast ? [t.models.ofAtLeast(f.loose(atLeast))] : []),
  ].join(' ');
  return (kind === 'value' ? sentenceValue : target.negate ? sentenceChurn : sentencePrediction)(what, target.withinDays);
}

export const valueWord = (value: TraitValue, t: I18n['t'], f: I18n['f']): string =>
  typeof value === 'number' ? f.loose(value) : typeof value === 'boolean' ? (value ? t.common.yes : t.common.no) : value;
