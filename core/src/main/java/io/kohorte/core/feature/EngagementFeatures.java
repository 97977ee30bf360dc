// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.when;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Field;

/** What e-mails and pages say, in windows of 30 and 90 days. */
final class EngagementFeatures {
    private EngagementFeatures() {}

    static final List<Feature> ALL = Stream.of(30, 90)
            .flatMap(days -> Stream.of(
                    within(
                            days,
                            "email-opens",
                            Set.of("Email Opened"),
                            new Wording("E-mails opened", "Geöffnete E-Mails"),
                            new Wording("open e-mails", "öffnen E-Mails"),
                            new Wording("leave e-mails unopened", "öffnen kaum E-Mails")),
                    within(
                            days,
                            "email-clicks",
                            Set.of("Email Link Clicked", "Email Clicked"),
                            new Wording("Clicks in e-mails", "Klicks in E-Mails"),
                            new Wording("click in e-mails", "klicken in E-Mails"),
                            new Wording("do not click in e-mails", "klicken nicht in E-Mails")),
                    within(
                            days,
                            "page-views",
                            Set.of("Page Viewed", "Page", "Product Viewed"),
                            new Wording("Pages viewed", "Seitenaufrufe"),
                            new Wording("visit the shop often", "oft im Shop"),
                            new Wording("seldom visit the shop", "selten im Shop"))))
            .toList();

    private static Feature within(int days, String name, Set<String> events, Wording label, Wording high, Wording low) {
        Field<String> event = field(name("name"), String.class);
        return new Feature(
                name + "-" + days + "-days",
                Feature.Kind.NUMBER,
                Unit.EVENTS,
                Grain.EVENT,
                true,
                new Wording(label.en() + " in " + days + " days", label.de() + " in " + days + " Tagen"),
                new Wording(
                        label.en() + " in the last " + days + " days; 0 where there were none.",
                        label.de() + " in den letzten " + days + " Tagen; 0, wo es keine gab."),
                high,
                low,
                events,
                moment -> count(when(
                        event.in(events.stream()
                                        .sorted()
                                        .map(text -> inline(text))
                                        .toList())
                                .and(moment.withinLast(field(name("at"), LocalDateTime.class), days)),
                        inline(1))));
    }
}
