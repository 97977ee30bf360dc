import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon, type IconName } from './Icon';

interface Look {
  look?: 'primary' | 'danger' | 'danger primary' | 'quiet';
  small?: boolean;
  icon?: IconName;
  children?: ReactNode;
}

const classes = ({ look, small, icon, children }: Look) => ['button', look, small && 'small', icon && !children && 'icon'].filter(Boolean).join(' ');

export function Button({ look, small, icon, children, busy, ...rest }: Look & { busy?: boolean } & Omit<ComponentProps<'button'>, 'className'>) {
  return (
    <button
      type="button"
      {...rest}
      className={classes({ ...(look ? { look } : {}), small: !!small, ...(icon ? { icon } : {}), children })}
      disabled={rest.disabled || busy}
    >
      {busy ? <span className="spinner" /> : icon && <Icon name={icon} size={18} />}
      {children}
    </button>
  );
}

export function ButtonLink({ to, look, small, icon, children }: Look & { to: string }) {
  return (
    <Link to={to} className={classes({ ...(look ? { look } : {}), small: !!small, ...(icon ? { icon } : {}), children })}>
      {icon && <Icon name={icon} size={18} />}
      {children}
    </Link>
  );
}
