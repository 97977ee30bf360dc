// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The kit finds what it is made to find: a sound connector passes, and each flaw fails the tests that are about it. */
final class TckTest {

    @Test
    void a_sound_connector_passes() {
        assertThat(failed(Sound.class)).isEmpty();
    }

    static Set<String> failed(Class<?> contract) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(event ->
                        ((MethodSource) event.getTestDescriptor().getSource().orElseThrow()).getMethodName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static final class Sound extends SampleContract {
        Sound() {
            super(Flaw.NONE);
        }
    }
}
