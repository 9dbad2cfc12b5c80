package dev.regatta.worker.chat;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.RegattaException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A model's chat template: the Jinja text that model files carry, which turns messages into the one
 * prompt that the model was trained on. Rendered as Hugging Face's tokenizers do (trimmed and
 * left-stripped blocks, {@code raise_exception}, {@code strftime_now}), with Python's string
 * methods where the Java engine lacks them.
 */
public final class ChatTemplate {
  private final String source;
  private final LocalDate date;
  private final Jinjava jinjava;

  /**
   * @param source Jinja text
   * @param date the day that {@code strftime_now} tells
   */
  public ChatTemplate(String source, LocalDate date) {
    this.source = ForIf.rewrite(BlockWhitespace.apply(source));
    this.date = date;
    this.jinjava = new Jinjava(config());
    function("raise_exception", String.class);
    function("strftime_now", String.class);
  }

  private void function(String name, Class<?>... parameters) {
    jinjava.registerFunction(
        new ELFunctionDefinition("", name, TemplateFunctions.class, name, parameters));
  }

  private static JinjavaConfig config() {
    return JinjavaConfig.newBuilder()
        .withFailOnUnknownTokens(false)
        // What a message says is text, even where it looks like Jinja.
        .withNestedInterpretationEnabled(false)
        .withElResolver(PythonMethods.resolver())
        .withMaxOutputSize(0)
        .withLegacyOverrides(
            LegacyOverrides.newBuilder()
                .withUsePyishObjectMapper(true)
                .withUseNaturalOperatorPrecedence(true)
                .withParseWhitespaceControlStrictly(true)
                .withWhitespaceRequiredWithinTokens(false)
                .withUseTrimmingForNotesAndExpressions(true)
                .withEvaluateMapKeys(true)
                .withIterateOverMapKeys(true)
                .build())
        .build();
  }

  /**
   * The prompt up to where the assistant's answer begins ({@code add_generation_prompt}).
   *
   * @param bosToken text of the begin-of-text token, empty without one
   * @param eosToken text of the end-of-text token, empty without one
   * @param variables further variables of the template
   * @throws RegattaException (USER) where the template refuses the messages or cannot be rendered
   */
  public String render(
      List<Message> messages, String bosToken, String eosToken, Map<String, Object> variables) {
    Map<String, Object> context = new LinkedHashMap<>(variables);
    context.put(
        "messages",
        messages.stream().map(ChatTemplate::turn).collect(Collectors.toCollection(ArrayList::new)));
    context.put("bos_token", bosToken);
    context.put("eos_token", eosToken);
    context.put("add_generation_prompt", true);
    context.put(TemplateFunctions.DATE, date);
    RenderResult result = jinjava.renderForResult(source, context);
    List<TemplateError> errors =
        result.getErrors().stream()
            .filter(e -> e.getSeverity() == TemplateError.ErrorType.FATAL)
            .toList();
    if (!errors.isEmpty()) {
      throw RegattaException.user("Chat template: " + message(errors.get(0)));
    }
    return result.getOutput();
  }

  private static Map<String, Object> turn(Message message) {
    Map<String, Object> turn = new LinkedHashMap<>();
    turn.put("role", message.role());
    turn.put("content", message.content());
    return turn;
  }

  private static String message(TemplateError error) {
    Throwable cause = error.getException();
    while (cause != null) {
      if (cause instanceof TemplateFunctions.Refusal) {
        return "refuses the messages: " + cause.getMessage();
      }
      cause = cause.getCause();
    }
    return "line " + error.getLineno() + ": " + error.getMessage();
  }
}
