import { pluralFor } from '../format';

const plural = pluralFor('en');

export const home = {
  title: 'Home',
  calm: 'Everything is running. Nothing needs you.',
  attention: (n: number) => `${plural(n, 'thing needs', 'things need')} you.`,
  begin: 'Five steps from your orders to a signed audience.',
  people: 'Customers',
  segments: 'Segments',
  delivered: 'Delivered today',
  deliveredAfter: 'changes accepted by destinations',
  runs: 'Runs today',
  noRuns: 'No runs today yet.',
  sizes: 'Your segments',
  allSegments: 'All segments',
  entered: (n: string) => `${n} entered`,
  left: (n: string) => `${n} left`,
  last24: 'in 24 hours',
  run: 'Run',
  what: 'What',
  when: 'When',
  result: 'Result',
  accepted: 'accepted',
  refusedRows: 'rejected',
  health: 'Health',
  healthy: 'All parts work',
  unhealthy: 'A part does not work',
  steps: {
    import: ['Import your customers', 'Drop a file of orders or customers. You see what is in it before anything is kept.'],
    segment: ['Build a segment', 'Say who belongs to it. The count follows while you build.'],
    model: ['Let groups be found', 'Clusters come with names and reasons, predictions with a report you can trust.'],
    destination: ['Connect a destination', 'CRM, e-mail, ads or your own webhook. A check tells you at once whether it works.'],
    sync: ['Start a sync', 'Look at the exact requests first. Then start, and watch it live.'],
  } as Record<'import' | 'segment' | 'model' | 'destination' | 'sync', [string, string]>,
  stepDone: 'Done',
};
