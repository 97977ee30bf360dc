import type { ModelKind, Target } from '../../api/models';
import type { Dictionary } from '../../i18n';

/** What a model with a target is for, in a sentence. */
export function goalOf(kind: ModelKind, target: Target, m: Dictionary['models']): string {
  const sentence = kind === 'value' ? m.sentenceValue : target.negate ? m.sentenceChurn : m.sentencePrediction;
  return sentence(target.event, target.withinDays);
}
