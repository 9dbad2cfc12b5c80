package dev.regatta.toxicity;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.regatta.aggregator.annotation.toxicity.ClassifierConfig;
import dev.regatta.aggregator.annotation.toxicity.ClassifierConfig.Activation;
import dev.regatta.aggregator.annotation.toxicity.TextClassifier;
import dev.regatta.protocol.RegattaException;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A model with the inputs of a text encoder ({@code input_ids}, and where it has them {@code
 * attention_mask} and {@code token_type_ids}; texts by tokens) and, as its first output, a number
 * per text and class.
 */
final class OnnxClassifier implements TextClassifier {
  private static final Map<String, Function<Encoding, long[]>> INPUTS =
      Map.of(
          "input_ids", Encoding::getIds,
          "attention_mask", Encoding::getAttentionMask,
          "token_type_ids", Encoding::getTypeIds);

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final ClassifierTokenizer tokenizer;
  private final Activation activation;
  private final int label;
  private final String identity;

  private OnnxClassifier(
      OrtSession session, ClassifierTokenizer tokenizer, ClassifierConfig config, int label) {
    this.session = session;
    this.tokenizer = tokenizer;
    this.activation = config.activation();
    this.label = label;
    this.identity = Identity.of(config, label);
  }

  static OnnxClassifier open(ClassifierConfig config) {
    Path model = config.model();
    if (!Files.isRegularFile(model)) {
      throw RegattaException.user(
          "toxicity.model: " + model + " is no file (expected: a text classifier in ONNX)");
    }
    int label = Labels.number(config);
    try {
      OrtSession session =
          OrtEnvironment.getEnvironment()
              .createSession(model.toString(), new OrtSession.SessionOptions());
      refuseOtherInputs(session, model);
      return new OnnxClassifier(
          session, ClassifierTokenizer.open(config.tokenizer(), config.maxTokens()), config, label);
    } catch (OrtException e) {
      throw RegattaException.user(
          "toxicity.model: cannot read %s: %s (expected: a text classifier in ONNX)"
              .formatted(model, e.getMessage()));
    } catch (LinkageError e) {
      throw RegattaException.resource("No ONNX Runtime for this machine", e);
    }
  }

  private static void refuseOtherInputs(OrtSession session, Path model) {
    Set<String> names = session.getInputNames();
    if (!names.contains("input_ids") || !INPUTS.keySet().containsAll(names)) {
      throw RegattaException.user(
          "toxicity.model: %s has the inputs %s (expected: input_ids, and attention_mask and token_type_ids or not)"
              .formatted(model, names));
    }
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public double[] probabilities(List<String> texts) {
    Encoding[] encodings = tokenizer.encode(texts);
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
        inputs.put(input.getKey(), tensor(input.getValue(), encodings));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        return probabilities(result.get(0).getValue());
      }
    } catch (OrtException e) {
      throw RegattaException.user("toxicity.model: cannot classify: " + e.getMessage());
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(NodeInfo input, Encoding[] encodings) throws OrtException {
    int length = encodings[0].getIds().length;
    long[] shape = {encodings.length, length};
    LongBuffer numbers = LongBuffer.allocate(encodings.length * length);
    for (Encoding encoding : encodings) {
      numbers.put(INPUTS.get(input.getName()).apply(encoding));
    }
    numbers.flip();
    if (((TensorInfo) input.getInfo()).type == OnnxJavaType.INT32) {
      IntBuffer small = IntBuffer.allocate(numbers.limit());
      for (int i = 0; i < numbers.limit(); i++) {
        small.put(i, (int) numbers.get(i));
      }
      return OnnxTensor.createTensor(environment, small, shape);
    }
    return OnnxTensor.createTensor(environment, numbers, shape);
  }

  private double[] probabilities(Object output) {
    if (!(output instanceof float[][] rows)) {
      throw RegattaException.user(
          "toxicity.model: the first output is %s (expected: a float per text and class)"
              .formatted(output.getClass().getSimpleName()));
    }
    double[] probabilities = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      if (label >= rows[i].length) {
        throw RegattaException.user(
            "toxicity.label: %d of a model with %d classes (expected: 0 to %d)"
                .formatted(label, rows[i].length, rows[i].length - 1));
      }
      probabilities[i] = probability(rows[i]);
    }
    return probabilities;
  }

  private double probability(float[] classes) {
    return switch (activation) {
      case NONE -> classes[label];
      case SIGMOID -> 1 / (1 + Math.exp(-classes[label]));
      case SOFTMAX -> {
        double most = Double.NEGATIVE_INFINITY;
        for (float value : classes) {
          most = Math.max(most, value);
        }
        double sum = 0;
        for (float value : classes) {
          sum += Math.exp(value - most);
        }
        yield Math.exp(classes[label] - most) / sum;
      }
    };
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw RegattaException.internal("Cannot close the classifier", e);
    } finally {
      tokenizer.close();
    }
  }
}
