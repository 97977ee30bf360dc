// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A data source whose process asks to be killed at one exact moment and then stands still: {@code before:<sql>:<n>} when
 * the n-th statement that contains this text is about to run, {@code commit:…} when its transaction is about to be
 * committed, {@code committed:…} when it just was.
 */
final class DoomedDataSource implements DataSource {

    private final DataSource real;
    private final String moment;
    private final String fragment;
    private final int number;
    private final AtomicInteger seen = new AtomicInteger();

    DoomedDataSource(DataSource real, String doom) {
        var parts = doom.split(":", 3);
        this.real = real;
        this.moment = parts[0];
        this.fragment = parts[1];
        this.number = Integer.parseInt(parts[2]);
    }

    @Override
    public Connection getConnection() throws SQLException {
        var connection = real.getConnection();
        var fateful = new boolean[1];
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    var commits = method.getName().equals("commit");
                    if (method.getName().equals("prepareStatement")
                            && arguments[0].toString().contains(fragment)
                            && seen.incrementAndGet() == number) {
                        fateful[0] = true;
                        dieIf(moment.equals("before"));
                    }
                    dieIf(commits && fateful[0] && moment.equals("commit"));
                    try {
                        var result = method.invoke(connection, arguments);
                        dieIf(commits && fateful[0] && moment.equals("committed"));
                        return result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static void dieIf(boolean now) throws InterruptedException {
        if (now) {
            System.out.println(CrashNode.KILL_ME);
            System.out.flush();
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
