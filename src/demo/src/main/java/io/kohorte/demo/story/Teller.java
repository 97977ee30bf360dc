// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import java.io.PrintStream;
import java.util.Locale;

/** Says what happens: headings, sentences, and one line of progress that is written over where there is a terminal. */
public final class Teller {

    private static final int WIDTH = 110;
    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private int act;
    private boolean lineOpen;
    private boolean ended;
    private long lastLine = System.nanoTime();

    /** @param terminal whether a line can be written over */
    public Teller(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    public synchronized void act(String title) {
        if (ended) {
            return;
        }
        closeLine();
        act++;
        out.printf("%n%d. %s%n%s%n", act, title, "─".repeat(Math.min(WIDTH, title.length() + 3)));
        out.flush();
    }

    public synchronized void say(String format, Object... values) {
        if (ended) {
            return;
        }
        closeLine();
        out.println("   " + String.format(Locale.ENGLISH, format, values).replace("\n", "\n   "));
        out.flush();
        lastLine = System.nanoTime();
    }

    /** How far something is; in a log file at most every five seconds. */
    public synchronized void progress(String what) {
        if (ended) {
            return;
        }
        if (terminal) {
            String line = what.length() > WIDTH ? what.substring(0, WIDTH) : what;
            out.print("\r   … " + line + " ".repeat(WIDTH - line.length()));
            lineOpen = true;
        } else if (System.nanoTime() - lastLine > PAUSE_NANOS) {
            out.println("   … " + what);
            lastLine = System.nanoTime();
        }
        out.flush();
    }

    /** Whatever goes wrong from now on does so because somebody ended it: nothing is said until {@link #lastWord}. */
    public synchronized void end() {
        closeLine();
        ended = true;
    }

    public synchronized void lastWord(String sentence) {
        out.println("\n   " + sentence);
        out.flush();
    }

    private void closeLine() {
        if (lineOpen) {
            out.print("\r" + " ".repeat(WIDTH + 5) + "\r");
            lineOpen = false;
        }
    }
}
