import type { en } from '../en';
import { codes, common, kinds, login, problems, shell, states } from './common';

export const de: typeof en = { common, shell, login, problems, codes, states, kinds };
