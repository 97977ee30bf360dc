// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorFactory;
import java.time.LocalDate;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What a connector says of itself holds, before anything is sent. */
public interface DescriptorContract extends ConnectorUnderTest {

    @Test
    default void describes_itself_the_same_every_time() {
        assertThat(connector().descriptor()).isEqualTo(connector().descriptor());
    }

    @Test
    default void is_found_by_the_service_loader() {
        assertThat(ServiceLoader.load(ConnectorFactory.class))
                .as("META-INF/services/io.kohorte.spi.ConnectorFactory names the connector")
                .hasAtLeastOneElementOfType(connector().getClass());
    }

    @Test
    default void has_schemas_that_a_form_can_be_made_of() {
        var descriptor = connector().descriptor();
        for (var text : new String[] {descriptor.settingsSchema(), descriptor.audienceSchema()}) {
            var schema = Schema.of(text);
            assertThat(schema.dialect()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
            assertThat(schema.type()).isEqualTo("object");
            assertThat(schema.properties()).containsAll(schema.required());
        }
    }

    @Test
    default void names_the_day_on_which_a_version_ends() {
        assertThat(Schema.of(connector().descriptor().settingsSchema()).retirements())
                .allSatisfy((version, day) -> assertThatCode(() -> LocalDate.parse(day))
                        .as("the day on which %s ends, such as 2027-06-01", version)
                        .doesNotThrowAnyException());
    }

    @Test
    default void marks_every_secret_as_write_only() {
        var schema = Schema.of(connector().descriptor().settingsSchema());
        assertThat(schema.secretByName()).allSatisfy(name -> assertThat(schema.secret(name))
                .as("%s is writeOnly", name)
                .isTrue());
    }

    @Test
    default void knows_the_settings_it_is_tested_with() {
        var descriptor = connector().descriptor();
        var schema = Schema.of(descriptor.settingsSchema());
        var names = settings("https://vendor.example", Trial.UNHURRIED).asMap().keySet();
        assertThat(schema.properties()).containsAll(names).containsAll(descriptor.accountSettings());
        assertThat(names).containsAll(schema.required());
        assertThat(Schema.of(descriptor.audienceSchema()).properties())
                .containsAll(audience().options().asMap().keySet());
        assertThat(descriptor.accountSettings()).isNotEmpty().noneMatch(schema::secret);
    }

    @Test
    default void accepts_the_match_key_it_is_tested_with() {
        assertThat(connector().descriptor().identifiers()).contains(audience().matchKey());
    }

    @Test
    default void claims_nothing_that_contradicts_itself() {
        assertThat(claims(Capability.PER_RECORD_STATUS) && claims(Capability.COUNTS_ONLY))
                .as("a result tells of rows, or of counts, not of both")
                .isFalse();
        assertThat(claims(Capability.ADD) || claims(Capability.REMOVE) || claims(Capability.UPSERT_FIELDS))
                .as("a connector does something")
                .isTrue();
    }

    @Test
    default void opens_without_calling_anyone_and_closes_twice(FakeVendor vendor) {
        var trial = Trial.open(this, vendor);
        trial.destination.close();
        trial.destination.close();
        assertThat(vendor.requests()).isEmpty();
        assertThat(vendor.authentications()).isZero();
    }

    @Test
    default void an_account_takes_no_more_than_the_descriptor_says(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var limits = trial.destination.limits();
            var widest = connector().descriptor().limits();
            assertThat(limits.rowsPerBatch()).isLessThanOrEqualTo(widest.rowsPerBatch());
            assertThat(limits.bytesPerRequest()).isLessThanOrEqualTo(widest.bytesPerRequest());
            assertThat(limits.concurrency()).isLessThanOrEqualTo(widest.concurrency());
        }
    }
}
