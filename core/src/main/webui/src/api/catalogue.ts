import { get } from './http';

export interface Bilingual {
  en: string;
  de: string;
}

export type TraitType = 'text' | 'number' | 'flag' | 'time';

export interface Catalogue {
  traits: { name: string; type: TraitType; values?: { value: string | number | boolean; count: number }[] }[];
  events: { name: string; count: number; properties?: (string | { name: string })[]; categories?: string[] }[];
  features: { name: string; label: Bilingual; sentence: Bilingual; unit?: string | null }[];
  models: { id: number; name: string; kind: 'clustering' | 'prediction' | 'value' | 'uplift' | 'external' }[];
}

export const catalogue = () => get<Catalogue>('/catalogue');
