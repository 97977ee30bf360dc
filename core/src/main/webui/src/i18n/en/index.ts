import { codes, common, kinds, login, problems, shell, states } from './common';

export const en = { common, shell, login, problems, codes, states, kinds };
