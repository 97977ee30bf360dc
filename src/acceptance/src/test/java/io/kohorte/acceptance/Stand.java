// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import io.kohorte.demo.client.Api;
import io.kohorte.demo.client.App;
import io.kohorte.demo.client.AppPlan;
import io.kohorte.demo.receiver.House;
import io.kohorte.demo.receiver.Receiver;
import io.kohorte.demo.story.Stage;
import io.kohorte.demo.story.Teller;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged application on a free port with a fresh folder, and a receiver beside it that outlives its restarts. */
public final class Stand implements AutoCloseable {

    public static final Path ROOT = Path.of(System.getProperty("kohorte.root"));
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final Path folder;
    private AppPlan plan;
    private final Receiver receiver;
    private final PrintStream story;
    private App app;
    private Stage stage;

    private Stand(Path folder, AppPlan plan, Receiver receiver, PrintStream story, App app) {
        this.folder = folder;
        this.plan = plan;
        this.receiver = receiver;
        this.story = story;
        this.app = app;
        this.stage = open();
    }

    static Stand fresh(String name, House house) throws IOException, InterruptedException {
        return fresh(name, house, Map.of());
    }

    /** @param settings environment variables of the application */
    public static Stand fresh(String name, House house, Map<String, String> settings)
            throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("kohorte.stands")).resolve(name);
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
        AppPlan plan = new AppPlan(
                ROOT.resolve("core/target/quarkus-app/quarkus-run.jar"),
                folder.resolve("app"),
                App.freePort(),
                AppPlan.freshPassword(),
                // it lives for a minute: what the second compiler would gain comes too late
                List.of("-Xmx768m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                settings);
        PrintStream story =
                new PrintStream(Files.newOutputStream(folder.resolve("story.txt")), true, StandardCharsets.UTF_8);
        App app = App.started(plan);
        try {
            app.awaitReady();
            return new Stand(folder, plan, Receiver.started(0, SECRET, house), story, app);
        } catch (RuntimeException | IOException | InterruptedException e) {
            app.close();
            throw e;
        }
    }

    private Stage open() {
        Api api = Api.signedIn(app.address(), "admin", plan.password());
        return new Stage(new Teller(story, false), api, app.address(), receiver, SECRET, Clock.systemUTC());
    }

    /** {@code kill -9}, then a start on what is left. */
    void killAndStart() throws IOException, InterruptedException {
        app.kill();
        app = App.started(plan);
        app.awaitReady();
        stage = open();
    }

    /** Begins on what is there, with other settings; the one before has ended. */
    void startWith(Map<String, String> settings) throws IOException, InterruptedException {
        plan = plan.with(settings);
        app = App.started(plan);
        app.awaitReady();
        stage = open();
    }

    public Stage stage() {
        return stage;
    }

    public Api api() {
        return stage.api();
    }

    Receiver receiver() {
        return receiver;
    }

    App app() {
        return app;
    }

    String password() {
        return plan.password();
    }

    /** Where the application keeps its data. */
    Path data() {
        return plan.data();
    }

    /** For files of the test. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        app.close();
        receiver.close();
        story.close();
    }
}
