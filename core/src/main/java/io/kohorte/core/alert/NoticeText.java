// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import io.kohorte.core.platform.speech.Phrasebook;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/** Notices in words, for people. */
@Singleton
class NoticeText {

    private final Phrasebook phrasebook;
    private final AlertConfig config;

    NoticeText(Phrasebook phrasebook, AlertConfig config) {
        this.phrasebook = phrasebook;
        this.config = config;
    }

    private record Labels(
            String error,
            String warning,
            String recovered,
            String test,
            String toDo,
            String since,
            DateTimeFormatter at) {

        static final Labels ENGLISH = new Labels(
                "Error",
                "Warning",
                "Recovered",
                "Test",
                "What to do",
                "Since",
                pattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH));
        static final Labels GERMAN = new Labels(
                "Fehler",
                "Warnung",
                "Behoben",
                "Test",
                "Was zu tun ist",
                "Seit",
                pattern("d. MMM uuuu, HH:mm 'UTC'", Locale.GERMAN));

        static Labels of(Language language) {
            return language == Language.DE ? GERMAN : ENGLISH;
        }

        private static DateTimeFormatter pattern(String text, Locale locale) {
            return DateTimeFormatter.ofPattern(text, locale).withZone(ZoneOffset.UTC);
        }
    }

    /** One line. */
    String headline(Notice notice, Language language) {
        var labels = Labels.of(language);
        var alert = notice.alert();
        var state =
                switch (notice.change()) {
                    case RECOVERED -> labels.recovered();
                    case TEST -> labels.test();
                    case FIRING -> alert.severity() == Severity.ERROR ? labels.error() : labels.warning();
                };
        return oneLine("Kohorte – " + state + ": " + in(language, alert.sentence()));
    }

    /** A few lines: why, what to do, since when, where. */
    String body(Notice notice, Language language) {
        var labels = Labels.of(language);
        var alert = notice.alert();
        var lines = new ArrayList<String>();
        Optional.ofNullable(alert.reason()).ifPresent(reason -> lines.add(in(language, reason)));
        if (notice.change() != Notice.Change.RECOVERED) {
            lines.add(labels.toDo() + ": " + in(language, alert.nextStep()));
        }
        lines.add(labels.since() + ": " + labels.at().format(alert.since()));
        Optional.ofNullable(alert.goneSince())
                .ifPresent(gone ->
                        lines.add(labels.recovered() + ": " + labels.at().format(gone)));
        address(alert).ifPresent(lines::add);
        return String.join("\n", lines.stream().map(NoticeText::oneLine).toList());
    }

    String in(Language language, String english) {
        return language == Language.DE ? phrasebook.german(english).orElse(english) : english;
    }

    /** Where the page is, if we know where people open Kohorte. */
    Optional<String> address(Alert alert) {
        return config.publicUrl().map(root -> root.toString().replaceFirst("/+$", "") + alert.link());
    }

    /** Names may hold anything; a subject of a mail must not go on in its next header. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }
}
