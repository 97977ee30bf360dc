// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of one language that conditions are said in. */
enum Wording {
    ENGLISH,
    GERMAN;

    String operator(Operator operator) {
        return switch (operator) {
            case EQUALS -> pick("is", "ist");
            case NOT_EQUALS -> pick("is not", "ist nicht");
            case IN -> pick("is one of", "ist eines von");
            case NOT_IN -> pick("is none of", "ist keines von");
            case CONTAINS -> pick("contains", "enthält");
            case STARTS_WITH -> pick("starts with", "beginnt mit");
            case AT_LEAST -> pick("is at least", "ist mindestens");
            case AT_MOST -> pick("is at most", "ist höchstens");
            case MORE_THAN -> pick("is more than", "ist mehr als");
            case LESS_THAN -> pick("is less than", "ist weniger als");
            case BEFORE -> pick("is before", "liegt vor");
            case AFTER -> pick("is after", "liegt nach");
            case EXISTS -> pick("is known", "ist bekannt");
            case MISSING -> pick("is missing", "fehlt");
        };
    }

    String measure(Measure measure, String event) {
        return switch (measure) {
            case COUNT -> pick("number of " + event + " events", "Anzahl der Ereignisse " + event);
            case ORDERS -> pick("number of orders (" + event + ")", "Anzahl der Bestellungen (" + event + ")");
            case AMOUNT -> pick("total amount of " + event, "Summe der Beträge von " + event);
            case QUANTITY -> pick("total quantity of " + event, "Summe der Mengen von " + event);
            case DAYS_SINCE_LAST ->
                pick("number of days since the last " + event, "Anzahl der Tage seit dem letzten " + event);
            case DAYS_SINCE_FIRST ->
                pick("number of days since the first " + event, "Anzahl der Tage seit dem ersten " + event);
        };
    }

    String number(double number) {
        return new DecimalFormat(
                        "#,##0.####",
                        DecimalFormatSymbols.getInstance(this == ENGLISH ? Locale.ENGLISH : Locale.GERMAN))
                .format(number);
    }

    String quoted(String text) {
        return pick("“", "„") + text + pick("”", "“");
    }

    String flag(boolean flag) {
        return flag ? pick("yes", "ja") : pick("no", "nein");
    }

    String all() {
        return pick("all of these hold", "alles davon trifft zu");
    }

    String any() {
        return pick("at least one of these holds", "mindestens eines davon trifft zu");
    }

    String none() {
        return pick("none of these holds", "nichts davon trifft zu");
    }

    String emptyGroup(boolean everybody) {
        return everybody ? pick("everybody", "alle") : pick("nobody", "niemand");
    }

    String orMissing() {
        return pick("or is missing", "oder fehlt");
    }

    String and() {
        return pick(" and ", " und ");
    }

    String where(String filters) {
        return pick("where ", "mit der Bedingung: ") + filters;
    }

    String inSegment(boolean member, String segment) {
        return member
                ? pick("is in the segment ", "ist im Segment ") + segment
                : pick("is not in the segment ", "ist nicht im Segment ") + segment;
    }

    String scoreOf(String model) {
        return pick("score of ", "Vorhersagewert von ") + model;
    }

    String topOf(String percent, String model) {
        return this == ENGLISH
                ? "is in the top " + percent + " % of " + model
                : "gehört zu den oberen " + percent + " % von " + model;
    }

    String inClusters(String numbers, String model) {
        return this == ENGLISH
                ? "is in cluster " + numbers + " of " + model
                : "ist in Cluster " + numbers + " von " + model;
    }

    String inTheLast(Span span) {
        return pick("in the last ", "in den letzten ") + length(span);
    }

    String ago(Span span) {
        return this == ENGLISH ? length(span) + " ago" : "vor " + length(span);
    }

    String from(String moment) {
        return pick("from ", "ab ") + moment;
    }

    String to(String moment) {
        return pick("to ", "bis ") + moment;
    }

    private String length(Span span) {
        Period period = span.period();
        Duration duration = span.duration();
        List<String> parts = new ArrayList<>();
        part(parts, period.getYears(), "year", "Jahr", "Jahren");
        part(parts, period.getMonths(), "month", "Monat", "Monaten");
        part(parts, period.getDays(), "day", "Tag", "Tagen");
        part(parts, duration.toHours(), "hour", "Stunde", "Stunden");
        part(parts, duration.toMinutesPart(), "minute", "Minute", "Minuten");
        part(parts, duration.toSecondsPart(), "second", "Sekunde", "Sekunden");
        return parts.isEmpty() ? span.toString() : String.join(" ", parts);
    }

    private void part(List<String> parts, long amount, String english, String german, String germanPlural) {
        if (amount != 0) {
            parts.add(number((double) amount) + " "
                    + (this == ENGLISH ? amount == 1 ? english : english + "s" : amount == 1 ? german : germanPlural));
        }
    }

    private String pick(String english, String german) {
        return this == ENGLISH ? english : german;
    }
}
