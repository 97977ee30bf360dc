import { useQuery } from '@tanstack/react-query';
import type { Catalogue } from '../../../api/catalogue';
import { catalogue } from '../../../api/catalogue';
import { segments, type Segment } from '../../../api/segments';
import { Button } from '../../../design/Button';
import { ProblemNotice } from '../../../design/Notice';
import { Loading } from '../../../design/Page';
import { useI18n } from '../../../i18n';
import { group, isComplete, leaf, replace, traitLeaf, type Group, type GroupOp, type Leaf, type Node } from './draft';
import { ClusterLeaf, ScoreLeaf, SegmentLeaf } from './OtherLeaves';
import { EventLeaf } from './EventLeaf';
import { TraitLeaf } from './TraitLeaf';

export interface Known {
  catalogue: Catalogue;
  segments: Segment[];
}

interface Props {
  root: Group;
  onChange: (root: Group) => void;
  /** The segment being edited: it cannot be a condition of itself. */
  self?: number | undefined;
}

export function Builder({ root, onChange, self }: Props) {
  const known = useQuery({ queryKey: ['catalogue'], queryFn: catalogue });
  const others = useQuery({ queryKey: ['segments'], queryFn: segments.list });
  if (known.error || others.error) return <ProblemNotice error={known.error ?? others.error} />;
  if (!known.data || !others.data) return <Loading />;
  const all: Known = { catalogue: known.data, segments: others.data.items.filter((s) => s.id !== self) };
  return <GroupEditor node={root} known={all} depth={0} change={(id, next) => onChange(replace(root, id, next))} />;
}

type Change = (id: number, next: (node: Node) => Node | null) => void;

function GroupEditor({ node, known, depth, change }: { node: Group; known: Known; depth: number; change: Change }) {
  const { t } = useI18n();
  const b = t.builder;
  const add = (child: Node) => change(node.id, (n) => ({ ...(n as Group), children: [...(n as Group).children, child] }));
  const models = known.catalogue.models;
  const prediction = models.find((m) => m.kind !== 'clustering');
  const clustering = models.find((m) => m.kind === 'clustering');
  const firstSegment = known.segments[0];
  const kinds: [string, Node | undefined][] = [
    [b.addTrait, leaf(traitLeaf(known.catalogue.traits[0]?.name ?? '', known.catalogue.traits[0]?.type))],
    [b.addEvent, leaf({ event: known.catalogue.events[0]?.name ?? '', measure: 'count', op: 'at-least', value: 1, within: { last: 'P30D' } })],
    [b.addSegment, firstSegment && leaf({ segment: firstSegment.id, member: true })],
    [b.addScore, prediction && leaf({ score: prediction.id, top: 0.1 })],
    [b.addCluster, clustering && leaf({ cluster: clustering.id, in: [] })],
    [b.addGroup, depth < 5 ? group(node.op === 'any' ? 'all' : 'any') : undefined],
  ];
  return (
    <div className={`group ${node.op}`}>
      <div className="row between keep">
        <div className="segmented" role="group" aria-label={b.groupLabel}>
          {(['all', 'any', 'none'] as GroupOp[]).map((op) => (
            <button key={op} type="button" aria-pressed={node.op === op} onClick={() => change(node.id, (n) => ({ ...(n as Group), op }))}>
              {b[op]}
            </button>
          ))}
        </div>
        {depth > 0 && <Button look="quiet" small icon="trash" aria-label={b.removeGroup} title={b.removeGroup} onClick={() => change(node.id, () => null)} />}
      </div>
      <ul className="conditions">
        {node.children.map((child) =>
          child.kind === 'group' ? (
            <li key={child.id}>
              <GroupEditor node={child} known={known} depth={depth + 1} change={change} />
            </li>
          ) : (
            <li key={child.id} className={isComplete(child.leaf) ? 'condition' : 'condition incomplete'}>
              <div className="grow">
                <LeafEditor leaf={child.leaf} known={known} onChange={(next) => change(child.id, (n) => ({ ...n, leaf: next }) as Node)} />
              </div>
              <Button look="quiet" small icon="close" aria-label={b.removeCondition} title={b.removeCondition} onClick={() => change(child.id, () => null)} />
            </li>
          ),
        )}
      </ul>
      <div className="row adders">
        <span className="small muted">{b.addHeading}</span>
        {kinds.map(
          ([label, child]) =>
            child && (
              <Button key={label} look="quiet" small icon="plus" onClick={() => add(child)}>
                {label}
              </Button>
            ),
        )}
      </div>
    </div>
  );
}

function LeafEditor({ leaf: shown, known, onChange }: { leaf: Leaf; known: Known; onChange: (leaf: Leaf) => void }) {
  if ('trait' in shown) return <TraitLeaf leaf={shown} known={known} onChange={onChange} />;
  if ('event' in shown) return <EventLeaf leaf={shown} known={known} onChange={onChange} />;
  if ('segment' in shown) return <SegmentLeaf leaf={shown} known={known} onChange={onChange} />;
  if ('cluster' in shown) return <ClusterLeaf leaf={shown} known={known} onChange={onChange} />;
  return <ScoreLeaf leaf={shown} known={known} onChange={onChange} />;
}
