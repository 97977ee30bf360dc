// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.LearningException;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import weka.classifiers.Classifier;
import weka.classifiers.trees.RandomTree;

/**
 * Turns Weka's trees of objects into {@link Trees}. The nodes are protected inside Weka and have no accessor, so they are read by
 * reflection; all columns are numeric here, so every split has two children.
 */
final class ForestCompiler {
    private static final Field TREE = field(RandomTree.class, "m_Tree");
    private static final Class<?> NODE = TREE.getType();
    private static final Field SUCCESSORS = field(NODE, "m_Successors");
    private static final Field ATTRIBUTE = field(NODE, "m_Attribute");
    private static final Field SPLIT_POINT = field(NODE, "m_SplitPoint");
    private static final Field PROPORTIONS = field(NODE, "m_Prop");
    private static final Field DISTRIBUTION = field(NODE, "m_ClassDistribution");

    private final List<Integer> roots = new ArrayList<>();
    private final Growing nodes = new Growing();

    private ForestCompiler() {}

    static Trees compile(Classifier[] trees) {
        ForestCompiler compiler = new ForestCompiler();
        try {
            for (Classifier tree : trees) {
                compiler.add(TREE.get(tree));
            }
        } catch (IllegalAccessException e) {
            throw new LearningException("a tree cannot be read", e);
        }
        return compiler.nodes.trees(
                compiler.roots.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Breadth first, so that children stand side by side. */
    private void add(Object root) throws IllegalAccessException {
        int at = nodes.reserve(1);
        roots.add(at);
        Deque<Pending> queue = new ArrayDeque<>();
        queue.add(new Pending(root, at));
        while (!queue.isEmpty()) {
            Pending next = queue.remove();
            int column = ATTRIBUTE.getInt(next.node());
            if (column < 0) {
                nodes.leaf(next.at(), yes((double[]) DISTRIBUTION.get(next.node())));
            } else {
                Object[] children = (Object[]) SUCCESSORS.get(next.node());
                double share = ((double[]) PROPORTIONS.get(next.node()))[0];
                int left = nodes.reserve(2);
                nodes.split(next.at(), column, SPLIT_POINT.getDouble(next.node()), share, share, left);
                queue.add(new Pending(children[0], left));
                queue.add(new Pending(children[1], left + 1));
            }
        }
    }

    private static double yes(double[] distribution) {
        double sum = distribution[0] + distribution[1];
        return sum == 0 ? 0 : distribution[1] / sum;
    }

    private static Field field(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new LearningException("Weka changed: " + owner.getName() + " has no " + name, e);
        }
    }

    private record Pending(Object node, int at) {}
}
