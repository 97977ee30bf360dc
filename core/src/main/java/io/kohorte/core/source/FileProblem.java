// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.platform.problem.ProblemException;

/** Problems of a file as a whole; those of single rows are {@link InvalidReason}s. */
final class FileProblem {

    private FileProblem() {}

    static ProblemException tooManyColumns() {
        return ProblemException.of(
                422,
                "TOO_MANY_COLUMNS",
                "The file has more than " + Columns.MOST + " columns.",
                "Check the delimiter, or leave out columns.");
    }

    static ProblemException unreadable(FileFormat format) {
        return ProblemException.of(
                422,
                "FILE_UNREADABLE",
                "The file is not readable as " + format.wire() + ".",
                "Check that it is complete and of the source's format.");
    }

    static ProblemException tooLarge(long bytes) {
        return ProblemException.of(
                413,
                "TOO_LARGE",
                "The file has more than " + bytes + " bytes, packed or unpacked.",
                "Split it, or raise kohorte.import.largest-file.");
    }

    static ProblemException notPacked() {
        return ProblemException.of(
                422, "ARCHIVE_BROKEN", "The file cannot be unpacked.", "Check that the upload is complete.");
    }

    static ProblemException suspicious() {
        return ProblemException.of(
                422,
                "ARCHIVE_SUSPICIOUS",
                "The file unpacks to more than 500 times its size.",
                "Unpack it yourself and send the plain file, if it is meant.");
    }

    static ProblemException empty() {
        return ProblemException.of(422, "FILE_EMPTY", "The file is empty.", "Send a file with rows.");
    }

    static ProblemException encoding() {
        return ProblemException.of(
                422,
                "ENCODING_INVALID",
                "The file is not in the encoding the source says.",
                "Correct options.encoding, or save the file as UTF-8.");
    }
}
