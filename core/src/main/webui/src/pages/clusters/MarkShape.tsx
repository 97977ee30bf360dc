import type { Mark } from './mark';

/** The mark of a group as it stands on the map. */
export function MarkShape({ mark }: { mark: Mark }) {
  return (
    <svg className="mark" viewBox="0 0 12 12" aria-hidden="true">
      <path d={mark.shape} fill={mark.css} />
    </svg>
  );
}
