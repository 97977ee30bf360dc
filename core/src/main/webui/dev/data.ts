// Made-up answers in the agreed shapes, to look at the interface without a server.
const now = Date.now();
const ago = (hours: number) => new Date(now - hours * 3_600_000).toISOString();

function randomOf(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const random = randomOf(7);
const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-9)) * Math.cos(2 * Math.PI * random());

export const me = { name: 'admin', role: 'admin', passwordGenerated: true };

export const features = [
  ['recency', 'Days since last order', 'Tage seit der letzten Bestellung', 'How long ago the last order was.', 'Wie lange die letzte Bestellung her ist.'],
  ['frequency', 'Number of orders', 'Anzahl Bestellungen', 'How many orders there were.', 'Wie viele Bestellungen es gab.'],
  ['monetary', 'Total revenue', 'Umsatz', 'What was spent altogether, returns taken off.', 'Was insgesamt ausgegeben wurde, ohne Retouren.'],
  ['basket_value', 'Basket value', 'Warenkorbwert', 'What one order is worth on average.', 'Was eine Bestellung im Schnitt wert ist.'],
  [
    'inter_purchase',
    'Days between orders',
    'Tage zwischen Bestellungen',
    'The usual pause between two orders.',
    'Die übliche Pause zwischen zwei Bestellungen.',
  ],
  ['returns_share', 'Share returned', 'Retourenquote', 'How much of what was bought came back.', 'Wie viel vom Gekauften zurückkam.'],
  ['tenure', 'Days as a customer', 'Tage als Kunde', 'How long ago the first order was.', 'Wie lange die erste Bestellung her ist.'],
  ['trend', 'Trend of spending', 'Trend der Ausgaben', 'Whether spending goes up or down.', 'Ob die Ausgaben steigen oder fallen.'],
].map(([name, en, de, sen, sde]) => ({ name, label: { en, de }, sentence: { en: sen, de: sde }, unit: null }));

export const catalogue = {
  traits: [
    {
      name: 'country',
      type: 'text',
      values: ['United Kingdom', 'Germany', 'France', 'Ireland', 'Spain', 'Belgium'].map((value, i) => ({ value, count: 3950 - i * 620 })),
    },
    { name: 'newsletter', type: 'flag', values: [] },
    { name: 'age', type: 'number', values: [] },
    { name: 'signed_up', type: 'time', values: [] },
    { name: 'loyalty_tier', type: 'text', values: ['gold', 'silver', 'bronze'].map((value, i) => ({ value, count: 300 + i * 700 })) },
  ],
  events: [
    {
      name: 'Order Completed',
      count: 397_884,
      properties: ['category', 'description', 'coupon'],
      categories: ['Kitchen', 'Lights', 'Garden'],
    },
    { name: 'Order Refunded', count: 8_905, properties: ['category', 'reason'] },
    { name: 'Product Viewed', count: 1_204_331, properties: ['category', 'product_id'] },
    { name: 'Email Opened', count: 88_120, properties: ['campaign'] },
  ],
  features,
  models: [
    { id: 5, name: 'Customer groups', kind: 'clustering' },
    { id: 7, name: 'Buys again in 90 days', kind: 'prediction' },
    { id: 9, name: 'Worth in a year', kind: 'value' },
    { id: 11, name: 'Whom it moves: Spring mail to lapsed customers', kind: 'uplift' },
    { id: 13, name: 'Churn, by the data team', kind: 'external' },
  ],
};

const quality = {
  columns: [
    { name: 'InvoiceNo', type: 'VARCHAR', missing: 0, distinct: 25_900, min: '536365', max: 'C581569', sample: '536365', findings: [] },
    {
      name: 'StockCode',
      type: 'VARCHAR',
      missing: 0,
      distinct: 4_070,
      min: '10002',
      max: 'm',
      sample: '85123A',
      findings: [{ code: 'mixed-case', sentence: 'The same codes appear in upper and lower case.' }],
    },
    { name: 'Description', type: 'VARCHAR', missing: 1_454, distinct: 4_223, min: null, max: null, sample: 'WHITE HANGING HEART', findings: [] },
    {
      name: 'Quantity',
      type: 'BIGINT',
      missing: 0,
      distinct: 722,
      min: -80_995,
      max: 80_995,
      sample: 6,
      findings: [{ code: 'outliers', sentence: 'Two values lie more than a thousand times above the median.' }],
    },
    { name: 'InvoiceDate', type: 'TIMESTAMP', missing: 0, distinct: 23_260, min: '2010-12-01', max: '2011-12-09', sample: '2010-12-01 08:26', findings: [] },
    {
      name: 'UnitPrice',
      type: 'DOUBLE',
      missing: 0,
      distinct: 1_630,
      min: -11_062.06,
      max: 38_970,
      sample: 2.55,
      findings: [{ code: 'not-positive', sentence: '2,517 prices are not above zero.' }],
    },
    {
      name: 'CustomerID',
      type: 'BIGINT',
      missing: 135_080,
      distinct: 4_372,
      min: 12_346,
      max: 18_287,
      sample: 17_850,
      findings: [{ code: 'missing', sentence: 'A quarter of the rows names no customer.' }],
    },
    { name: 'Country', type: 'VARCHAR', missing: 0, distinct: 38, min: 'Australia', max: 'Unspecified', sample: 'United Kingdom', findings: [] },
  ],
  exactDuplicates: 5_268,
  withoutIdentity: 135_080,
  negativeQuantities: 10_624,
  pricesNotPositive: 2_517,
  usablePurchases: { rows: 397_884, customers: 4_338, revenue: 8_911_407.9 },
  from: '2010-12-01T08:26:00Z',
  to: '2011-12-09T12:50:00Z',
};

const report = {
  rowsIn: 541_909,
  accepted: 401_561,
  invalid: 135_080,
  duplicates: 5_268,
  events: 401_561,
  profilesCreated: 4_372,
  profilesUpdated: 0,
  traitsWritten: 4_372,
  invalidReasons: [
    {
      code: 'IDENTIFIER_MISSING',
      count: 135_037,
      sentence: 'The row names no customer.',
      samples: [623, 1_444, 1_445].map((line) => ({ line, reason: 'CustomerID is empty.', column: 'CustomerID' })),
    },
    {
      code: 'DATE_INVALID',
      count: 43,
      sentence: 'The time of the event cannot be read.',
      samples: [{ line: 88_120, reason: '“32/13/2011” is not a date.', column: 'InvoiceDate' }],
    },
  ],
  quality,
};

const mapping = {
  identities: { customer_id: 'CustomerID' },
  traits: { country: 'Country' },
  consents: {},
  event: {
    name: 'Order Completed',
    refund: 'Order Refunded',
    at: 'InvoiceDate',
    atFormat: null,
    messageId: null,
    orderRef: 'InvoiceNo',
    item: 'StockCode',
    category: null,
    quantity: 'Quantity',
    unitPrice: 'UnitPrice',
    amount: null,
    properties: { description: 'Description' },
  },
  options: { delimiter: null, header: true, identicalRows: 'drop' },
};

export const imports = [
  {
    id: 3,
    source: 2,
    run: 31,
    filename: 'newsletter-2026-11.csv',
    state: 'failed',
    createdAt: ago(2),
    report: null,
    problem: {
      status: 422,
      code: 'MAPPING_COLUMN_MISSING',
      detail: 'The file has no column “E-Mail”.',
      nextStep: 'Correct the mapping of this source, or the heading in the file.',
    },
  },
  { id: 2, source: 1, run: 22, filename: 'orders-2026-11-20.parquet', state: 'completed-with-errors', createdAt: ago(5), report, problem: null },
  {
    id: 1,
    source: 1,
    run: 12,
    filename: 'orders-2026-11-19.parquet',
    state: 'completed',
    createdAt: ago(29),
    report: {
      ...report,
      invalid: 0,
      accepted: 536_641,
      invalidReasons: [],
      corrections: { events: 1_204, traits: 318, consents: 0, identities: 4_372, customers: 4_290, withoutData: 12, severalNames: 3 },
    },
    problem: null,
  },
];

export const sources = [
  { id: 1, name: 'Shop orders', kind: 'file', format: 'parquet', mapping, lastImport: { ...imports[1]!, mappingChanged: true, fileKept: true } },
  {
    id: 2,
    name: 'Newsletter sign-ups',
    kind: 'file',
    format: 'csv',
    mapping: { identities: { email: 'E-Mail' }, traits: {}, consents: { marketing: 'opt_in' } },
    lastImport: { ...imports[0]!, mappingChanged: true, fileKept: false },
  },
  { id: 3, name: 'Website', kind: 'events', format: null, mapping: null, lastImport: null },
];

export const inspection = {
  format: 'csv',
  columns: [
    ['InvoiceNo', 'VARCHAR', ['536365', '536365', '536366']],
    ['StockCode', 'VARCHAR', ['85123A', '71053', '22633']],
    ['Description', 'VARCHAR', ['WHITE HANGING HEART T-LIGHT HOLDER', 'WHITE METAL LANTERN', null]],
    ['Quantity', 'BIGINT', [6, 6, -1]],
    ['InvoiceDate', 'TIMESTAMP', ['2010-12-01 08:26:00', '2010-12-01 08:28:00']],
    ['UnitPrice', 'DOUBLE', [2.55, 3.39, 1.85]],
    ['CustomerID', 'BIGINT', [17850, 17850, 13047]],
    ['Country', 'VARCHAR', ['United Kingdom', 'France']],
  ].map(([name, type, samples]) => ({ name, type, samples })),
  mapping,
};

export const segments = [
  {
    id: 1,
    name: 'Loyal regulars',
    kind: 'cluster',
    definition: { cluster: 5, in: [0] },
    version: 4,
    size: 842,
    evaluatedAt: ago(3),
    entered24h: 12,
    left24h: 4,
  },
  {
    id: 2,
    name: 'Loyal, silent for 60 days',
    kind: 'rule',
    definition: {
      all: [
        { event: 'Order Completed', measure: 'orders', op: 'at-least', value: 5 },
        { event: 'Order Completed', measure: 'days-since-last', op: 'more-than', value: 60 },
        {
          any: [
            { trait: 'country', op: 'in', values: ['United Kingdom', 'Germany'] },
            { trait: 'loyalty_tier', op: 'equals', value: 'gold', ifMissing: true },
          ],
        },
        { none: [{ segment: 4, member: true }] },
      ],
    },
    version: 7,
    size: 318,
    evaluatedAt: ago(0.4),
    entered24h: 9,
    left24h: 21,
  },
  {
    id: 3,
    name: 'Buys again: best 20 %',
    kind: 'prediction',
    definition: { score: 7, top: 0.2 },
    version: 3,
    size: 868,
    evaluatedAt: ago(3),
    entered24h: 40,
    left24h: 38,
  },
  { id: 4, name: 'Press and partners', kind: 'list', definition: null, version: 1, size: 27, evaluatedAt: ago(700), entered24h: 0, left24h: 0 },
  {
    id: 5,
    name: 'Everyone in the United Kingdom',
    kind: 'rule',
    definition: { all: [{ trait: 'country', op: 'equals', value: 'United Kingdom' }] },
    version: 2,
    size: 3_950,
    evaluatedAt: ago(3),
    entered24h: 3,
    left24h: 0,
  },
];

export const history = [7, 6, 5, 4, 3, 2, 1].map((version) => ({
  version,
  definition: segments[1]!.definition,
  size: 250 + version * 12,
  entered: 9 + version * 3,
  left: 21 - version * 2,
  asOf: ago((8 - version) * 20),
  cause: version === 1 ? 'created' : version === 5 ? 'edited' : 'import',
  createdAt: ago((8 - version) * 20),
}));

const names: [string, string][] = [
  ['Loyal regulars', 'Treue Stammkunden'],
  ['Big one-off baskets', 'Große Einzelkörbe'],
  ['Fading', 'Am Verblassen'],
  ['New and curious', 'Neu und neugierig'],
];
const centres = [
  [2.2, 0.4],
  [0.2, 2.3],
  [-2.3, -0.6],
  [-0.2, -1.6],
] as const;
const shares = [0.194, 0.083, 0.431, 0.292];
const deviations = [
  [-0.9, 2.1, 1.6, 0.2, -0.8],
  [0.1, -0.6, 1.2, 2.4, 0.3],
  [1.6, -0.7, -0.5, -0.2, 0.9],
  [-1.1, -0.8, -0.6, 0.1, -0.3],
];
const overall = [92, 4.3, 2054, 419, 61];

export const clusterReport = {
  k: 4,
  candidates: [2, 3, 4, 5, 6, 7, 8].map((k, i) => ({ k, silhouette: [0.31, 0.36, 0.44, 0.39, 0.34, 0.33, 0.29][i] })),
  silhouette: 0.442,
  components: [
    {
      number: 1,
      explained: 0.61,
      loadings: [
        { name: 'frequency', label: { en: 'Orders', de: 'Bestellungen' }, loading: 0.94 },
        { name: 'monetary', label: { en: 'Spend', de: 'Umsatz' }, loading: 0.91 },
        { name: 'recency', label: { en: 'Days since the last order', de: 'Tage seit der letzten Bestellung' }, loading: -0.62 },
      ],
      sentence: {
        en: 'Component 1 tells 61% of what sets customers apart: high with Orders; Spend, low with Days since the last order.',
        de: 'Komponente 1 sagt 61 % dessen, was Kunden unterscheidet: hoch bei Bestellungen; Umsatz, niedrig bei Tage seit der letzten Bestellung.',
      },
    },
    {
      number: 2,
      explained: 0.3,
      loadings: [{ name: 'basket-mean', label: { en: 'Mean basket', de: 'Mittlerer Warenkorb' }, loading: 0.97 }],
      sentence: {
        en: 'Component 2 tells 30% of what sets customers apart: high with Mean basket.',
        de: 'Komponente 2 sagt 30 % dessen, was Kunden unterscheidet: hoch bei Mittlerer Warenkorb.',
      },
    },
  ],
  word: 'good',
  clusters: names.map(([en, de], n) => ({
    number: n,
    name: { en, de },
    size: Math.round(4338 * shares[n]!),
    share: shares[n],
    features: features
      .slice(0, 5)
      .map((f, i) => ({ name: f.name, overall: overall[i], deviation: deviations[n]![i], mean: Math.max(0.5, overall[i]! * (1 + 0.42 * deviations[n]![i]!)) })),
    sentence: [
      {
        en: 'They order three times as often as others and came back within the last month.',
        de: 'Sie bestellen dreimal so oft wie andere und kamen im letzten Monat wieder.',
      },
      { en: 'Few orders, but each is worth more than twice the average.', de: 'Wenige Bestellungen, aber jede ist mehr als doppelt so viel wert.' },
      {
        en: 'Their last order is more than five months ago, and they never ordered often.',
        de: 'Ihre letzte Bestellung ist über fünf Monate her, und sie bestellten nie oft.',
      },
      { en: 'First order only recently; too early to say more.', de: 'Erste Bestellung erst kürzlich; für mehr ist es zu früh.' },
    ][n],
  })),
  projection: {
    points: centres.flatMap(([x, y], n) => Array.from({ length: Math.round(1400 * shares[n]!) }, () => [x + normal() * 0.75, y + normal() * 0.6, n])),
    explained: [0.48, 0.21],
  },
  neighbourhood: {
    points: centres.flatMap(([x, y], n) => Array.from({ length: Math.round(500 * shares[n]!) }, () => [x * 9 + normal() * 6, y * 9 + normal() * 6, n])),
    kept: 0.64,
    keptByDirections: 0.22,
  },
  migration: [
    [780, 12, 40, 10],
    [15, 320, 20, 5],
    [22, 4, 1790, 54],
    [25, 24, 19, 1198],
  ],
  provenance: {
    algorithm: 'K-Means (k-means++)',
    seed: 42,
    rows: 4338,
    asOf: '2011-12-09',
    features: 'recency, frequency, monetary, basket_value, inter_purchase',
    codeVersion: '0.1.0',
  },
};

const curve = (f: (x: number) => number) => Array.from({ length: 41 }, (_, i) => [i / 40, f(i / 40)]);
const lifts = [2.6, 2.1, 1.6, 1.25, 0.95, 0.7, 0.45, 0.25, 0.1, 0.05];

export const predictionReport = {
  target: { event: 'Order Completed', withinDays: 90, category: 'Kitchen', atLeast: 150 },
  window: { trainTo: '2011-06-11T00:00:00Z', decisionAt: '2011-09-10T00:00:00Z', labelTo: '2011-12-09T00:00:00Z' },
  rows: { train: 2_712, test: 3_314 },
  baseRate: 0.382,
  auc: 0.804,
  prAuc: 0.731,
  brier: 0.174,
  word: 'good',
  reason: {
    en: 'It ranks four of five pairs rightly, on people and months it had not seen.',
    de: 'Es ordnet vier von fünf Paaren richtig, an Menschen und Monaten, die es nicht kannte.',
  },
  roc: curve((x) => 1 - (1 - x) ** 3.4),
  precisionRecall: curve((x) => 0.95 - 0.56 * x ** 1.9),
  lift: lifts.map((lift, i) => ({ decile: i + 1, lift, rate: Math.min(1, lift * 0.382), from: 0.92 - i * 0.095, to: 1 - i * 0.09 })),
  calibration: [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95].map((p) => [p, Math.min(1, p * 0.96 + 0.02 + normal() * 0.02), 330]),
  confusion: { threshold: 0.5, tp: 921, fp: 388, fn: 345, tn: 1_660 },
  features: [
    ['recency', 0.34],
    ['frequency', 0.24],
    ['inter_purchase', 0.14],
    ['tenure', 0.09],
    ['monetary', 0.08],
    ['trend', 0.06],
    ['basket_value', 0.03],
    ['returns_share', 0.02],
  ].map(([name, weight]) => ({ name, weight })),
  learner: 'random-forest',
  candidates: [
    { learner: 'random-forest', setting: { depth: 9, leaf: 24 }, auc: 0.806 },
    { learner: 'random-forest', setting: {}, auc: 0.801 },
    { learner: 'logistic', setting: {}, auc: 0.797 },
  ],
  checks: [
    {
      code: 'TIME_ORDER',
      sentence: { en: 'Checked on later time than it was learned from.', de: 'An späterer Zeit geprüft, als daraus gelernt wurde.' },
      severity: 'info',
    },
    {
      code: 'BASE_RATE_MOVED',
      sentence: {
        en: 'The share of buyers rose from 31 % to 38 % between learning and checking.',
        de: 'Der Anteil der Käufer stieg zwischen Lernen und Prüfen von 31 % auf 38 %.',
      },
      severity: 'warning',
    },
  ],
  provenance: { seed: 42, learner: 'RandomForest', trees: 200, codeVersion: '0.1.0' },
};

export const models = [
  {
    id: 5,
    name: 'Customer groups',
    kind: 'clustering',
    features: features.slice(0, 5).map((f) => f.name),
    target: null,
    segment: null,
    schedule: { cron: '0 0 3 ? * MON', zone: 'Europe/Berlin' },
    retraining: { onDrift: false, onImport: false, onOutcomes: null, strategy: null, windowDays: null, action: null, margin: null },
    sensitive: null,
    champion: 2,
    state: 'ready',
  },
  {
    id: 7,
    name: 'Buys again in 90 days',
    kind: 'prediction',
    features: features.map((f) => f.name),
    target: { event: 'Order Completed', withinDays: 90 },
    segment: null,
    schedule: null,
    retraining: { onDrift: false, onImport: false, onOutcomes: null, strategy: null, windowDays: null, action: null, margin: null },
    sensitive: null,
    champion: 3,
    state: 'ready',
  },
  {
    id: 9,
    name: 'Worth in a year',
    kind: 'value',
    features: [],
    target: { event: 'Order Completed', withinDays: 365 },
    segment: null,
    schedule: null,
    retraining: { onDrift: false, onImport: false, onOutcomes: null, strategy: null, windowDays: null, action: null, margin: null },
    sensitive: null,
    champion: 3,
    state: 'ready',
  },
  {
    id: 11,
    name: 'Whom it moves: Spring mail to lapsed customers',
    kind: 'uplift',
    features: [],
    target: { experiment: 1 },
    segment: null,
    schedule: null,
    retraining: { onDrift: false, onImport: false, onOutcomes: null, strategy: null, windowDays: null, action: null, margin: null },
    sensitive: null,
    champion: 3,
    state: 'ready',
  },
  {
    id: 13,
    name: 'Churn, by the data team',
    kind: 'external',
    features: [],
    target: { event: 'Order Completed', withinDays: 90, negate: true },
    segment: null,
    schedule: null,
    retraining: { onDrift: false, onImport: false, onOutcomes: null, strategy: null, windowDays: null, action: null, margin: null },
    sensitive: null,
    champion: 3,
    state: 'ready',
    silence: { since: ago(5), code: 'MODEL_DAMAGED' },
  },
];

const origin = {
  name: 'churn-2026-10.onnx',
  sha256: '9f2c1a7e0b64d3358c12f7a9e4d0b6c3a58e17f20d94c6b1e73a8f5d2c90b417',
  bytes: 184_320,
  format: 'onnx',
  producer: 'skl2onnx 1.19.1',
  uploadedBy: 'admin',
  uploadedAt: '2026-11-20T09:12:00Z',
};

export const modelFile = {
  ...origin,
  inputs: [
    { name: 'age', type: 'number', values: [], feature: 'trait:age' },
    { name: 'country', type: 'category', values: ['United Kingdom', 'Germany', 'France', 'Spain', 'Italy'], feature: 'trait:country' },
    { name: 'recency', type: 'number', values: [], feature: 'recency' },
    { name: 'calls_to_support', type: 'number', values: [], feature: null },
  ],
  outputs: [
    { name: 'probabilities[no]', probability: true },
    { name: 'probabilities[yes]', probability: true },
  ],
  output: 'probabilities[yes]',
};

export const externalReport = {
  target: { event: 'Order Completed', withinDays: 90, negate: true },
  file: origin,
  inputs: modelFile.inputs.map((input, i) => ({ name: input.name, feature: input.feature, missing: [0.083, 0, 0, 1][i] })),
  output: modelFile.output,
  probability: true,
  scores: {
    customers: 4338,
    without: 12,
    min: 0.021,
    mean: 0.214,
    max: 0.931,
    histogram: Array.from({ length: 20 }, (_, i) => [0.021 + i * 0.0455, 0.021 + (i + 1) * 0.0455, Math.round(900 * Math.exp(-0.22 * i))]),
  },
  worth: {
    customers: 3120,
    baseRate: 0.2,
    auc: 0.812,
    word: 'good',
    reason: {
      en: 'Of two customers, one who does it and one who does not, the right one is ranked higher in 81% of cases; in the best tenth 52% do it, 2.6 times the average.',
      de: 'Von zwei Kunden, einer der es tut und einer der es nicht tut, steht in 81 % der Fälle der richtige vorn; im besten Zehntel tun es 52 %, das 2,6-fache des Durchschnitts.',
    },
  },
  checks: [
    {
      code: 'mostly-missing',
      severity: 'warning',
      sentence: { en: 'Input calls_to_support is missing of 100% of the customers.', de: 'Eingabe calls_to_support fehlt bei 100 % der Kunden.' },
    },
  ],
  provenance: {},
};

const tenth = (i: number) => 52_000 * Math.exp(-0.55 * i);

export const upliftReport = {
  target: { experiment: 1 },
  effect: { difference: { value: 0.0452, low: 0.0389, high: 0.0516 } },
  rows: { treated: 10_010, heldOut: 9_990 },
  method: 'two-models',
  learner: 'logistic',
  qini: { curve: Array.from({ length: 101 }, (_, i) => [i / 100, 0.0452 * (1.42 * (i / 100) - 0.42 * (i / 100) ** 2)]), coefficient: 0.0038 },
  responseQini: 0.001,
  tenths: Array.from({ length: 10 }, (_, i) => {
    const foreseen = 0.1 - 0.012 * i;
    const value = foreseen + 0.008 * Math.sin(3 * i);
    return { tenth: i + 1, people: 2_000, foreseen, from: foreseen - 0.006, to: foreseen + 0.006, effect: { value, low: value - 0.02, high: value + 0.02 } };
  }),
  groups: [
    ['persuadable', 'Persuadables', 'Überzeugbare', 9_412, 0.47, 0.191, 0.115, 0.076, true],
    ['sure-thing', 'Sure things', 'Sichere', 3_980, 0.2, 0.163, 0.142, 0.021, true],
    ['lost-cause', 'Lost causes', 'Verlorene', 5_730, 0.29, 0.089, 0.071, 0.018, true],
    ['sleeping-dog', 'Sleeping dogs', 'Schlafende Hunde', 878, 0.04, 0.128, 0.131, -0.003, false],
  ].map(([reaction, en, de, people, share, treatedRate, heldOutRate, value, confirmed]) => ({
    reaction,
    label: { en, de },
    people,
    share,
    treatedRate,
    heldOutRate,
    effect: { value, low: Number(value) - 0.012, high: Number(value) + 0.012 },
    confirmed,
  })),
  word: 'good',
  reason: {
    en: 'In the half that the model names first the effect was 7.41 points, in the other half 1.63: it finds whom treatment moves (Qini × 1000: 3.80).',
    de: 'In der Hälfte, die das Modell zuerst nennt, betrug die Wirkung 7,41 Punkte, in der anderen 1,63: Es findet, wen die Ansprache bewegt (Qini × 1000: 3,80).',
  },
  checks: [
    {
      code: 'untested-people',
      severity: 'warning',
      sentence: {
        en: 'Of 61,000 customers it scores, 20,000 were in the experiment. Of people unlike those it says more than was tested; a segment keeps it to those you mean.',
        de: 'Von 61.000 Kunden, die es bewertet, waren 20.000 im Experiment. Über Menschen, die anders sind als diese, sagt es mehr, als geprüft ist; ein Segment beschränkt es auf die gemeinten.',
      },
    },
  ],
  provenance: { seed: 42 },
};

export const valueReport = {
  target: { event: 'Order Completed', withinDays: 365 },
  window: { decisionAt: ago(24 * 300), labelTo: ago(10), judgedDays: 300, horizonDays: 365 },
  customers: { known: 2_357, repeaters: 946 },
  purchases: { forecast: 1_653, actual: 1_882, ownRate: 2_930, rmse: 1.608, ownRateRmse: 2.212, correlation: 0.626 },
  money: { forecast: 62_340, actual: 70_120, ownRate: 104_300, rmse: 89.2, ownRateRmse: 141.7, correlation: 0.58 },
  auc: 0.774,
  deciles: Array.from({ length: 10 }, (_, i) => ({
    decile: i + 1,
    customers: 236,
    forecast: tenth(i),
    actual: tenth(i) * (1.05 + 0.2 * Math.sin(i)),
    purchases: tenth(i) / 38,
    actualPurchases: tenth(i) / 35,
    from: tenth(i + 1) / 240,
    to: tenth(i) / 200,
  })),
  course: Array.from({ length: 14 }, (_, i) => [(i * 300) / 13, 1_653 * Math.pow(i / 13, 0.95), 1_882 * Math.pow(i / 13, 0.9)]),
  outlook: {
    customers: 2_357,
    purchases: 1_512,
    money: 57_480,
    alive: 0.58,
    topShare: 0.47,
    distribution: Array.from({ length: 20 }, (_, i) => [i * 12, i === 19 ? 1_480 : (i + 1) * 12, Math.round(900 * Math.exp(-0.3 * i)) + 8]),
    aliveDistribution: Array.from({ length: 10 }, (_, i) => [i / 10, (i + 1) / 10, i === 9 ? 900 : 60 + 20 * i]),
  },
  purchaseModel: { method: 'bg-nbd', r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 },
  moneyModel: {
    chosen: 'learned',
    reason: {
      en: 'Money is learned from features: chosen on the 90 days before the held-out span, where its error on the same customers was smaller beyond chance (6.018 against 6.911 by the model of how people buy; 3.12 standard errors apart, 1.65 are enough). On the held-out span, which had no say in that, its error is 6.104 against 6.870; 68,310 and 62,340 were foreseen in all, 70,120 came.',
      de: 'Der Umsatz wird aus Kenngrößen gelernt: gewählt an den 90 Tagen vor dem zurückgehaltenen Zeitraum, wo der Fehler bei denselben Kunden über den Zufall hinaus kleiner war (6,018 gegen 6,911 beim Modell des Kaufverhaltens; 3,12 Standardfehler Abstand, 1,65 genügen). Im zurückgehaltenen Zeitraum, der dabei nicht mitsprach, ist der Fehler 6,104 gegen 6,870; insgesamt wurden 68.310 und 62.340 vorhergesagt, 70.120 kamen.',
    },
    candidates: [
      { way: 'probability', forecast: 62_340, actual: 70_120, rmse: 89.2, correlation: 0.58, error: 6.87, bestTenth: 0.44 },
      { way: 'learned', forecast: 68_310, actual: 70_120, rmse: 84.1, correlation: 0.63, error: 6.104, bestTenth: 0.47 },
    ],
  },
  features: [
    { name: 'monetary', label: { en: 'Spend in all', de: 'Umsatz insgesamt' }, weight: 0.41, direction: 1 },
    { name: 'recency', label: { en: 'Days since the last order', de: 'Tage seit der letzten Bestellung' }, weight: 0.33, direction: -1 },
    { name: 'trait:plan', label: { en: 'plan', de: 'plan' }, weight: 0.12, direction: 0 },
  ],
  spendModel: { method: 'gamma-gamma', p: 6.25, q: 3.744, v: 15.444 },
  candidates: [
    { method: 'bg-nbd', logLikelihood: -9582.43, customers: 2_357 },
    { method: 'pareto-nbd', logLikelihood: -9594.98, customers: 2_357 },
    { method: 'nbd', logLikelihood: -9763.66, customers: 2_357 },
  ],
  valueAgainstFrequency: 0.114,
  word: 'good',
  reason: {
    en: 'In the 300 days held out, 62,340 in money was foreseen and 70,120 came (1,653 purchases foreseen, 1,882 came).',
    de: 'In den zurückgehaltenen 300 Tagen wurden 62.340 Umsatz vorhergesagt, 70.120 kamen (1.653 Käufe vorhergesagt, 1.882 kamen).',
  },
  checks: [
    {
      code: 'value-and-frequency',
      severity: 'info',
      sentence: {
        en: 'How often somebody buys says little about how much they spend each time (correlation 0.11), as the model assumes.',
        de: 'Wie oft jemand kauft, sagt wenig darüber, wie viel es jeweils ist (Korrelation 0,11); davon geht das Modell aus.',
      },
    },
  ],
  provenance: { asOf: ago(10), customers: 2_357, seed: 42, codeVersion: '0.1.0' },
};

export const versions = [
  {
    number: 4,
    status: 'refused',
    cause: 'schedule',
    createdAt: ago(6),
    metrics: { auc: 0.801, prAuc: 0.728, brier: 0.176 },
    decision: {
      promoted: false,
      reason: {
        en: 'Not better than version 3 on the latest months: ROC-AUC .801 against .804.',
        de: 'Auf den jüngsten Monaten nicht besser als Version 3: ROC-AUC 0,801 gegen 0,804.',
      },
    },
  },
  {
    number: 3,
    status: 'champion',
    cause: 'manual',
    createdAt: ago(170),
    metrics: { auc: 0.804, prAuc: 0.731, brier: 0.174 },
    decision: {
      promoted: true,
      reason: {
        en: 'Better than version 2 on the latest months: ROC-AUC .804 against .788.',
        de: 'Auf den jüngsten Monaten besser als Version 2: ROC-AUC 0,804 gegen 0,788.',
      },
    },
  },
  {
    number: 2,
    status: 'retired',
    cause: 'created',
    createdAt: ago(400),
    metrics: { auc: 0.788, prAuc: 0.71, brier: 0.181 },
    decision: { promoted: true, reason: { en: 'The first version.', de: 'Die erste Version.' } },
  },
];

export const connectors = [
  {
    id: 'salesforce',
    name: 'Salesforce',
    category: 'CRM',
    version: '0.1.0',
    capabilities: ['ADD', 'REMOVE', 'UPSERT_FIELDS', 'PER_RECORD_STATUS', 'IDEMPOTENT', 'FEEDBACK_PULL'],
    identifiers: ['external_id', 'email'],
    documentation: 'https://developer.salesforce.com/docs/',
    audienceSchema: {
      type: 'object',
      required: ['object'],
      properties: {
        object: { enum: ['Contact', 'Lead'], title: 'Object', default: 'Contact' },
        matchField: { type: 'string', title: 'External id field', default: 'External_Id__c' },
      },
    },
    settingsSchema: {
      type: 'object',
      required: ['instanceUrl', 'clientId', 'clientSecret'],
      properties: {
        instanceUrl: {
          type: 'string',
          format: 'uri',
          title: 'My Domain address',
          description: 'Address of your organisation, for example https://acme.my.salesforce.com.',
        },
        clientId: { type: 'string', title: 'Consumer key', description: 'Of the connected app, with the client-credentials flow enabled.' },
        clientSecret: { type: 'string', writeOnly: true, title: 'Consumer secret' },
        apiVersion: { type: 'string', pattern: '^v[0-9]{2,3}\\.0$', default: 'v66.0', title: 'API version' },
        concurrency: {
          type: 'integer',
          minimum: 1,
          maximum: 20,
          default: 4,
          title: 'Requests at the same time',
          description: 'Records locked by two requests at once are refused; fewer is calmer.',
        },
        multiCurrency: { type: 'boolean', default: false, title: 'The organisation has several currencies' },
      },
    },
  },
  {
    id: 'webhook',
    name: 'Webhook',
    category: 'WEBHOOK',
    version: '0.1.0',
    capabilities: ['ADD', 'REMOVE', 'UPSERT_FIELDS', 'SET_IF_EMPTY', 'FALLBACK_KEYS', 'PER_RECORD_STATUS', 'FEEDBACK_PUSH'],
    identifiers: ['email', 'customer_id', 'external_id'],
    documentation: 'https://www.standardwebhooks.com/',
    audienceSchema: { type: 'object', properties: {} },
    settingsSchema: {
      type: 'object',
      required: ['url', 'secret'],
      properties: {
        url: { type: 'string', format: 'uri', title: 'Address', description: 'Receives the signed calls.' },
        secret: { type: 'string', writeOnly: true, title: 'Signing secret', description: 'Starts with whsec_' },
        mode: { enum: ['structured', 'binary'], default: 'structured', title: 'CloudEvents mode' },
        batchSize: { type: 'integer', minimum: 1, maximum: 1000, default: 500, title: 'People in one call' },
      },
    },
  },
];

export const destinations = [
  {
    id: 1,
    name: 'Salesforce production',
    connector: 'salesforce',
    settings: {
      instanceUrl: 'https://acme.my.salesforce.com',
      clientId: '3MVG9…',
      clientSecret: '***',
      apiVersion: 'v66.0',
      concurrency: 4,
      multiCurrency: false,
    },
    state: 'needs-attention',
    problem: { status: 0, code: 'CREDENTIALS_REJECTED', detail: 'Salesforce does not accept the consumer secret.', nextStep: 'Enter it again, then check.' },
  },
  {
    id: 2,
    name: 'Newsletter tool',
    connector: 'webhook',
    settings: { url: 'https://hooks.example.com/kohorte', secret: '***', mode: 'structured', batchSize: 500 },
    state: 'ready',
    problem: null,
  },
];

const tally = (accepted: number, rejected = 0) => ({ accepted, rejected });
const counts = (a: [number, number?], c: [number, number?], r: [number, number?], requests = 12) => ({
  added: tally(...a),
  changed: tally(...c),
  removed: tally(...r),
  skipped: 41,
  invalid: 3,
  requests,
});

export const runs = [
  {
    id: 44,
    kind: 'sync',
    subject: 2,
    state: 'running',
    trigger: 'manual',
    startedAt: ago(0.01),
    finishedAt: null,
    counts: counts([412], [80, 2], [0], 6),
    progress: { phase: 'write', done: 494, total: 868 },
    problem: null,
  },
  {
    id: 43,
    kind: 'sync',
    subject: 4,
    state: 'paused',
    trigger: 'segment',
    startedAt: ago(1),
    finishedAt: null,
    counts: counts([0], [0], [0], 0),
    progress: null,
    problem: { code: 'REMOVALS_EXCEED_LIMIT', status: 0, detail: '1,204 of 3,950 members would be removed.' },
    guard: { reason: 'REMOVALS_EXCEED_LIMIT', acknowledged: 3_950, removals: 1_204, wanted: 2_746, detail: '' },
  },
  {
    id: 42,
    kind: 'sync',
    subject: 1,
    state: 'completed-with-errors',
    trigger: 'schedule',
    startedAt: ago(3),
    finishedAt: ago(2.996),
    counts: counts([318, 9], [44], [21, 1], 4),
    progress: null,
    problem: null,
  },
  {
    id: 41,
    kind: 'training',
    subject: 7,
    state: 'completed',
    trigger: 'schedule',
    startedAt: ago(6),
    finishedAt: ago(5.98),
    counts: null,
    progress: null,
    problem: null,
  },
  {
    id: 31,
    kind: 'import',
    subject: 2,
    state: 'failed',
    trigger: 'manual',
    startedAt: ago(2),
    finishedAt: ago(1.99),
    counts: null,
    progress: null,
    problem: imports[0]!.problem,
  },
  {
    id: 22,
    kind: 'import',
    subject: 1,
    state: 'completed-with-errors',
    trigger: 'manual',
    startedAt: ago(5),
    finishedAt: ago(4.98),
    counts: null,
    progress: null,
    problem: null,
  },
];

const sync = (id: number, name: string, segment: number, destination: number, lastRun: unknown, more = {}) => ({
  id,
  name,
  segments: [segment],
  destination,
  mode: 'mirror',
  deleteBehaviour: 'remove-from-audience',
  told: 'changes',
  matchKey: 'email',
  mapping: {
    fields: [
      { to: 'Churn_Score__c', from: 'score:7', whenMissing: 'keep' },
      { to: 'Country', from: 'trait:country', whenMissing: 'clear' },
    ],
  },
  audience: {},
  purpose: 'marketing',
  holdout: 0.1,
  schedule: { cron: '0 0 6 * * ?', zone: 'Europe/Berlin' },
  guard: { removalShare: 0.2, removalRows: 100 },
  trigger: 'schedule',
  state: 'active',
  pausedBecause: null,
  lastRun,
  ...more,
});

export const syncs = [
  sync(1, 'Win back by newsletter', 2, 2, runs[2]),
  sync(2, 'Likely buyers to newsletter', 3, 2, runs[0]),
  sync(3, 'Regulars to Salesforce', 1, 1, null, {
    state: 'paused',
    pausedBecause: { status: 0, code: 'CREDENTIALS_REJECTED', detail: 'Salesforce does not accept the consumer secret.' },
  }),
  sync(4, 'UK announcements', 5, 2, runs[1]),
];

const body = JSON.stringify({
  specversion: '1.0',
  type: 'io.kohorte.audience.changed',
  data: {
    audience: 'loyal-silent-60',
    changes: [
      { change: 'add', identifiers: { email: 'ada@example.org' }, fields: { Churn_Score__c: 0.82, Country: 'United Kingdom' } },
      { change: 'remove', identifiers: { email: 'grace@example.org' } },
    ],
  },
});
const request = {
  method: 'POST',
  url: 'https://hooks.example.com/kohorte',
  headers: {
    'content-type': 'application/cloudevents+json',
    'webhook-id': 'msg_2Lh9KRb0pzN4LePd3XiA4v',
    'webhook-timestamp': '1795300000',
    'webhook-signature': '***',
  },
  body,
  rows: [0, 1],
};

export const dryRun = {
  added: 327,
  changed: 44,
  removed: 22,
  invalid: 3,
  skipped: 41,
  sample: [],
  requests: [request],
  calls: 4,
  guard: null,
  cannotPreview: null,
};

export const rejected = {
  groups: [
    {
      state: 'rejected',
      code: 'IDENTIFIER_INVALID',
      field: 'email',
      message: 'The receiver says: address does not exist.',
      count: 7,
      due: 2,
      nextStep: 'Correct it at the source.',
      sample: [
        {
          profile: 812,
          identifiers: { email: 'lena.moor@gmial.com' },
          request: `POST https://hooks.example.com/audiences\nwebhook-id: msg_2f9c\nwebhook-signature: ***\ncontent-type: application/json\n\n${JSON.stringify({
            type: 'segment.membership.changed',
            data: {
              audience: 'kohorte-1',
              changes: [{ change: 'ENTERED', identifiers: { email: 'lena.moor@gmial.com' }, fields: { country: 'United Kingdom', loyalty_tier: 'gold' } }],
            },
          })}`,
          response: `HTTP 200\n\n${JSON.stringify({ index: 3, status: 'rejected', code: 'invalid_email', field: 'email', message: 'The address lena.moor@gmial.com does not exist.' })}`,
          since: ago(26),
        },
        { profile: 819, identifiers: { email: 'tom@exmaple.org' }, request: '', response: '', since: ago(20) },
        { profile: 1044, identifiers: { email: 'kim@gmial.com' }, request: '', response: '', since: ago(2) },
      ],
    },
    {
      state: 'rejected',
      code: 'FIELD_INVALID',
      field: 'Country',
      message: '“Unspecified” is not in the list of countries.',
      count: 3,
      nextStep: null,
      sample: [{ profile: 77, identifiers: { email: 'm***@example.org' }, request: '', response: '', since: ago(3) }],
    },
  ],
  items: [],
};

export const members = Array.from({ length: 25 }, (_, i) => ({
  profile: 100 + i * 7,
  identities: { customer_id: String(17_850 + i), email: `person${i}@example.org` },
  traits: { country: i % 3 ? 'United Kingdom' : 'Germany', loyalty_tier: 'gold' },
}));

export const profile = {
  id: 100,
  identities: [
    { namespace: 'customer_id', value: '17850' },
    { namespace: 'email', value: 'ada@example.org' },
  ],
  traits: { country: 'United Kingdom', loyalty_tier: 'gold', age: 41, newsletter: true },
  consents: { marketing: true, ads: false },
  timeline: Array.from({ length: 14 }, (_, i) => ({
    at: ago(30 + Math.floor(i / 3) * 400 + i),
    name: i === 5 ? 'Order Refunded' : i % 4 === 3 ? 'Email Opened' : 'Order Completed',
    amount: i % 4 === 3 ? null : i === 5 ? -12.5 : 15.3 + i * 3.1,
    properties: i % 4 === 3 ? { campaign: 'Autumn' } : { description: 'WHITE METAL LANTERN' },
    orderRef: i % 4 === 3 ? null : `5363${60 + i}`,
    category: null,
    item: null,
  })),
  scores: [
    { model: 7, name: 'Buys again in 90 days', kind: 'prediction', value: 0.82, version: 3 },
    { model: 9, name: 'Worth in a year', kind: 'value', value: 52.1, version: 3 },
    { model: 11, name: 'Whom it moves: Spring mail to lapsed customers', kind: 'uplift', value: -0.021, version: 3 },
    { model: 5, name: 'Groups', kind: 'clustering', value: 0, version: 2 },
  ],
  deliveries: [
    { sync: 1, destination: 2, at: ago(3), state: 'acknowledged' },
    { sync: 3, destination: 1, at: ago(50), state: 'rejected' },
  ],
};

export const why = {
  member: true,
  conditions: [
    {
      sentence: { en: 'number of orders (“Order Completed”) is at least 5', de: 'Anzahl der Bestellungen („Order Completed“) ist mindestens 5' },
      holds: true,
      value: 9,
      depth: 0,
    },
    { sentence: { en: 'is not in the segment “Press and partners”', de: 'ist nicht im Segment „Press and partners“' }, holds: false, value: null, depth: 1 },
  ],
};

export const tokens = [
  { id: 1, name: 'Browser', role: 'admin', owner: 'admin', createdAt: ago(1), expiresAt: ago(-11) },
  { id: 2, name: 'n8n', role: 'editor', owner: 'admin', createdAt: ago(300), expiresAt: null },
];
export const users = [
  { id: 1, name: 'admin', role: 'admin', createdAt: ago(900) },
  { id: 2, name: 'mara', role: 'editor', createdAt: ago(300) },
];
export const audit = Array.from({ length: 8 }, (_, i) => ({
  id: 90 - i,
  at: ago(i * 2 + 0.5),
  actor: i % 2 ? 'mara' : 'admin',
  action: ['POST /api/v1/segments', 'PUT /api/v1/syncs/2', 'POST /api/v1/syncs/2:run', 'DELETE /api/v1/tokens/8'][i % 4],
  subject: ['segment 2', 'sync 2', 'sync 2', 'token 8'][i % 4],
  outcome: '200',
  address: '10.0.0.7',
}));

export const writeKeys = [{ id: 1, hint: 'Q7fA', createdAt: ago(40 * 24) }];

export const consents = [
  { purpose: 'marketing', granted: true, at: ago(90 * 24) },
  { purpose: 'ads', granted: false, at: ago(12 * 24) },
];

export const suppressions = [{ namespace: 'email', value: 'never@example.org', reason: 'Asked on the phone', at: ago(30 * 24) }];

export const conversions = [
  {
    id: 9,
    destination: 1,
    remoteId: 'order-4711',
    profile: 17,
    type: 'purchase',
    at: ago(24),
    value: 59.9,
    currency: 'EUR',
    receivedAt: ago(24),
    sync: 1,
    run: 31,
    exposedAt: ago(3 * 24),
  },
];

const alert = (
  id: number,
  kind: string,
  severity: string,
  state: string,
  subject: [string, number, string],
  words: [string, string | null, string],
  link: string,
  hours: number,
) => ({
  id,
  kind,
  severity,
  state,
  subject: { kind: subject[0], id: subject[1], name: subject[2] },
  sentence: words[0],
  reason: words[1],
  nextStep: words[2],
  link,
  since: ago(hours),
  firedAt: ago(hours),
  goneSince: state === 'firing' ? null : ago(hours / 2),
  recoveredAt: state === 'recovered' ? ago(hours / 2) : null,
});

export const alerts = [
  alert(
    9,
    'rows-rejected',
    'warning',
    'firing',
    ['sync', 12, 'Loyal to newsletter'],
    [
      "The destination refuses many rows of the sync 'Loyal to newsletter'.",
      '41 of 318 rows of its run were refused.',
      'Open the refused rows: they are grouped by cause. Mend the cause, then re-send them.',
    ],
    '/syncs/12/rejected',
    0.4,
  ),
  alert(
    8,
    'credentials-rejected',
    'error',
    'firing',
    ['destination', 2, 'Salesforce EU'],
    [
      "The destination 'Salesforce EU' no longer lets us in.",
      'The destination refuses the credentials.',
      'An admin enters valid credentials on the destination; its syncs then resume.',
    ],
    '/destinations/2',
    3,
  ),
  alert(
    7,
    'destination-unreachable',
    'error',
    'recovering',
    ['destination', 1, 'Order webhook'],
    [
      "The destination 'Order webhook' cannot be reached.",
      null,
      'It is tried again by itself, and nothing is lost. If it lasts, check the destination.',
    ],
    '/destinations/1',
    5,
  ),
  alert(
    4,
    'import-failed',
    'error',
    'recovered',
    ['source', 1, 'Shop orders'],
    ["The latest import of the source 'Shop orders' failed.", null, 'Open the import: it says why. Then import the file again.'],
    '/imports/1',
    49,
  ),
];

const route = (id: number, name: string, kind: string, severity: string, settings: Record<string, unknown>, more = {}) => ({
  id,
  name,
  kind,
  severity,
  language: 'en',
  settings,
  owed: 0,
  lastSentAt: null,
  problem: null,
  ...more,
});

export const alertRoutes = [
  route(1, 'Marketing operations', 'email', 'warning', { to: ['ops@example.com', 'lead@example.com'] }, { lastSentAt: ago(3) }),
  route(2, '#kohorte', 'slack', 'warning', { url: '***' }, { language: 'de', lastSentAt: ago(3) }),
  route(
    3,
    'On-call rota',
    'webhook',
    'error',
    { url: 'https://hooks.example.com/kohorte', secret: '***' },
    { owed: 2, problem: { message: 'The receiver answered with status 404.', failures: 4, tryAgainAt: ago(-0.2) } },
  ),
];

export const tracking = {
  url: 'https://mlflow.example.com',
  experiment: 'Kohorte',
  user: null,
  token: '***',
  owed: 0,
  reportedAt: ago(2),
  problem: null,
};

export const sourceQuality = [4, 3, 2, 1].map((n) => ({
  imported: n,
  at: `2026-02-0${n}T03:00:00Z`,
  filename: 'orders.csv',
  rows: 12_000 + n,
  missing: 0.01 * n,
  invalid: n === 3 ? 0.06 : 0.004,
  duplicates: 0.02,
  missingByColumn: { email: 0.03 * n, amount: 0 },
}));

export const moneyReasons = {
  version: 3,
  method: 'tree-shap',
  scale: 'money',
  rest: 0,
  score: 52.1,
  usual: 21.4,
  parts: [
    {
      name: 'recency',
      label: { en: 'Days since the last order', de: 'Tage seit der letzten Bestellung' },
      value: { en: '12', de: '12' },
      points: 38.2,
      sentence: {
        en: 'Days since the last order: 12. This raises the money expected by 38.2.',
        de: 'Tage seit der letzten Bestellung: 12. Das hebt den erwarteten Umsatz um 38,2.',
      },
    },
    {
      name: 'trait:plan',
      label: { en: 'plan', de: 'plan' },
      value: { en: 'trial', de: 'trial' },
      points: -7.5,
      sentence: { en: 'plan: trial. This lowers the money expected by 7.5.', de: 'plan: trial. Das senkt den erwarteten Umsatz um 7,5.' },
    },
  ],
};

export const reasons = {
  version: 3,
  method: 'tree-shap',
  scale: 'probability',
  rest: 0,
  score: 0.612,
  usual: 0.254,
  parts: [
    {
      name: 'trait:contract',
      label: { en: 'contract', de: 'contract' },
      value: { en: 'monthly', de: 'monthly' },
      points: 0.271,
      sentence: { en: 'contract: monthly. This raises the score by 27.1 points.', de: 'contract: monthly. Das hebt den Wert um 27,1 Punkte.' },
    },
    {
      name: 'recency',
      label: { en: 'Days since the last order', de: 'Tage seit der letzten Bestellung' },
      value: { en: '84', de: '84' },
      points: 0.129,
      sentence: {
        en: 'Days since the last order: 84. This raises the score by 12.9 points.',
        de: 'Tage seit der letzten Bestellung: 84. Das hebt den Wert um 12,9 Punkte.',
      },
    },
    {
      name: 'trait:months',
      label: { en: 'months', de: 'months' },
      value: { en: '41', de: '41' },
      points: -0.042,
      sentence: { en: 'months: 41. This lowers the score by 4.2 points.', de: 'months: 41. Das senkt den Wert um 4,2 Punkte.' },
    },
  ],
};

export const contrast = {
  version: 2,
  cluster: 0,
  against: 2,
  rest: 0,
  sentence: {
    en: `In “${names[0]![0]}” and not in “${names[2]![0]}”, above all because of: Days since the last order; Orders.`,
    de: `In „${names[0]![1]}“ und nicht in „${names[2]![1]}“, vor allem wegen: Tage seit der letzten Bestellung; Bestellungen.`,
  },
  parts: [
    {
      name: 'recency',
      label: { en: 'Days since the last order', de: 'Tage seit der letzten Bestellung' },
      value: { en: '12', de: '12' },
      weight: 0.64,
      sentence: {
        en: `Days since the last order: 12 (usual in “${names[0]![0]}”: 18; usual in “${names[2]![0]}”: 162). This speaks for “${names[0]![0]}”.`,
        de: `Tage seit der letzten Bestellung: 12 (üblich in „${names[0]![1]}“: 18; üblich in „${names[2]![1]}“: 162). Das spricht für „${names[0]![1]}“.`,
      },
    },
    {
      name: 'basket-mean',
      label: { en: 'Mean basket', de: 'Mittlerer Warenkorb' },
      value: { en: '31.2', de: '31,2' },
      weight: -0.08,
      sentence: {
        en: `Mean basket: 31.2 (usual in “${names[0]![0]}”: 48.1; usual in “${names[2]![0]}”: 33). This speaks for “${names[2]![0]}”.`,
        de: `Mittlerer Warenkorb: 31,2 (üblich in „${names[0]![1]}“: 48,1; üblich in „${names[2]![1]}“: 33). Das spricht für „${names[2]![1]}“.`,
      },
    },
  ],
};

export const seen = [
  {
    code: 'suspect-feature',
    severity: 'warning',
    sentence: {
      en: 'duration alone tells more (area under the curve 0.82) than all other features together (0.79). Is it known when you decide, or only afterwards, as the length of a call is? If afterwards, leave it out: the figures here are too good then.',
      de: 'duration allein sagt mehr (Fläche unter der Kurve 0,82) als alle anderen Kenngrößen zusammen (0,79). Ist es bekannt, wenn Sie entscheiden, oder erst danach, wie die Dauer eines Gesprächs? Wenn danach, weglassen: Die Zahlen hier sind dann zu gut.',
    },
  },
  {
    code: 'id-like-feature',
    severity: 'info',
    sentence: {
      en: 'Different for nearly every customer, like a number or a name, so nothing can be learned from it; left out: customerID.',
      de: 'Bei fast jedem Kunden anders, wie eine Nummer oder ein Name, daher ist nichts daraus zu lernen; weggelassen: customerID.',
    },
  },
];

const drawn = {
  id: 1,
  name: 'Spring mail to lapsed customers',
  sync: 3,
  treatedSegment: null,
  heldOutSegment: null,
  heldOutShare: 0.5,
  outcome: { event: 'Visited', withinDays: 14, measure: 'rate' },
  startedAt: ago(24 * 30),
  endedAt: null,
  enrolled: { treated: 21_387, heldOut: 21_306 },
  report: {
    asOf: ago(0),
    treated: { people: 21_387, measured: 20_950, immature: 437, reached: 19_802, did: 3_172, mean: 0.1514 },
    heldOut: { people: 21_306, measured: 20_876, immature: 430, reached: 12, did: 2_217, mean: 0.1062 },
    sampleRatio: { expected: 0.5, observed: 0.499, pValue: 0.695, alarm: false },
    effect: { difference: { value: 0.0452, low: 0.0389, high: 0.0516 }, uplift: { value: 0.426, low: 0.355, high: 0.502 }, pValue: 1e-44, detectable: 0.009, more: 0 },
    reachedOnly: {
      people: 19_802,
      share: 0.926,
      compared: { value: 0.0521, low: 0.0455, high: 0.0587 },
      perReached: { value: 0.0488, low: 0.042, high: 0.0557 },
      sentence: {
        en: 'Of the treated 93% were reached. They are not compared by lot: whoever can be reached differs from others anyway, so the difference of 5.21 points between them and the held out is not what sending did. The verdict counts everybody as drawn.',
        de: 'Von den Angesprochenen wurden 93 % erreicht. Sie sind nicht per Los ausgewählt: Wer erreichbar ist, ist ohnehin anders, also ist der Unterschied von 5,21 Punkte zu den Zurückgehaltenen nicht das, was das Senden bewirkt. Das Urteil zählt alle, wie sie gezogen wurden.',
      },
    },
    course: Array.from({ length: 14 }, (_, i) => {
      const value = 0.0452 * (1 - Math.exp(-(i + 1) / 4));
      return { day: i + 1, effect: { value, low: value - 0.0064, high: value + 0.0064 } };
    }),
    verdict: {
      word: 'raises',
      sentence: {
        en: 'Sending raises the outcome by 4.52 points per person (between 3.89 points and 5.16 points), 43% of what the held out do.',
        de: 'Das Senden erhöht das Ergebnis um 4,52 Punkte je Person (zwischen 3,89 Punkte und 5,16 Punkte), 43 % dessen, was die Zurückgehaltenen tun.',
      },
    },
    notes: [
      {
        code: 'held-out-reached',
        sentence: {
          en: '12 of the held out were reached all the same, for instance since the holdout was changed or they got it before: the effect looks smaller than it is.',
          de: '12 der Zurückgehaltenen wurden trotzdem erreicht, etwa weil die Kontrollgruppe geändert wurde oder sie es vorher bekamen: Die Wirkung sieht kleiner aus, als sie ist.',
        },
      },
    ],
  },
};

export const experiments = [
  drawn,
  {
    ...drawn,
    id: 2,
    name: 'Gate at level 40',
    sync: null,
    treatedSegment: 4,
    heldOutSegment: 5,
    endedAt: ago(24 * 3),
    outcome: { event: 'Came back', withinDays: 7, measure: 'rate' },
    enrolled: { treated: 44_700, heldOut: 45_489 },
    report: {
      ...drawn.report,
      treated: { people: 44_700, measured: 44_700, immature: 0, reached: null, did: 8_502, mean: 0.1902 },
      heldOut: { people: 45_489, measured: 45_489, immature: 0, reached: null, did: 8_279, mean: 0.182 },
      sampleRatio: { expected: 0.5, observed: 0.504, pValue: 0.009, alarm: true },
      effect: { difference: { value: 0.0082, low: 0.0031, high: 0.0133 }, uplift: { value: 0.045, low: 0.017, high: 0.074 }, pValue: 0.0016, detectable: 0.0073, more: 0 },
      reachedOnly: null,
      notes: [],
      verdict: {
        word: 'not-to-be-trusted',
        sentence: {
          en: '50.4% of the people are held out where 50.0% were to be drawn: something but chance divides the groups, so no figure here can be trusted. Find out what first.',
          de: '50,4 % der Menschen sind zurückgehalten, gezogen werden sollten 50,0 %: Etwas anderes als der Zufall teilt die Gruppen, also ist keiner Zahl hier zu trauen. Finden Sie erst heraus, was.',
        },
      },
    },
  },
];

const person = (id: number, email: string, traits: Record<string, unknown>) => ({
  ...profile,
  id,
  identities: [
    { namespace: 'customer_id', value: String(17000 + id) },
    { namespace: 'email', value: email },
  ],
  traits,
});

export const duplicates = [
  {
    id: 1,
    one: person(100, 'ada.lindqvist@example.org', { first_name: 'Ada', last_name: 'Lindqvist', city: 'Malmö', postcode: '21122', birthday: '1984-02-11' }),
    other: person(2311, 'lindqvist.ada@example.com', { first_name: 'Ada', last_name: 'Lindquist', city: 'Malmö', postcode: '21122', birthday: '1984-02-11' }),
    probability: 0.9994,
    household: false,
    reasons: [],
    why: {
      en: 'The first name, the birthday and the postcode are the same, the last name nearly so.',
      de: 'Vorname, Geburtstag und Postleitzahl sind gleich, der Nachname beinahe.',
    },
    state: 'open',
  },
  {
    id: 2,
    one: person(412, 'b.okafor@example.org', { first_name: 'Ben', last_name: 'Okafor', city: 'Leeds', postcode: 'LS1 4AP', phone: '+44 113 496 0000' }),
    other: person(977, 'c.okafor@example.org', { first_name: 'Chi', last_name: 'Okafor', city: 'Leeds', postcode: 'LS1 4AP', phone: '+44 113 496 0000' }),
    probability: 0.912,
    household: true,
    reasons: [],
    why: {
      en: 'The last name, the phone number and the postcode are the same; the first name is another.',
      de: 'Nachname, Telefonnummer und Postleitzahl sind gleich; der Vorname ist ein anderer.',
    },
    state: 'open',
  },
];
