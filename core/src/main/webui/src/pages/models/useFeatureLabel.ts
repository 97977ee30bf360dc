import { useQuery } from '@tanstack/react-query';
import { catalogue } from '../../api/catalogue';
import { useI18n } from '../../i18n';

/** What people call a feature; one that the catalogue no longer knows goes by its name. */
export function useFeatureLabel(): (name: string) => string {
  const { language } = useI18n();
  const known = useQuery({ queryKey: ['catalogue'], queryFn: catalogue });
  return (name) => known.data?.features.find((k) => k.name === name)?.label[language] ?? name.replace(/^trait:/, '');
}
