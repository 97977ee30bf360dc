// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FeatureCatalogueTest {

    @Test
    void every_feature_speaks_both_languages_and_says_what_missing_means() {
        assertThat(FeatureCatalogue.declared()).hasSizeGreaterThan(15).allSatisfy(feature -> {
            assertThat(feature.name()).matches("[a-z0-9-]+");
            assertThat(List.of(feature.label(), feature.sentence(), feature.high(), feature.low()))
                    .allSatisfy(words -> {
                        assertThat(words.en()).isNotBlank();
                        assertThat(words.de()).isNotBlank().isNotEqualTo(words.en());
                    });
            boolean maybeMissing = !feature.absentIsZero() && !feature.name().equals("tenure");
            assertThat(feature.sentence()
                            .en()
                            .toLowerCase(java.util.Locale.ROOT)
                            .contains("missing"))
                    .as(feature.name())
                    .isEqualTo(maybeMissing);
        });
    }

    @Test
    void names_are_unique_and_found_again() {
        assertThat(FeatureCatalogue.declared())
                .extracting(Feature::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name ->
                        assertThat(FeatureCatalogue.find(name, Map.of())).isPresent());
        assertThat(FeatureCatalogue.find("recencyy", Map.of())).isEmpty();
        assertThat(FeatureCatalogue.find("trait:country", Map.of())).isEmpty();
        assertThat(FeatureCatalogue.find("trait:country", Map.of("country", TraitType.TEXT)))
                .hasValueSatisfying(feature -> assertThat(feature.kind()).isEqualTo(Feature.Kind.CATEGORY));
    }

    @Test
    void features_of_events_that_never_came_are_not_offered() {
        assertThat(FeatureCatalogue.among(Set.of("Order Completed")))
                .extracting(Feature::name)
                .contains("recency", "trend")
                .doesNotContain("return-share", "email-opens-30-days", "page-views-90-days");
        assertThat(FeatureCatalogue.among(Set.of("Order Completed", "Order Refunded", "Email Opened")))
                .extracting(Feature::name)
                .contains("return-share", "email-opens-30-days");
    }
}
