// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import java.util.List;

/** The statements of a merge, each for all pairs of a batch; parameters are the losers and their final winners. */
final class MergeSql {

    private static final String PAIRS = "unnest(?::int[], ?::int[]) as m (loser, winner)";

    /** Keeps what both were, so that the merge can be taken apart; of identities the one that counted first. Further parameters: causes, time. */
    static final String RECORD =
            """
            insert into profile_merge (loser, winner, cause, at, detail)
            select m.loser, m.winner, m.cause, m.at, jsonb_build_object(
                'traits', p.traits,
                'identities', (select coalesce(jsonb_agg(jsonb_build_object('namespace', i.namespace, 'value', i.value)
                                                            order by i.told_at desc, i.first_seen, i.value), '[]')
                               from identity i where i.profile = m.loser),
                'winner', jsonb_build_object(
                    'traits', w.traits,
                    'consents', (select coalesce(jsonb_agg(jsonb_build_object('purpose', c.purpose, 'granted', c.granted, 'at', c.at)), '[]')
                                 from consent c where c.profile = m.winner)))
            from (select * from unnest(?::int[], ?::int[], ?::text[]) as pair (loser, winner, cause)
                  cross join (select ?::timestamptz as at) moment) m
            join profile p on p.number = m.loser
            join profile w on w.number = m.winner
            """;

    /** The winner's traits win; among several losers the lower number does. */
    private static final String TRAITS =
            """
            update profile w set traits = l.traits || w.traits
            from (select m.winner, jsonb_object_agg(t.key, t.value order by m.loser desc) as traits
                  from %s join profile p on p.number = m.loser cross join lateral jsonb_each(p.traits) t
                  group by m.winner) l
            where w.number = l.winner
            """
                    .formatted(PAIRS);

    private static final String POINT =
            """
            update profile p set merged_into = m.winner from %s where p.number = m.loser or p.merged_into = m.loser
            """
                    .formatted(PAIRS);

    private static final String IDENTITIES =
            """
            update identity i set profile = m.winner from %s where i.profile = m.loser
            """
                    .formatted(PAIRS);

    /** About the winner they are known from now on, except for history. Further parameter: time. */
    static final String EVENTS =
            """
            update event e set profile = m.winner, recorded_for = coalesce(e.recorded_for, m.loser),
                               known_at = case when e.known_at is not null then moment.at end
            from %s cross join (select ?::timestamptz as at) moment where e.profile = m.loser
            """
                    .formatted(PAIRS);

    /** The newer word counts; a loser's own rows stay for the record. */
    private static final String CONSENTS =
            """
            insert into consent as c (profile, purpose, granted, at)
            select distinct on (m.winner, l.purpose) m.winner, l.purpose, l.granted, l.at
            from %s join consent l on l.profile = m.loser
            order by m.winner, l.purpose, l.at desc, l.granted
            on conflict (profile, purpose) do update set granted = excluded.granted, at = excluded.at
            where excluded.at > c.at or (excluded.at = c.at and c.granted and not excluded.granted)
            """
                    .formatted(PAIRS);

    static final List<String> IN_ORDER = List.of(RECORD, TRAITS, POINT, IDENTITIES, EVENTS, CONSENTS);

    private MergeSql() {}
}
