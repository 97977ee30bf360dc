// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;

/** Tells the formats apart and opens a file that somebody else wrote, who may wish us ill. */
public final class ExternalFile {
    /** Bytes of a file. */
    public static final int LARGEST = 64 << 20;

    private static final int BYTE_ORDER_MARK = 0xEF;

    private ExternalFile() {}

    /** Throws {@link LearningRefused}, in words for whoever has the file, where it cannot be used. */
    public static ExternalModel open(byte[] file) {
        if (file.length > LARGEST) {
            throw tooLarge();
        }
        try {
            return isXml(file) ? PmmlModel.open(file) : OnnxModel.open(file, Budget.Limits.USUAL);
        } catch (LearningRefused refused) {
            throw refused;
        } catch (RuntimeException | StackOverflowError e) {
            throw new LearningRefused(
                    "UNREADABLE_FILE",
                    new Wording(
                            "The file is neither ONNX nor PMML, or it is broken.",
                            "Die Datei ist weder ONNX noch PMML, oder sie ist beschädigt."));
        }
    }

    public static LearningRefused tooLarge() {
        return new LearningRefused(
                "FILE_TOO_LARGE",
                new Wording(
                        "The file is larger than 64 MB; a model of tables is rarely above 10.",
                        "Die Datei ist größer als 64 MB; ein Modell für Tabellen hat selten mehr als 10."));
    }

    /** It opened, but breaks down over customers. */
    static LearningRefused fails(Throwable cause) {
        LearningRefused refused = new LearningRefused(
                "FILE_FAILS",
                new Wording(
                        "The file can be read, but its parts do not fit together when it scores.",
                        "Die Datei ist lesbar, aber ihre Teile passen beim Bewerten nicht zusammen."));
        refused.initCause(cause);
        return refused;
    }

    private static boolean isXml(byte[] file) {
        for (byte one : file) {
            int value = one & 0xFF;
            if (value == '<') {
                return true;
            }
            if (!Character.isWhitespace(value)
                    && value < BYTE_ORDER_MARK
                    && value != 0xBB
                    && value != 0xBF
                    && value != 0) {
                return false;
            }
        }
        return false;
    }
}
