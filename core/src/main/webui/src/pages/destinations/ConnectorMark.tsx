const COLORS = ['--c0', '--c4', '--c2', '--c3', '--c5', '--c6'];

/** Two letters on a colour of our own: vendors' logos are theirs. */
export function ConnectorMark({ name }: { name: string }) {
  const sum = [...name].reduce((n, c) => n + c.charCodeAt(0), 0);
  const color = `var(${COLORS[sum % COLORS.length]})`;
  return (
    <span
      className="connector-mark"
      style={{ color: `color-mix(in srgb, ${color} 70%, var(--ink))`, background: `color-mix(in srgb, ${color} 14%, transparent)` }}
      aria-hidden="true"
    >
      {name.slice(0, 2)}
    </span>
  );
}
