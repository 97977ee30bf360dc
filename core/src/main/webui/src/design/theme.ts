import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';

const KEY = 'kohorte.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function chosen(): Theme {
  const stored = localStorage.getItem(KEY);
  if (stored === 'light' || stored === 'dark') return stored;
  return system.matches ? 'dark' : 'light';
}

function apply() {
  document.documentElement.dataset['theme'] = chosen();
  listeners.forEach((l) => l());
}

export const theme = {
  start() {
    apply();
    system.addEventListener('change', apply);
  },
  choose(next: Theme) {
    localStorage.setItem(KEY, next);
    apply();
  },
};

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, chosen);
}
