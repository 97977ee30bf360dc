// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.time.LocalDate;

/** Writes moments as the shop's systems do; by hand, since a formatter costs more than everything else together. */
final class Moments {

    private long lastDay = Long.MIN_VALUE;
    private String lastDate = "";

    /** {@code 2026-11-21 08:15:09} for the till, or with {@code T} and {@code Z} for the web. */
    String written(long seconds, char between, String zone) {
        long day = Math.floorDiv(seconds, 86_400L);
        if (day != lastDay) {
            lastDay = day;
            lastDate = LocalDate.ofEpochDay(day).toString();
        }
        int rest = (int) Math.floorMod(seconds, 86_400L);
        StringBuilder text = new StringBuilder(21).append(lastDate).append(between);
        two(text, rest / 3600).append(':');
        two(text, rest / 60 % 60).append(':');
        return two(text, rest % 60).append(zone).toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    static String euros(long cents) {
        String digits = String.valueOf(Math.abs(cents) + 100).substring(1);
        long whole = Math.abs(cents) / 100;
        return (cents < 0 ? "-" : "") + whole + "." + digits.substring(digits.length() - 2);
    }
}
