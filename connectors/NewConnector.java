// SPDX-License-Identifier: AGPL-3.0-or-later

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Begins a connector: a copy of the guide's example, Acme Mail, with the names exchanged. It builds and is certified as it
 * is; change it bit by bit. From the root of a checkout:
 *
 * <pre>
 * java connectors/NewConnector.java brevo ../kohorte-connector-brevo com.example.brevo
 * java connectors/NewConnector.java brevo
 * </pre>
 *
 * The first makes a project of its own, the second a module of this repository.
 */
final class NewConnector {

    private static final Path EXAMPLE = Path.of("connectors/tck/src/test/java/com/acme/kohorte");
    private static final Path RESOURCES = Path.of("connectors/tck/src/test/resources");
    private static final Path CONNECTORS_POM = Path.of("connectors/pom.xml");
    private static final Path BUNDLE_POM = Path.of("connectors/bundle/pom.xml");
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)+");
    private static final Pattern VERSION = Pattern.compile("<version>(.+?)</version>");

    /** The first group: as the beginning of the name of a class. */
    private static final Pattern NAME =
            Pattern.compile("com[.]acme[.]kohorte|Acme Mail|(Acme)(?=[A-Z])|Acme|acme|(?<=Identifier: )Apache-2[.]0");

    private final String id;
    private final Path folder;
    private final String packageName;
    private final boolean ours;
    private final String version;

    private NewConnector(String id, Path folder, String packageName, boolean ours) throws IOException {
        this.id = id;
        this.folder = folder;
        this.packageName = packageName;
        this.ours = ours;
        version = VERSION.matcher(Files.readString(CONNECTORS_POM))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    public static void main(String... arguments) throws IOException {
        var mistake = mistake(arguments);
        if (!mistake.isEmpty()) {
            System.err.println(mistake);
            System.exit(1);
        }
        var id = arguments[0];
        var connector = arguments.length == 3
                ? new NewConnector(id, Path.of(arguments[1]), arguments[2], false)
                : new NewConnector(id, Path.of("connectors", id), "io.kohorte.connector." + id.replace("-", ""), true);
        connector.write();
        connector.tellWhatIsNext();
    }

    private static String mistake(String... arguments) {
        if (!Files.exists(EXAMPLE)) {
            return "Run this in the root of a checkout of Kohorte.";
        }
        if (arguments.length != 1 && arguments.length != 3) {
            return "Say the id of the connector, and for a project of your own its folder and package, for example:\n"
                    + "  java connectors/NewConnector.java brevo ../kohorte-connector-brevo com.example.brevo";
        }
        if (!ID.matcher(arguments[0]).matches() || arguments[0].length() < 2 || arguments[0].length() > 40) {
            return "The id has 2 to 40 small letters, digits and dashes, such as google-ads: " + arguments[0];
        }
        if (arguments.length == 3 && !PACKAGE.matcher(arguments[2]).matches()) {
            return "A package looks like com.example.brevo: " + arguments[2];
        }
        var folder = arguments.length == 3 ? Path.of(arguments[1]) : Path.of("connectors", arguments[0]);
        return Files.exists(folder) ? "There is something at " + folder + " already." : "";
    }

    private void write() throws IOException {
        var code = packageName.replace('.', '/') + "/";
        for (var part : List.of("Connector", "Destination")) {
            put("src/main/java/" + code + type(part) + ".java", example(part));
        }
        put("src/main/java/" + code + "package-info.java", Files.readString(EXAMPLE.resolve("package-info.java")));
        put("src/test/java/" + code + type("ContractTest") + ".java", example("ContractTest"));
        for (var text : List.of("settings.schema.json", "audience.schema.json", "sentences.de.json")) {
            put(
                    "src/main/resources/" + code + text,
                    Files.readString(RESOURCES.resolve("com/acme/kohorte/" + text)));
        }
        for (var golden : files(RESOURCES.resolve("golden/acme"))) {
            put("src/test/resources/golden/" + id + "/" + golden.getFileName(), Files.readString(golden));
        }
        put("src/main/resources/META-INF/services/io.kohorte.spi.ConnectorFactory", "com.acme.kohorte.AcmeConnector\n");
        put(
                "src/test/resources/META-INF/services/io.kohorte.tck.ConnectorUnderTest",
                "com.acme.kohorte.AcmeContractTest\n");
        if (ours) {
            put("pom.xml", modulePom());
            Files.writeString(CONNECTORS_POM, withModule(Files.readString(CONNECTORS_POM)));
            Files.writeString(BUNDLE_POM, withDependency(Files.readString(BUNDLE_POM)));
        } else {
            put("pom.xml", ownPom());
            put(".gitignore", "target/\n");
            for (var wrapper : List.of("mvnw", "mvnw.cmd", ".mvn/wrapper/maven-wrapper.properties")) {
                var copy = folder.resolve(wrapper);
                Files.createDirectories(copy.getParent());
                Files.copy(Path.of(wrapper), copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private void put(String file, String example) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, named(example));
    }

    /** The example's names exchanged for those of the connector. */
    private String named(String text) {
        return NAME.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) == null ? named(found) : type("")));
    }

    private String named(MatchResult found) {
        return switch (found.group()) {
            case "com.acme.kohorte" -> packageName;
            case "acme" -> id;
            case "Apache-2.0" -> ours ? "AGPL-3.0-or-later" : "Apache-2.0";
            default -> title();
        };
    }

    private static String example(String part) throws IOException {
        return Files.readString(EXAMPLE.resolve("Acme" + part + ".java"));
    }

    /** {@code GoogleAds} and what follows, for {@code google-ads}. */
    private String type(String part) {
        return title().replace(" ", "") + part;
    }

    /** {@code Google Ads} for {@code google-ads}. */
    private String title() {
        return Arrays.stream(id.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining(" "));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().collect(Collectors.toList());
        }
    }

    private String ownPom() throws IOException {
        return Files.readString(RESOURCES.resolve("com/acme/kohorte/pom.xml"))
                .replaceFirst(
                        "<kohorte.version>.*?</kohorte.version>",
                        "<kohorte.version>" + Matcher.quoteReplacement(version) + "</kohorte.version>");
    }

    private String modulePom() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
                  <modelVersion>4.0.0</modelVersion>

                  <parent>
                    <groupId>io.kohorte</groupId>
                    <artifactId>kohorte-connectors</artifactId>
                    <version>%s</version>
                  </parent>

                  <artifactId>kohorte-connector-acme</artifactId>
                  <name>Kohorte :: Acme Mail connector</name>
                </project>
                """
                .formatted(version);
    }

    private String withModule(String pom) {
        return inserted(pom, Pattern.compile("    <module>(.+?)</module>\n"), "    <module>" + id + "</module>\n");
    }

    private String withDependency(String pom) {
        var dependency =
                """
                    <dependency>
                      <groupId>io.kohorte</groupId>
                      <artifactId>kohorte-connector-%s</artifactId>
                      <version>${project.version}</version>
                    </dependency>
                """
                        .formatted(id);
        var entry = Pattern.compile(
                "    <dependency>\n.*?\n.*?kohorte-connector-(.+?)</artifactId>\n.*?\n    </dependency>\n");
        return inserted(pom, entry, dependency);
    }

    /** Before the first entry of a later name; the bundle, which comes after all connectors, counts as one. */
    private String inserted(String pom, Pattern entry, String text) {
        var entries = entry.matcher(pom);
        var end = 0;
        while (entries.find()) {
            if (entries.group(1).equals("bundle") || entries.group(1).compareTo(id) > 0) {
                return pom.substring(0, entries.start()) + text + pom.substring(entries.start());
            }
            end = entries.end();
        }
        return pom.substring(0, end) + text + pom.substring(end);
    }

    private void tellWhatIsNext() {
        System.out.println("A connector that is certified already, for a vendor that is not there yet: " + folder);
        System.out.println("Publish once:  ./mvnw -pl connectors/tck -am install -DskipTests");
        System.out.print(
                ours
                        ? """
                          Build it:      ./mvnw -pl connectors/%1$s spotless:apply verify
                          Still missing: its guide for marketers, src/docs/guide/%1$s.md
                          """
                                .formatted(id)
                        : """
                          Build it:      cd %s && ./mvnw verify
                          Install it:    copy target/kohorte-connector-%s-1.0.0.jar to the plug-in folder
                          """
                                .formatted(folder, id));
        System.out.println("The guide:     src/docs/connector-author-guide.md");
    }
}
