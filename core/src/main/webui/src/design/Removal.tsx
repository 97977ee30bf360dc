import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useI18n } from '../i18n';
import { Button } from './Button';
import { Confirm } from './Confirm';

interface Props {
  /** what the button is called, and the question's answer where `action` says nothing else */
  label: string;
  action?: string;
  title: string;
  text: ReactNode;
  /** a small button with its label in a list; else an icon at the head of a page */
  inList?: boolean;
  remove: () => Promise<unknown>;
  /** the list that is one shorter afterwards */
  from: string;
  /** where to go, when the page shows what is gone */
  to?: string;
}

/** Takes one thing away, after asking. */
export function Removal({ label, action, title, text, inList, remove, from, to }: Props) {
  const { t } = useI18n();
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const cache = useQueryClient();
  const mutation = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      setAsking(false);
      if (to) void navigate(to);
      void cache.invalidateQueries({ queryKey: [from] });
    },
  });
  return (
    <>
      {inList ? (
        <Button small onClick={() => setAsking(true)}>
          {label}
        </Button>
      ) : (
        <Button look="quiet" icon="trash" aria-label={label} title={label} onClick={() => setAsking(true)} />
      )}
      {asking && (
        <Confirm
          title={title}
          text={text}
          action={action ?? (inList ? label : t.common.delete)}
          danger
          busy={mutation.isPending}
          error={mutation.error}
          onConfirm={() => mutation.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
