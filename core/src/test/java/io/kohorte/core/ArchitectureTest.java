// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.kohorte.core.platform.Kohorte;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arrows and names of the house, held by the build. */
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kohorte.core");

    private static final Set<String> FORBIDDEN_PACKAGES =
            Set.of("controller", "service", "repository", "dto", "mapper", "util", "utils", "impl", "common");

    @Test
    void theApplicationSeesNoConnector() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.kohorte.connector..", "io.kohorte.tck.."))
                .check(MAIN);
    }

    /** It calls vendors, as connectors do; of the application only alerts and what is told of trainings leave the house. */
    @Test
    void theToolkitOfConnectorsStaysWithWhatLeavesTheHouse() {
        noClasses()
                .that(resideOutsideOfPackages("io.kohorte.core.alert..", "io.kohorte.core.learn.exchange.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.kohorte.toolkit.."))
                .check(MAIN);
    }

    @Test
    void wekaAndXgboostStayInLearning() {
        noClasses()
                .that(resideOutsideOfPackages("io.kohorte.core.learn.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("weka..", "no.uib.cipr..", "ml.dmlc.."))
                .check(MAIN);
    }

    /** What reads files that nobody here wrote is in one place, and that place reads nothing but files. */
    @Test
    void readersOfForeignModelsStayWithExternalModels() {
        noClasses()
                .that(resideOutsideOfPackages("io.kohorte.core.learn.external.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.jpmml..", "org.dmg..", "ai.onnxruntime.."))
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("io.kohorte.core.learn.external..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.net..",
                        "java.nio.file..",
                        "io.kohorte.core.learn.registry..",
                        "io.kohorte.core.learn.exchange.."))
                .check(MAIN);
    }

    @Test
    void duckDbStaysInAnalyticsAndInTheReaderOfFiles() {
        noClasses()
                .that(resideOutsideOfPackages("io.kohorte.core.analytics..", "io.kohorte.core.source.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.duckdb.."))
                .check(MAIN);
    }

    @Test
    void keysOfSecretsStayInTheVault() {
        noClasses()
                .that(resideOutsideOfPackages("io.kohorte.core.destination.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.google.crypto.tink.."))
                .check(MAIN);
    }

    @Test
    void timeComesFromTheClockOnly() {
        noClasses()
                .that(describe("learn the time", type -> !type.getSimpleName().equals("TimeSource")))
                .should()
                .callMethodWhere(describe("ask the machine for the time", call -> asksForTheTime(call.getTarget())))
                .check(MAIN);
    }

    /** Tables of delivery belong to the engine; whoever wants to know asks it. */
    @Test
    void noSqlNamesATableOfDelivery() throws IOException {
        try (var sources = Files.walk(Path.of("src/main"))) {
            assertThat(sources.filter(file -> file.toString().matches(".*[.](java|sql|properties)")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).content().doesNotContain("delivery_"));
        }
    }

    @Test
    void nothingIsDeserialisedIntoObjectsOfAnyKind() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.io.ObjectInputStream.class)
                .check(MAIN);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        noFields().should().beAnnotatedWith(Inject.class).check(MAIN);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should(
                        com.tngtech.archunit.lang.conditions.ArchConditions.haveNameMatching(
                                ".*\\.(Base[A-Z]\\w*|\\w*(Impl|Manager|Helper|Util|Utils|Controller|Service|Repository|Dto|DTO))"))
                .check(MAIN);
    }

    @Test
    void packagesAreFeaturesNotLayers() {
        noClasses()
                .should()
                .resideInAnyPackage(FORBIDDEN_PACKAGES.stream()
                        .map(name -> "io.kohorte.core.." + name + "..")
                        .toArray(String[]::new))
                .check(MAIN);
    }

    @Test
    void thePlatformKnowsNoFeature() {
        noClasses()
                .that()
                .resideInAPackage("io.kohorte.core.platform..")
                .should()
                .dependOnClassesThat(describe("of a feature", ArchitectureTest::isOfAFeature))
                .check(MAIN);
    }

    @Test
    void featuresDependOnEachOtherInOneDirection() {
        slices().assignedFrom(new Features()).should().beFreeOfCycles().check(MAIN);
    }

    /** A feature is a package below core. */
    private static final class Features implements SliceAssignment {

        private static final String ROOT = "io.kohorte.core.";

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            var name = type.getPackageName();
            if (!name.startsWith(ROOT)) {
                return SliceIdentifier.ignore();
            }
            var end = name.indexOf('.', ROOT.length());
            var feature = name.substring(ROOT.length(), end < 0 ? name.length() : end);
            return SliceIdentifier.of(feature);
        }

        @Override
        public String getDescription() {
            return "the features of core";
        }
    }

    private static boolean asksForTheTime(AccessTarget.CodeUnitCallTarget target) {
        var owner = target.getOwner();
        var takesNoClock = target.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
        var now = target.getName().equals("now") && owner.getPackageName().startsWith("java.time") && takesNoClock;
        var system = owner.isEquivalentTo(System.class) && target.getName().equals("currentTimeMillis");
        var clock = owner.isEquivalentTo(Clock.class) && target.getName().startsWith("system");
        return now
                || system
                || clock
                || (owner.isEquivalentTo(Instant.class) && target.getName().equals("now"));
    }

    private static boolean isOfAFeature(JavaClass type) {
        return type.getPackageName().startsWith("io.kohorte.core.")
                && !type.getPackageName().startsWith(Kohorte.class.getPackageName());
    }
}
