// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.Capability;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What a connector was seen to do: written to {@code target/score-cards/<connector>.json} and printed in a line, at the end
 * of its certification. Certified is whoever was asked everything, failed nothing, and skipped nothing without saying why.
 */
final class ScoreCard implements TestWatcher, AfterAllCallback {

    private final Map<String, Tally> contracts = new TreeMap<>();
    private final Set<String> asked = new TreeSet<>();
    private final Map<String, String> skipped = new TreeMap<>();

    /** How often a contract was kept and broken. A test is skipped where the vendor's description is not on this machine. */
    private static final class Tally {
        private int passed;
        private int failed;
        private int skipped;
    }

    @Override
    public void testSuccessful(ExtensionContext test) {
        tally(test).passed++;
    }

    @Override
    public void testFailed(ExtensionContext test, Throwable cause) {
        tally(test).failed++;
    }

    @Override
    public void testAborted(ExtensionContext test, Throwable cause) {
        skip(test, cause.getMessage());
    }

    @Override
    public void testDisabled(ExtensionContext test, Optional<String> reason) {
        skip(test, reason.orElse(""));
    }

    private synchronized void skip(ExtensionContext test, @Nullable String reason) {
        tally(test).skipped++;
        skipped.put(test.getRequiredTestMethod().getName(), reason == null ? "" : reason);
    }

    private synchronized Tally tally(ExtensionContext test) {
        asked.add(test.getRequiredTestMethod().getName());
        var contract = test.getRequiredTestMethod().getDeclaringClass().getSimpleName();
        return contracts.computeIfAbsent(contract, name -> new Tally());
    }

    /** Tests of the kit that did not run at all, such as those that somebody left out on the command line. */
    private Set<String> neverAsked() {
        var never = Arrays.stream(ConnectorContract.class.getInterfaces())
                .flatMap(contract -> Arrays.stream(contract.getDeclaredMethods()))
                .filter(method -> AnnotationSupport.isAnnotated(method, Test.class)
                        || AnnotationSupport.isAnnotated(method, ParameterizedTest.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        never.removeAll(asked);
        return never;
    }

    @Override
    public void afterAll(ExtensionContext all) {
        var subject = (ConnectorUnderTest) all.getRequiredTestInstance();
        var id = subject.connector().descriptor().id();
        var card = card(subject, Certification.vendor(all).seen(id));
        try {
            var file = Path.of("target", "score-cards", id + ".json");
            Files.createDirectories(file.getParent());
            Files.writeString(file, card.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %s, %d tests passed, %d failed, %d skipped%n",
                id,
                card.path("certified").asBoolean() ? "certified" : "not certified",
                contracts.values().stream().mapToInt(tally -> tally.passed).sum(),
                contracts.values().stream().mapToInt(tally -> tally.failed).sum(),
                contracts.values().stream().mapToInt(tally -> tally.skipped).sum());
    }

    private ObjectNode card(ConnectorUnderTest subject, Map<WireFault, Set<String>> seen) {
        var descriptor = subject.connector().descriptor();
        var limits = descriptor.limits();
        var card = Json.mapper()
                .createObjectNode()
                .put("connector", descriptor.id())
                .put("name", descriptor.name())
                .put("category", descriptor.category().name())
                .put("version", descriptor.version())
                .put("documentation", descriptor.documentation())
                .put("certified", certified());
        list(card, "can", descriptor.capabilities());
        var not = new TreeSet<>(EnumSet.allOf(Capability.class));
        not.removeAll(descriptor.capabilities());
        list(card, "cannot", not);
        descriptor.identifiers().forEach(card.putArray("identifiers")::add);
        card.putObject("limits")
                .put("rowsPerBatch", limits.rowsPerBatch())
                .put("bytesPerRequest", limits.bytesPerRequest())
                .put("requests", limits.requests())
                .put("windowSeconds", limits.window().toSeconds())
                .put("concurrency", limits.concurrency());
        var faults = card.putObject("faults");
        seen.forEach((fault, kinds) -> kinds.forEach(faults.putArray(fault.name())::add));
        var unseen = EnumSet.allOf(WireFault.class);
        unseen.removeAll(seen.keySet());
        list(card, "faultsNotSeen", unseen);
        subject.throttles().keySet().stream().sorted().forEach(card.putArray("throttles")::add);
        subject.vendorContract().ifPresent(file -> card.put("vendorDescription", file));
        subject.notCovered().forEach(card.putArray("notCovered")::add);
        var tests = card.putObject("tests");
        contracts.forEach((contract, tally) -> tests.putObject(contract)
                .put("passed", tally.passed)
                .put("failed", tally.failed)
                .put("skipped", tally.skipped));
        var reasons = card.putObject("skipped");
        skipped.forEach(reasons::put);
        neverAsked().forEach(card.putArray("neverAsked")::add);
        return card;
    }

    private boolean certified() {
        return contracts.values().stream().allMatch(tally -> tally.failed == 0)
                && skipped.values().stream().noneMatch(String::isBlank)
                && neverAsked().isEmpty();
    }

    private static void list(ObjectNode card, String name, Collection<? extends Enum<?>> values) {
        values.stream().sorted().map(Enum::name).forEach(card.putArray(name)::add);
    }
}
