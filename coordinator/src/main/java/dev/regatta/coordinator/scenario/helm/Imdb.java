package dev.regatta.coordinator.scenario.helm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regatta.coordinator.instance.Instance;
import dev.regatta.coordinator.instance.Reference;
import dev.regatta.coordinator.scenario.Arguments;
import dev.regatta.protocol.RegattaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * IMDb reviews, in the file order that HELM publishes; reviews with a contrast set are valid
 * whichever folder they come from.
 */
final class Imdb {
  private static final Archive REVIEWS =
      Archive.of("data", "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz");
  private static final String CONTRASTS =
      "https://raw.githubusercontent.com/allenai/contrast-sets/main/IMDb/data/";

  private final HelmData data;
  private final boolean onlyContrast;
  private final Map<String, Contrast> contrasts = new HashMap<>();

  private record Contrast(String text, String label) {}

  private Imdb(HelmData data, boolean onlyContrast) {
    this.data = data;
    this.onlyContrast = onlyContrast;
  }

  static Conversion of(Arguments args) {
    boolean onlyContrast = args.truth("only_contrast");
    return data -> new Imdb(data, onlyContrast).instances();
  }

  private List<Instance> instances() {
    readContrasts("test");
    readContrasts("dev");
    JsonNode order =
        data.json(
            data.file(
                "data/imdb_scenario_pinned_file_order.json",
                "https://worksheets.codalab.org/rest/bundles/0xa75fa6eb8dc24e23a73d3a5ecb674b32/"
                    + "contents/blob/"));
    List<Instance> instances = new ArrayList<>();
    read(order.path(Instance.TRAIN), "train", Instance.TRAIN, instances);
    read(order.path(Instance.VALID), "test", Instance.VALID, instances);
    return instances;
  }

  private void read(JsonNode order, String folder, String split, List<Instance> instances) {
    for (String label : List.of("pos", "neg")) {
      for (JsonNode file : order.path(label)) {
        String path = folder + "/" + label + "/" + file.asText();
        String text = data.text(data.file(REVIEWS, path)).strip();
        Contrast contrast = contrasts.get(text);
        List<Reference> references =
            Instances.correct(label.equals("pos") ? "Positive" : "Negative");
        if (contrast != null) {
          instances.add(
              Instances.contrasted(
                  text,
                  references,
                  Instance.VALID,
                  List.of(contrast.text()),
                  List.of(Instances.correct(contrast.label()))));
        } else if (!onlyContrast || !split.equals(Instance.VALID)) {
          instances.add(Instance.of(text, references, split));
        }
      }
    }
  }

  private void readContrasts(String part) {
    List<String> originals = lines(part + "_original.tsv");
    List<String> changed = lines(part + "_contrast.tsv");
    for (int i = 1; i < Math.min(originals.size(), changed.size()); i++) {
      String[] original = fields(originals.get(i));
      String[] contrast = fields(changed.get(i));
      contrasts.put(original[1], new Contrast(contrast[1], contrast[0]));
    }
  }

  private List<String> lines(String name) {
    return data.lines(data.file("data/" + name, CONTRASTS + name));
  }

  private static String[] fields(String line) {
    String[] fields = line.strip().split("\t", -1);
    if (fields.length != 2) {
      throw RegattaException.user(
          "IMDb contrast set: " + fields.length + " fields (expected: a label, a tab and a text)");
    }
    return fields;
  }
}
