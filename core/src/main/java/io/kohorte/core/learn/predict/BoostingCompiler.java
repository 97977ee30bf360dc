// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kohorte.core.learn.LearningException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Turns XGBoost's own JSON (schema of version 3: numeric splits, one output) into {@link BoostedScorer}. */
final class BoostingCompiler {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Integer> roots = new ArrayList<>();
    private final Growing nodes = new Growing();

    private BoostingCompiler() {}

    static BoostedScorer compile(byte[] model) {
        JsonNode learner = learner(model);
        return new BoostedScorer(trees(learner), Odds.logOdds(baseScore(learner)));
    }

    /** The trees alone, of a model whose own start is 0. */
    static Trees trees(byte[] model) {
        return trees(learner(model));
    }

    private static Trees trees(JsonNode learner) {
        BoostingCompiler compiler = new BoostingCompiler();
        for (JsonNode tree : learner.path("gradient_booster").path("model").path("trees")) {
            compiler.add(tree);
        }
        return compiler.nodes.trees(
                compiler.roots.stream().mapToInt(Integer::intValue).toArray());
    }

    private static JsonNode learner(byte[] model) {
        try {
            return JSON.readTree(model).path("learner");
        } catch (IOException e) {
            throw new LearningException("XGBoost's model cannot be read", e);
        }
    }

    /** A number as text, from 3.1 on in brackets. */
    private static double baseScore(JsonNode learner) {
        String text = learner.path("learner_model_param").path("base_score").asText();
        return Double.parseDouble(text.replaceAll("[\\[\\]]", ""));
    }

    /** Breadth first, so that children stand side by side. Covers are sums of second derivatives, by which XGBoost counts rows. */
    private void add(JsonNode tree) {
        JsonNode lefts = tree.path("left_children");
        JsonNode rights = tree.path("right_children");
        JsonNode covers = tree.path("sum_hessian");
        int root = nodes.reserve(1);
        roots.add(root);
        Deque<Pending> queue = new ArrayDeque<>();
        queue.add(new Pending(0, root));
        while (!queue.isEmpty()) {
            Pending next = queue.remove();
            int node = next.node();
            int leftChild = lefts.path(node).asInt();
            double point = tree.path("split_conditions").path(node).floatValue();
            if (leftChild < 0) {
                nodes.leaf(next.at(), point);
                continue;
            }
            int rightChild = rights.path(node).asInt();
            double coverLeft = covers.path(leftChild).floatValue();
            double coverRight = covers.path(rightChild).floatValue();
            int left = nodes.reserve(2);
            nodes.split(
                    next.at(),
                    tree.path("split_indices").path(node).asInt(),
                    point,
                    coverLeft / (coverLeft + coverRight),
                    tree.path("default_left").path(node).asInt(),
                    left);
            queue.add(new Pending(leftChild, left));
            queue.add(new Pending(rightChild, left + 1));
        }
    }

    private record Pending(int node, int at) {}
}
