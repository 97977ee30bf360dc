import { createContext, use, useCallback, useState, type ReactNode } from 'react';

const Context = createContext<(text: string) => void>(() => undefined);

export const useToast = () => use(Context);

export function Toasts({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ id: number; text: string }[]>([]);
  const say = useCallback((text: string) => {
    const id = performance.now();
    setShown((all) => [...all.slice(-2), { id, text }]);
    setTimeout(() => setShown((all) => all.filter((s) => s.id !== id)), 5000);
  }, []);
  return (
    <Context value={say}>
      {children}
      <div className="toasts" role="status">
        {shown.map((s) => (
          <div key={s.id} className="toast">
            {s.text}
          </div>
        ))}
      </div>
    </Context>
  );
}
