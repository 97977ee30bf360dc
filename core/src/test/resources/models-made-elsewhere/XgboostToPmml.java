// SPDX-License-Identifier: AGPL-3.0-or-later

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jpmml.model.metro.MetroJAXBSerializer;
import org.jpmml.xgboost.FeatureMap;
import org.jpmml.xgboost.XGBoostUtil;

/** A model that XGBoost itself has saved, in PMML: see make.sh. */
public class XgboostToPmml {
    public static void main(String[] files) throws Exception {
        FeatureMap columns = new FeatureMap();
        columns.addEntry("months", "q");
        columns.addEntry("spend", "q");
        for (String file : files) {
            try (InputStream in = new FileInputStream(file);
                    OutputStream out = new FileOutputStream(file.replace(".json", ".pmml"))) {
                var pmml = XGBoostUtil.loadLearner(in).encodePMML(Map.of(), "left", List.of("no", "yes"), columns);
                new MetroJAXBSerializer().serialize(pmml, out);
            }
        }
    }
}
