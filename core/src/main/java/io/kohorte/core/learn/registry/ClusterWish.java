// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.learn.cluster.Distance;
import io.kohorte.core.learn.cluster.Method;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a person wants groups found; what is empty is left to the vote. */
record ClusterWish(Optional<Method> method, Optional<Distance> distance) {
    private static final String AUTOMATIC = "automatic";

    /** Empty for all but a clustering, which alone may wish, or where something is wrong; {@code errors} hears what. */
    static Optional<ClusterWish> of(ModelDraft draft, ModelKind kind, List<FieldError> errors) {
        if (kind != ModelKind.CLUSTERING) {
            refuse(draft.clusters(), "/clusters", "Only a clustering has a number of clusters.", errors);
            refuse(draft.method(), "/method", "Only a clustering is found by a method of choice.", errors);
            refuse(draft.distance(), "/distance", "Only a clustering measures distances.", errors);
            return Optional.empty();
        }
        int before = errors.size();
        ClusterWish wish = new ClusterWish(method(draft, errors), distance(draft, errors));
        wish.method().ifPresent(method -> fits(method, wish.distance(), draft, errors));
        return errors.size() > before ? Optional.empty() : Optional.of(wish);
    }

    private static void refuse(
            @org.jspecify.annotations.Nullable Object value, String pointer, String why, List<FieldError> errors) {
        if (value != null) {
            errors.add(new FieldError(pointer, "NOT_FOR_KIND", why));
        }
    }

    private static Optional<Method> method(ModelDraft draft, List<FieldError> errors) {
        String wanted = draft.method();
        if (wanted == null || wanted.equals(AUTOMATIC)) {
            return Optional.empty();
        }
        Optional<Method> method = Method.of(wanted);
        if (method.isEmpty()) {
            errors.add(new FieldError(
                    "/method",
                    "UNKNOWN_METHOD",
                    "There is no method " + wanted + "; there are automatic, "
                            + words(Arrays.stream(Method.values())
                                    .map(Method::wireName)
                                    .toList())
                            + "."));
        }
        return method;
    }

    private static Optional<Distance> distance(ModelDraft draft, List<FieldError> errors) {
        String wanted = draft.distance();
        Optional<Distance> distance = Arrays.stream(Distance.values())
                .filter(one -> one.wireName().equals(wanted))
                .findFirst();
        if (wanted != null && distance.isEmpty()) {
            errors.add(new FieldError(
                    "/distance",
                    "UNKNOWN_DISTANCE",
                    "There is no distance " + wanted + "; there are " + words(List.of(Distance.values())) + "."));
        }
        return distance;
    }

    private static void fits(Method method, Optional<Distance> distance, ModelDraft draft, List<FieldError> errors) {
        if (distance.isPresent() && !method.distances().contains(distance.get())) {
            errors.add(new FieldError(
                    "/distance",
                    "NOT_FOR_METHOD",
                    method.label().en() + " works with " + words(method.distances()) + " only; choose "
                            + (method.distances().size() > 1 ? "one of these" : "it") + ", or another method."));
        }
        if (draft.clusters() != null && !method.takesNumber()) {
            errors.add(new FieldError(
                    "/clusters",
                    "NOT_FOR_METHOD",
                    method.label().en()
                            + " finds the number of groups itself; leave it out, or choose another method."));
        }
    }

    private static String words(Collection<?> values) {
        return values.stream()
                .map(value -> value instanceof Distance distance ? distance.wireName() : String.valueOf(value))
                .collect(Collectors.joining(", "));
    }
}
