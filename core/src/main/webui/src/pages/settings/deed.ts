export interface Deed {
  /** `POST`, `PUT` or `DELETE`, or the deed that the address names: `:run` */
  verb: string;
  /** the collection: `syncs`; of a nested one the last */
  thing: string | undefined;
  id: string | undefined;
}

/** What a call did, from its method and address: `POST /api/v1/syncs/7:run` ran sync 7. */
export function deedOf({ action, subject }: { action: string; subject: string }): Deed {
  const [path = '', verb] = subject.replace(/^\/api\/v1\//, '').split(':');
  const parts = path.split('/');
  const things = parts.filter((part) => /^[a-z-]+$/.test(part));
  const ids = parts.filter((part) => /^\d+$/.test(part));
  return { verb: verb ?? action, thing: subject.startsWith('/api/v1/') ? things.at(-1) : undefined, id: ids.at(-1) };
}
