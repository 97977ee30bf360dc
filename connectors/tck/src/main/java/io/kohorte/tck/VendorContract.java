// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.MemberChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What goes out is what the vendor's OpenAPI document allows. The documents are not ours to publish: they are read from the
 * folder named by the property {@code kohorte.shared.specs}, else from {@code shared/specs} beside the project.
 */
public interface VendorContract extends ConnectorUnderTest {

    @Test
    default void sends_what_the_vendors_own_description_allows(FakeVendor vendor) {
        var name = vendorContract();
        if (name.isEmpty()) {
            return; // there is no such document
        }
        var file = specifications().resolve(name.get());
        Assumptions.assumeTrue(
                Files.exists(file), "the vendor's description " + name.get() + " is not on this machine");
        var description = OpenApi.read(file);
        var sent = allRequests(vendor);
        assertThat(sent)
                .filteredOn(description::knows)
                .as("requests that it describes")
                .isNotEmpty();
        assertThat(sent).allSatisfy(call -> assertThat(description.objections(call))
                .filteredOn(objection -> openMembers().stream().noneMatch(member -> isAboutNamesIn(member, objection)))
                .as("%s %s", call.method(), call.path())
                .isEmpty());
    }

    private static boolean isAboutNamesIn(String member, String objection) {
        return objection.contains("/" + member + "'] Object instance has properties which are not allowed");
    }

    private static Path specifications() {
        var root = Path.of(System.getProperty("kohorte.root", "."))
                .toAbsolutePath()
                .normalize();
        return Optional.ofNullable(System.getProperty("kohorte.shared.specs"))
                .map(Path::of)
                .orElseGet(() -> root.resolveSibling("shared").resolve("specs"));
    }

    /** Of a check, an audience, each kind of change with little and with everything, jobs, feedback and erasure. */
    private List<VendorCall> allRequests(FakeVendor vendor) {
        var sent = new ArrayList<VendorCall>();
        try (var trial = Trial.open(this, vendor)) {
            connector().check(settings(vendor.url(), Trial.UNHURRIED), trial.surroundings);
            trial.audience();
            sent.addAll(vendor.requests());
            for (var kind : MemberChange.Kind.values()) {
                if (claims(CapabilityContract.needed(kind))) {
                    trial.write(trial.batch(kind, jobSize()));
                    sent.addAll(vendor.requests());
                    trial.write(trial.batch(List.of(everything(kind, 0))));
                    sent.addAll(vendor.requests());
                }
            }
            vendor.expect(List.of(), List.of());
            if (claims(Capability.FEEDBACK_PULL)) {
                trial.destination.feedback().read(Cursor.START, 10);
            }
            if (claims(Capability.ERASE)) {
                erase(trial);
            }
            sent.addAll(vendor.requests());
        }
        return sent;
    }

    private void erase(Trial trial) {
        try {
            trial.destination
                    .audiences()
                    .erase(List.of(change(MemberChange.Kind.ADD, 0).subject()));
        } catch (ConnectorException answeredWithoutRows) {
            // what was sent is what counts here
        }
    }
}
