// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.catalogue;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.Wording;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/** What segments and models can be made of. */
@Path("/api/v1/catalogue")
class CatalogueResource {

    private final DataSource database;
    private final SeenValues seen;

    CatalogueResource(DataSource database, SeenValues seen) {
        this.database = database;
        this.seen = seen;
    }

    /** All of it. */
    record Catalogue(
            List<SeenTrait> traits, List<SeenEvent> events, List<KnownFeature> features, List<KnownModel> models) {}

    /** @param values the most frequent ones, as the analytics replica has them */
    record SeenTrait(String name, String type, List<SeenValue> values) {}

    /** A value and how many profiles have it. */
    record SeenValue(Object value, long count) {}

    /**
     * @param properties names of properties, from a sample of the event
     * @param categories what it is about, the most frequent first
     */
    record SeenEvent(String name, long count, List<String> properties, List<String> categories) {}

    /** A feature with its words. */
    record KnownFeature(String name, Wording label, Wording sentence, String unit) {
        static KnownFeature of(Feature feature) {
            return new KnownFeature(
                    feature.name(),
                    feature.label(),
                    feature.sentence(),
                    feature.unit().name().toLowerCase(Locale.ROOT));
        }
    }

    /** A model that segments can use. */
    record KnownModel(long id, String name, String kind) {}

    @GET
    public Catalogue all() throws SQLException {
        return new Catalogue(
                seen.traits(types()),
                seen.events(),
                FeatureCatalogue.declared().stream().map(KnownFeature::of).toList(),
                models());
    }

    private List<SeenTrait> types() throws SQLException {
        List<SeenTrait> traits = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("select name, type from trait order by name");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                traits.add(new SeenTrait(row.getString(1), row.getString(2), List.of()));
            }
        }
        return traits;
    }

    private List<KnownModel> models() throws SQLException {
        List<KnownModel> models = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select id, name, kind from model order by name, id");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                models.add(new KnownModel(row.getLong(1), row.getString(2), row.getString(3)));
            }
        }
        return models;
    }
}
