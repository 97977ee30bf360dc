import { useQuery } from '@tanstack/react-query';
import { models, type Cluster, type ClusterReport } from '../../api/models';

/** The groups that the version in use of a clustering knows, with their names. */
export function useClusters(id: number): Cluster[] {
  const model = useQuery({ queryKey: ['model', id], queryFn: () => models.one(id), enabled: id > 0 });
  const champion = model.data?.champion;
  const report = useQuery({
    queryKey: ['report', id, champion],
    queryFn: () => models.report<ClusterReport>(id, champion!),
    enabled: champion != null,
  });
  return report.data?.clusters ?? [];
}
