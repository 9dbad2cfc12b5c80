package dev.regatta.worker.runtime.llamacpp;

import dev.regatta.protocol.Decoding;
import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.FinishReason;
import dev.regatta.protocol.Output;
import dev.regatta.protocol.RegattaException;
import dev.regatta.protocol.Request;
import dev.regatta.protocol.RequestKind;
import dev.regatta.protocol.Usage;
import dev.regatta.worker.chat.ChatTemplate;
import dev.regatta.worker.runtime.Answer;
import dev.regatta.worker.runtime.ModelRuntime;
import dev.regatta.worker.runtime.RuntimeFailure;
import dev.regatta.worker.runtime.RuntimeInfo;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A GGUF file run in this process by llama.cpp. A crash of the native library takes the process
 * along, so a worker process holds one model; start it with {@link #environment}.
 *
 * <p>Requests share prefixes (see {@link PrefixCache}) and wait in the order that shares most (see
 * {@link Scheduler}). With the default of one slot an answer is the same to the bit whatever else
 * is asked, in any order, with any number of threads, on equal hardware. Several slots are decoded
 * together and trade that for speed: a token's place in the key-value cache then depends on the
 * company, changes the order of float sums, and with quantised weights moves single
 * log-probabilities by up to a few tenths. Sampled answers draw from a generator seeded by the
 * request.
 */
public final class LlamaRuntime implements ModelRuntime {
  /** Its name in model references and completions. */
  public static final String NAME = "llamacpp";

  /** The version of the engine that is bundled. */
  public static final String VERSION = "build " + LlamaLibrary.BUILD;

  private static final int DEFAULT_MAX_WINDOW = 4096;

  /** Requests worth having beside the running ones, to choose the next by its prefix. */
  private static final int AHEAD = 31;

  private final RuntimeInfo info;
  private final LlamaModel model;
  private final Optional<ChatTemplate> template;
  private final Tasks tasks;
  private final EngineThread thread;

  private LlamaRuntime(
      RuntimeInfo info,
      LlamaModel model,
      Optional<ChatTemplate> template,
      Tasks tasks,
      EngineThread thread) {
    this.info = info;
    this.model = model;
    this.template = template;
    this.tasks = tasks;
    this.thread = thread;
  }

  /**
   * Loads a model. Reads the whole file once more for its SHA-256.
   *
   * @throws RegattaException USER for a file or option that cannot be used, RESOURCE where the
   *     native library or memory is missing
   */
  public static LlamaRuntime open(Path gguf, LlamaOptions options) {
    return open(gguf, options, Sha256.of(gguf));
  }

  /** As {@link #open(Path, LlamaOptions)}, for a file whose SHA-256 is known. */
  public static LlamaRuntime open(Path gguf, LlamaOptions options, String sha256) {
    // A process that was started without them, as by hand, would be many times slower.
    NativeEnvironment.setDefaults(environment(options.threads()));
    LlamaLibrary library = NativeLoader.load(options.library());
    LlamaModel model = LlamaModel.load(library, gguf, options.gpuLayers());
    try {
      return open(library, model, options, sha256);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static LlamaRuntime open(
      LlamaLibrary library, LlamaModel model, LlamaOptions options, String sha256) {
    Optional<ChatTemplate> template =
        model
            .metadata("tokenizer.chat_template")
            .map(text -> new ChatTemplate(text, options.date()));
    int window = window(model, options);
    int sequences = options.slots() + options.prefixes();
    LlamaContext context =
        new LlamaContext(
            library,
            model,
            Math.max(options.context().orElse(window * options.slots()), window),
            options.batch(),
            sequences,
            options.threads());
    Scheduler scheduler =
        new Scheduler(context, new PrefixCache(context, sequences), options.slots());
    EnumSet<RequestKind> kinds = EnumSet.of(RequestKind.GENERATE, RequestKind.SCORE);
    template.ifPresent(present -> kinds.add(RequestKind.CHAT));
    RuntimeInfo info =
        new RuntimeInfo(
            NAME,
            VERSION,
            sha256,
            options.slots() + AHEAD,
            window,
            Collections.unmodifiableSet(kinds),
            false);
    return new LlamaRuntime(
        info,
        model,
        template,
        new Tasks(model, window, options.seed()),
        EngineThread.start(scheduler, context));
  }

  private static int window(LlamaModel model, LlamaOptions options) {
    int trained = model.trainedContext();
    int window = options.window().orElse(Math.min(trained, DEFAULT_MAX_WINDOW));
    if (window > trained) {
      throw RegattaException.user(
          "llamacpp runtime: window: %d is more than the %d tokens that the model was trained for"
              .formatted(window, trained));
    }
    return window;
  }

  /**
   * Variables that a process needs in its environment before it starts, for an engine of so many
   * threads. OpenMP's threads otherwise spin while they wait: on a busy machine that costs an order
   * of magnitude, and it cannot be changed once the library is loaded.
   */
  public static Map<String, String> environment(int threads) {
    return Map.of("OMP_WAIT_POLICY", "passive", "OMP_NUM_THREADS", Integer.toString(threads));
  }

  /**
   * Loads the native library and checks that it is the expected one.
   *
   * @throws RegattaException that says what is missing and what to install
   */
  public static void checkNativeLibrary(LlamaOptions options) {
    NativeLoader.load(options.library());
  }

  @Override
  public RuntimeInfo info() {
    return info;
  }

  @Override
  public int countTokens(String text) {
    return model.tokenize(text, false).length;
  }

  @Override
  public CompletableFuture<Answer> submit(Request request) {
    try {
      if (request.kind() != RequestKind.SCORE && request.decoding().maxTokens() == 0) {
        return CompletableFuture.completedFuture(nothing(request));
      }
      int copies =
          request.kind() == RequestKind.SCORE || request.decoding().temperature() > 0
              ? 1
              : Math.max(1, request.decoding().numCompletions());
      return thread.submit(new Job(tasks(request), copies, System::nanoTime));
    } catch (RuntimeFailure e) {
      return CompletableFuture.failedFuture(e);
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(EngineThread.closed());
    }
  }

  private List<Task> tasks(Request request) {
    return switch (request.kind()) {
      case GENERATE -> tasks.generate(request, request.prompt(), false);
      case CHAT -> tasks.generate(request, render(request), true);
      case SCORE -> List.of(tasks.score(request));
    };
  }

  private String render(Request request) {
    ChatTemplate present =
        template.orElseThrow(
            () ->
                new RuntimeFailure(
                    ErrorCategory.USER,
                    RuntimeFailure.Action.QUARANTINE,
                    "The model file has no chat template: use an adapter that sends plain prompts",
                    null));
    try {
      return present.render(request.messages(), model.bosText(), model.eosText(), Map.of());
    } catch (RegattaException e) {
      throw new RuntimeFailure(e.category(), RuntimeFailure.Action.QUARANTINE, e.getMessage(), e);
    }
  }

  /** The answer of no tokens that {@code max_tokens: 0} asks for. */
  private Answer nothing(Request request) {
    Decoding decoding = request.decoding();
    List<Output> outputs =
        Collections.nCopies(
            Math.max(1, decoding.numCompletions()),
            new Output("", 0, List.of(), FinishReason.LENGTH));
    int promptTokens = tasks(request).get(0).prompt().length;
    return new Answer(outputs, new Usage(promptTokens, 0, 0), System.nanoTime(), null, 0);
  }

  @Override
  public void close() {
    thread.close();
    model.close();
  }
}
