// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import elki.data.Cluster;
import elki.data.Clustering;
import elki.data.NumberVector;
import elki.data.model.ClusterModel;
import elki.data.model.Model;
import elki.data.type.TypeUtil;
import elki.database.Database;
import elki.database.StaticArrayDatabase;
import elki.database.ids.ArrayModifiableDBIDs;
import elki.database.ids.DBIDIter;
import elki.database.ids.DBIDRange;
import elki.database.ids.DBIDUtil;
import elki.database.relation.Relation;
import elki.datasource.ArrayAdapterDatabaseConnection;
import elki.logging.LoggingConfiguration;
import java.util.Arrays;
import java.util.logging.Level;

/** Rows as ELKI sees them (Schubert, Zimek 2019), whose methods and indices were written by others. */
final class Elki {
    static {
        LoggingConfiguration.setDefaultLevel(Level.WARNING);
    }

    private final Database database;
    private final Relation<NumberVector> relation;
    private final DBIDRange ids;

    Elki(double[][] rows) {
        database = new StaticArrayDatabase(new ArrayAdapterDatabaseConnection(rows));
        database.initialize();
        relation = database.getRelation(TypeUtil.NUMBER_VECTOR_FIELD);
        ids = (DBIDRange) relation.getDBIDs();
    }

    Database database() {
        return database;
    }

    Relation<NumberVector> relation() {
        return relation;
    }

    /** Each row's group, from 0; noise comes after all groups, as ours does. */
    Partition partition(Clustering<?> clustering) {
        int[] assigned = new int[ids.size()];
        Arrays.fill(assigned, -1);
        int groups = 0;
        for (Cluster<?> cluster : clustering.getAllClusters()) {
            if (!cluster.isNoise()) {
                for (DBIDIter row = cluster.getIDs().iter(); row.valid(); row.advance()) {
                    assigned[ids.getOffset(row)] = groups;
                }
                groups++;
            }
        }
        for (int row = 0; row < assigned.length; row++) {
            assigned[row] = assigned[row] < 0 ? groups : assigned[row];
        }
        return new Partition(assigned, groups);
    }

    Clustering<Model> clustering(Partition partition) {
        Clustering<Model> clustering = new Clustering<>();
        for (int group = 0; group <= partition.groups(); group++) {
            ArrayModifiableDBIDs members = DBIDUtil.newArray();
            for (int row = 0; row < partition.assigned().length; row++) {
                if (partition.assigned()[row] == group) {
                    members.add(DBIDUtil.deref(ids.iter().seek(row)));
                }
            }
            if (!members.isEmpty()) {
                clustering.addToplevelCluster(
                        new Cluster<>(members, group == partition.groups(), ClusterModel.CLUSTER));
            }
        }
        return clustering;
    }
}
