import { features } from './data.ts';

/** A model that was steady for a week and drifts since the autumn sale. */
const day = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString();
const OTHERS = [
  { name: 'scores', label: { en: 'Scores', de: 'Werte' } },
  { name: 'outcomes', label: { en: 'Share who do it', de: 'Anteil, der es tut' } },
];
/** As the server names them: a trait goes by its own name. */
const labelOf = (name: string) => {
  const bare = name.replace('trait:', '');
  return [...features, ...OTHERS].find((one) => one.name === name)?.label ?? { en: bare, de: bare };
};
const moved = (name: string, psi: number, drifts = false) => ({ name, label: labelOf(name), psi, ks: psi / 1.3, wasserstein: psi * 40, pValue: Math.exp(-60 * psi), surely: psi > 0.05, drifts });

export const watch = {
  latest: {
    version: 3,
    look: 14,
    at: day(0),
    asOf: day(0),
    customers: 4_338,
    compared: 4_338,
    alpha: 0.000155,
    state: 'drifting',
    sentence: {
      en: "3 of 9 things compared moved since it was learned, most of all 'Basket value'.",
      de: '3 von 9 verglichenen Größen haben sich seit dem Lernen verschoben, am meisten „Warenkorbwert“.',
    },
    features: [
      moved('basket_value', 0.31, true),
      moved('frequency', 0.12, true),
      moved('recency', 0.08),
      moved('monetary', 0.05),
      moved('trait:country', 0.02),
      moved('tenure', 0.01),
      moved('trend', 0.004),
    ],
    scores: moved('scores', 0.07),
    outcomes: { ...moved('outcomes', 0.14, true), ks: null, wasserstein: null },
    performance: { decision: day(90), customers: 4_102, positives: 1_312, auc: 0.741, aucError: 0.008, aucThen: 0.768, brier: 0.182, foreseen: 0.381, rate: 0.32, worse: false },
    outcomesFrom: null,
    newOutcomes: 612,
    fairness: {
      trait: 'gender',
      threshold: 0.42,
      word: 'unclear',
      reason: {
        en: "Of 'men' 31% are selected, of 'women' 37%: 0.84 times as often; the groups are too small to tell whether that is less than four fifths.",
        de: 'Von „men“ werden 31 % ausgewählt, von „women“ 37 %: das 0,84-fache; die Gruppen sind zu klein, um zu sagen, ob das weniger als vier Fünftel ist.',
      },
      groups: [
        {
          value: 'women',
          customers: 2_310,
          tooSmall: false,
          selected: { share: 0.37, from: 0.35, to: 0.39, of: 2_310 },
          found: { share: 0.61, from: 0.57, to: 0.65, of: 702 },
          foreseen: 0.39,
          came: { share: 0.33, from: 0.31, to: 0.35, of: 2_180 },
        },
        {
          value: 'men',
          customers: 1_930,
          tooSmall: false,
          selected: { share: 0.31, from: 0.29, to: 0.33, of: 1_930 },
          found: { share: 0.57, from: 0.53, to: 0.61, of: 590 },
          foreseen: 0.37,
          came: { share: 0.31, from: 0.29, to: 0.33, of: 1_830 },
        },
        { value: 'diverse', customers: 41, tooSmall: true, selected: { share: 0.4, from: 0.26, to: 0.56, of: 41 }, found: null, foreseen: null, came: null },
      ],
    },
  },
  history: Array.from({ length: 14 }, (_, i) => ({
    at: day(13 - i),
    version: 3,
    state: i < 9 ? 'steady' : 'drifting',
    features: i < 9 ? 0.02 + 0.004 * i : 0.16 + 0.035 * (i - 9),
    scores: 0.01 + 0.004 * i,
    outcomes: 0.03 + 0.008 * i,
    auc: 0.768 - 0.002 * i,
    brier: 0.171 + 0.001 * i,
    rate: 0.38 - 0.004 * i,
  })),
  floors: { psi: 0.1, auc: 0.05 },
};

/** Of a file that says what it foresees: what comes true is not known yet. */
export const watchOfFile = {
  ...watch,
  latest: {
    ...watch.latest,
    look: 1,
    state: 'steady',
    sentence: { en: 'Nothing that matters moved, of 3 things compared.', de: 'Von 3 verglichenen Größen hat sich keine nennenswert verschoben.' },
    features: [moved('trait:country', 0.02), moved('recency', 0.01)],
    scores: moved('scores', 0.03),
    outcomes: null,
    performance: null,
    outcomesFrom: day(-78),
    fairness: null,
  },
  history: [],
};
