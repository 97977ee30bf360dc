// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.ConditionJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.roaringbitmap.RoaringBitmap;

class AudienceProperties {

    private static final long SEED = 20241121;
    private static final int PEOPLE = 400;

    private static World world;
    private static Replica replica;
    private static Audience audience;

    @BeforeContainer
    static void fill() throws SQLException, IOException {
        TestPostgres postgres = TestPostgres.start();
        postgres.empty();
        world = World.of(new Random(SEED), PEOPLE);
        world.write(postgres);
        Path folder = Files.createTempDirectory("audience");
        replica = new Replica(
                postgres.dataSource(), folder.resolve("analytics.duckdb"), "500MB", Clock.systemUTC(), advanced -> {});
        audience = new Audience(replica, id -> world.segment());
    }

    @AfterContainer
    static void close() {
        replica.close();
    }

    @Property(tries = 600)
    void theReplicaAnswersWhatPlainJavaAnswers(@ForAll("conditions") Condition condition) {
        RoaringBitmap expected = new PlainEvaluator(world, Viewpoint.today(World.AS_OF)).members(condition);
        String json = condition.toJson().toString();
        assertThat(audience.members(condition, World.AS_OF)).as(json).isEqualTo(expected);
        assertThat(audience.count(condition, World.AS_OF)).as(json).isEqualTo(expected.getLongCardinality());
        assertThat(ConditionJson.read(condition.toJson(), "")).isEqualTo(condition);
    }

    @Property(tries = 300)
    void ofAPastMomentOnlyWhatWasKnownThenCounts(@ForAll("conditions") Condition condition) {
        Viewpoint then = Viewpoint.then(World.AS_OF);
        assertThat(audience.members(condition, then))
                .as(condition.toJson().toString())
                .isEqualTo(new PlainEvaluator(world, then).members(condition));
    }

    @Property(tries = 150)
    void forSomeProfilesTheAnswerIsTheSame(@ForAll("conditions") Condition condition, @ForAll Random random) {
        RoaringBitmap some =
                RoaringBitmap.bitmapOf(random.ints(20, 1, PEOPLE + 10).toArray());
        assertThat(audience.members(condition, some, World.AS_OF))
                .as(condition.toJson().toString())
                .isEqualTo(RoaringBitmap.and(audience.members(condition, World.AS_OF), some));
    }

    @Property(tries = 50)
    void anExplanationHoldsForMembersOnly(@ForAll("conditions") Condition condition, @ForAll Random random) {
        int profile = 1 + random.nextInt(PEOPLE);
        assertThat(audience.explain(condition, profile, World.AS_OF).get(0).holds())
                .as(condition.toJson() + " for " + profile)
                .isEqualTo(audience.members(condition, World.AS_OF).contains(profile));
    }

    @Provide
    Arbitrary<Condition> conditions() {
        return Arbitraries.randomValue(random -> new RandomCondition(random).condition(3));
    }
}
