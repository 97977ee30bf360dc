// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo;

import io.kohorte.demo.client.Api;
import io.kohorte.demo.client.ApiProblem;
import io.kohorte.demo.client.App;
import io.kohorte.demo.client.AppFailure;
import io.kohorte.demo.client.AppPlan;
import io.kohorte.demo.receiver.House;
import io.kohorte.demo.receiver.Receiver;
import io.kohorte.demo.shop.ShopPlan;
import io.kohorte.demo.story.OwnFiles;
import io.kohorte.demo.story.OwnFilesStory;
import io.kohorte.demo.story.ShopStory;
import io.kohorte.demo.story.Stage;
import io.kohorte.demo.story.StoryFailure;
import io.kohorte.demo.story.Teller;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The main job: starts the application with an empty data folder, runs the whole chain over its REST API while saying what
 * happens, and keeps serving until Ctrl-C, or ends with code 0 only if the receiver's audiences equal the segments.
 */
public final class DemoMain {

    private static final int A_FEW_BOUNCE = 40;

    private final DemoSettings settings;
    private final Teller teller;
    private final Clock clock = Clock.systemUTC();
    private final AtomicBoolean finished = new AtomicBoolean();

    private DemoMain(DemoSettings settings, Teller teller) {
        this.settings = settings;
        this.teller = teller;
    }

    public static void main(String[] arguments) throws InterruptedException {
        DemoSettings settings = DemoSettings.fromSystemProperties();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Teller teller = new Teller(out, atTerminal());
        System.exit(new DemoMain(settings, teller).run());
    }

    @SuppressWarnings("SystemConsoleNull") // the build starts us with jdk.console=java.base, which keeps this meaning
    private static boolean atTerminal() {
        return System.console() != null;
    }

    private int run() throws InterruptedException {
        try {
            prepare();
            int code = perform();
            finished.set(true);
            return code;
        } catch (AppFailure | StoryFailure | ApiProblem | UncheckedIOException | IOException e) {
            teller.say("This did not work: %s", e.getMessage());
            teller.say("What the application did is in %s", settings.data().resolve("app/kohorte.log"));
            finished.set(true);
            return 1;
        }
    }

    /** Empties the folder of the last time; never one that is not ours. */
    private void prepare() throws IOException {
        Path data = settings.data();
        Path mark = data.resolve(".kohorte-demonstration");
        if (Files.exists(mark)) {
            teller.say(
                    "A fresh start: emptying %s. To keep what is there, start with -Ddemo.dir=<another folder>.", data);
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } else if (Files.exists(data) && !empty(data)) {
            throw new IOException(data + " holds other things; name an empty folder: -Ddemo.dir=<folder>");
        }
        Files.createDirectories(data);
        Files.createFile(mark);
    }

    private static boolean empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private int perform() throws IOException, InterruptedException {
        AppPlan plan = new AppPlan(
                settings.jar(),
                settings.data().resolve("app"),
                settings.port(),
                AppPlan.freshPassword(),
                List.of("-Xmx1g"));
        String secret = freshSecret();
        long begin = clock.millis();
        try (Receiver receiver = Receiver.started(0, secret, House.bouncing(A_FEW_BOUNCE));
                App app = App.started(plan)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(app), "ending"));
            teller.progress("starting Kohorte on its embedded PostgreSQL");
            app.awaitReady();
            teller.say("Kohorte is ready after %.1f s at %s", (clock.millis() - begin) / 1000.0, app.address());
            Api api = Api.signedIn(app.address(), "admin", plan.password());
            Stage stage = new Stage(teller, api, app.address(), receiver, secret, clock);
            boolean equal = story(stage);
            teller.say("");
            teller.say(
                    equal
                            ? "Done in %.0f s: every audience equals its segment."
                            : "Done in %.0f s, but the audiences differ from the segments: see the table.",
                    (clock.millis() - begin) / 1000.0);
            if (!settings.exit()) {
                serve(app, plan);
            }
            return equal ? 0 : 1;
        }
    }

    /** Ctrl-C, at any moment: the application was sent the same signal, and ends its database. */
    private void end(App app) {
        boolean early = !finished.get();
        if (early) {
            teller.end();
        }
        app.close();
        if (early) {
            teller.lastWord("Everything has ended; what was built stays in %s until the next start."
                    .formatted(settings.data()));
        }
    }

    private boolean story(Stage stage) throws IOException, InterruptedException {
        if (settings.files().isPresent()) {
            return new OwnFilesStory(stage, OwnFiles.in(settings.files().get())).told();
        }
        ShopPlan shop = new ShopPlan(settings.customers(), settings.seed(), LocalDate.now(clock));
        return new ShopStory(stage, shop, settings.data().resolve("shop")).told();
    }

    private void serve(App app, AppPlan plan) throws InterruptedException {
        teller.say("");
        teller.say("Look around:  %s   user admin, password %s", app.address(), plan.password());
        teller.say("API:          %s/q/swagger-ui", app.address());
        teller.say("Log:          %s", plan.log());
        teller.say("Ctrl-C ends everything.");
        new CountDownLatch(1).await();
    }

    private static String freshSecret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }
}
