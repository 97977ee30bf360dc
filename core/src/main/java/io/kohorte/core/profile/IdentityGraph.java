// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides, in memory and in the order given, which identities are one person: who is new, who merges into whom, and which links are
 * refused because they would put too many values of a namespace into one profile.
 *
 * <p>The lower profile number wins a merge. A refused identity keeps, or gets, a profile of its own.
 */
final class IdentityGraph {

    /** One merge of two profiles that both existed before. */
    record Merge(int loser, int winner, String cause) {}

    /** A link not made; {@code limited} is the namespace that had no room. */
    record Refusal(Node profile, Node other, Identity identity, String limited, String cause) {}

    /** A profile, existing or about to be; becomes another's when merged. */
    static final class Node {
        private @Nullable Node parent;
        private int number;
        private final Map<String, Integer> counts = new HashMap<>();

        private Node(int number) {
            this.number = number;
        }

        /** The profile's number; 0 until {@link IdentityGraph#number} gave it one. */
        int number() {
            return root().number;
        }

        private Node root() {
            Node node = this;
            while (node.parent != null) {
                node = node.parent;
            }
            if (parent != null && parent != node) {
                parent = node;
            }
            return node;
        }
    }

    private final IdentityLimits limits;
    private final Map<Identity, Node> nodes = new HashMap<>();
    private final Map<Integer, Node> existing = new HashMap<>();
    private final List<Node> fresh = new ArrayList<>();
    private final Map<Identity, Node> added = new LinkedHashMap<>();
    private final List<Merge> merges = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    IdentityGraph(IdentityLimits limits) {
        this.limits = limits;
    }

    /** Says that an identity already belongs to a profile. Call before the first link. */
    void known(Identity identity, int profile) {
        nodes.put(identity, existing.computeIfAbsent(profile, Node::new));
    }

    /** Says how many values of a namespace an existing profile has. Call before the first link. */
    void count(int profile, String namespace, int values) {
        existing.computeIfAbsent(profile, Node::new).counts.put(namespace, values);
    }

    /** Takes in a link and answers the profile it is about. */
    Node link(Link link) {
        Node current = null;
        for (Identity identity : link.identities()) {
            current = current == null ? nodeOf(identity) : join(current, identity, link);
        }
        Node subject = Optional.ofNullable(current).orElseThrow();
        if (!link.previous().isEmpty()) {
            List<Identity> former =
                    link.previous().stream().filter(nodes::containsKey).toList();
            for (Identity identity : former.isEmpty()
                    ? List.of(link.previous().get(link.previous().size() - 1))
                    : former) {
                subject = join(subject, identity, link);
            }
        }
        return subject;
    }

    /** Gives the new profiles their numbers, dense, from the next free one on. Answers those numbers. */
    List<Integer> number(int firstFree) {
        List<Integer> numbers = new ArrayList<>();
        for (Node node : fresh) {
            if (node.parent == null) {
                node.number = firstFree + numbers.size();
                numbers.add(node.number);
            }
        }
        return numbers;
    }

    /** Which profile a profile is now, after the merges. */
    int numberNow(int profile) {
        return Optional.ofNullable(existing.get(profile)).orElseThrow().number();
    }

    /** Whose an identity is that was in a link. */
    int owner(Identity identity) {
        return Optional.ofNullable(nodes.get(identity)).orElseThrow().number();
    }

    /** Identities new to us, in the order they came. */
    Map<Identity, Node> added() {
        return added;
    }

    List<Merge> merges() {
        return merges;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    private Node nodeOf(Identity identity) {
        Node node = nodes.get(identity);
        if (node != null) {
            return node.root();
        }
        Node created = new Node(0);
        fresh.add(created);
        attach(created, identity);
        return created;
    }

    private Node join(Node current, Identity identity, Link link) {
        Node other = nodes.get(identity);
        if (other == null) {
            int limit = limits.of(identity.namespace(), link.strength());
            if (current.counts.getOrDefault(identity.namespace(), 0) < limit) {
                attach(current, identity);
            } else {
                refusals.add(new Refusal(current, nodeOf(identity), identity, identity.namespace(), link.cause()));
            }
            return current;
        }
        Node root = other.root();
        if (root == current) {
            return current;
        }
        Optional<String> limited = namespaceWithoutRoom(current, root, link.strength());
        if (limited.isPresent()) {
            refusals.add(new Refusal(current, root, identity, limited.get(), link.cause()));
            return current;
        }
        return merge(current, root, link.cause());
    }

    private void attach(Node node, Identity identity) {
        nodes.put(identity, node);
        added.put(identity, node);
        node.counts.merge(identity.namespace(), 1, Integer::sum);
    }

    private Optional<String> namespaceWithoutRoom(Node one, Node other, Link.Strength strength) {
        return one.counts.entrySet().stream()
                .filter(count -> other.counts.containsKey(count.getKey()))
                .filter(count ->
                        count.getValue() + other.counts.get(count.getKey()) > limits.of(count.getKey(), strength))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }

    private Node merge(Node one, Node other, String cause) {
        boolean oneWins = other.number == 0 || (one.number != 0 && one.number < other.number);
        Node winner = oneWins ? one : other;
        Node loser = oneWins ? other : one;
        if (loser.number != 0) {
            merges.add(new Merge(loser.number, winner.number, cause));
        }
        loser.parent = winner;
        loser.counts.forEach((namespace, values) -> winner.counts.merge(namespace, values, Integer::sum));
        return winner;
    }
}
