// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.web;

import io.kohorte.core.platform.problem.ProblemException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bounds what is read into memory. Uploads are read as a stream by their resource, which sets a limit of its own. */
@Provider
public final class BodyLimit implements ReaderInterceptor {

    static final long LARGEST_JSON = 10L * 1024 * 1024;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        var type = context.getMediaType();
        if (!InputStream.class.isAssignableFrom(context.getType())
                || MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
            context.setInputStream(new Bounded(context.getInputStream(), LARGEST_JSON));
        }
        return context.proceed();
    }

    /** Ends the call when more bytes come than allowed. */
    public static final class Bounded extends FilterInputStream {

        private final long limit;
        private long left;

        public Bounded(InputStream in, long limit) {
            super(in);
            this.limit = limit;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            var value = super.read();
            if (value >= 0) {
                count(1);
            }
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var read = super.read(buffer, offset, length);
            if (read > 0) {
                count(read);
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw ProblemException.of(
                        413,
                        "TOO_LARGE",
                        "The request body has more than " + limit + " bytes.",
                        "Send less at a time.");
            }
        }
    }
}
