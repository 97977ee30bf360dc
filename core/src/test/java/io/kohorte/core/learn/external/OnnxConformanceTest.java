// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.exchange.Protobuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The examples with which the ONNX project itself says what each operator does ({@code backend/test/data/node}; in Debian the package libonnx-testdata): whatever of
 * them we take on says what the project says or refuses; nothing says something else.
 */
final class OnnxConformanceTest {
    private static final Path EXAMPLES = Path.of("/usr/share/libonnx-testdata/data/node");

    @Test
    void an_operator_that_answers_answers_as_the_project_says() throws IOException {
        assumeThat(EXAMPLES)
                .as("the examples of the ONNX project (apt-get install libonnx-testdata)")
                .isDirectory();
        List<String> right = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            for (Path example : folders.sorted().toList()) {
                try {
                    (differs(example) ? wrong : right).add(example.getFileName().toString());
                } catch (LearningRefused | IllegalArgumentException refused) {
                    // in words, when it is opened or when it scores
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(right).hasSizeGreaterThan(380);
    }

    private static boolean differs(Path example) throws IOException {
        OnnxProgram program = OnnxProgram.of(OnnxReader.read(Files.readAllBytes(example.resolve("model.onnx"))));
        Path data = example.resolve("test_data_set_0");
        Map<String, Cells> given = new HashMap<>();
        for (int i = 0; i < program.graph().inputs().size(); i++) {
            given.put(program.graph().inputs().get(i).name(), cells(data.resolve("input_" + i + ".pb")));
        }
        Map<String, Cells> answers = program.run(given, Budget.Limits.USUAL.budget());
        for (int i = 0; i < program.graph().outputs().size(); i++) {
            if (differs(
                    answers.get(program.graph().outputs().get(i).name()), cells(data.resolve("output_" + i + ".pb")))) {
                return true;
            }
        }
        return false;
    }

    private static boolean differs(Cells ours, Cells theirs) {
        boolean same = ours.type() == theirs.type()
                && java.util.Arrays.equals(ours.shape(), theirs.shape())
                && java.util.Arrays.equals(ours.texts(), theirs.texts());
        for (int at = 0; same && at < theirs.numbers().length; at++) {
            double one = ours.numbers()[at];
            double other = theirs.numbers()[at];
            same = Double.compare(one, other) == 0
                    || Math.abs(one - other) <= 1e-5 + 1e-4 * Math.abs(other)
                    || one == other;
        }
        return !same;
    }

    /** A file with one value, read as what stands in a model. */
    private static Cells cells(Path file) throws IOException {
        Protobuf graph =
                new Protobuf().bytes(5, Files.readAllBytes(file)).message(12, new Protobuf().text(1, "nothing"));
        return OnnxReader.read(new Protobuf().message(7, graph).bytes())
                .graph()
                .constants()
                .values()
                .iterator()
                .next();
    }
}
