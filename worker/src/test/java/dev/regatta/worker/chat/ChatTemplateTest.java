package dev.regatta.worker.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regatta.protocol.ErrorCategory;
import dev.regatta.protocol.Message;
import dev.regatta.protocol.RegattaException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTemplateTest {
  private static final LocalDate DATE = LocalDate.of(2024, 7, 6);
  private static final List<Message> TURNS =
      List.of(
          new Message("system", "Be brief."),
          new Message("user", " Hello {{ bos_token }} {% if %} "),
          new Message("assistant", "Hi"),
          new Message("user", "Why?"));

  @Test
  void rendersTurnsAndLeavesTheirTextAlone() {
    String template =
        """
        {{- bos_token }}
        {%- for message in messages %}
            {%- if message['role'] not in ['system', 'user', 'assistant'] %}
                {{- raise_exception('no such role') }}
            {%- endif %}
            {{- '<' + message.role + '>' + message['content'].strip() + eos_token + '\\n' }}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<assistant>' }}
        {%- endif %}""";
    assertThat(render(template))
        .isEqualTo(
            """
            <s><system>Be brief.</s>
            <user>Hello {{ bos_token }} {% if %}</s>
            <assistant>Hi</s>
            <user>Why?</s>
            <assistant>""");
  }

  @Test
  void filtersLoops() {
    String template =
        "{% for m in messages if m.role == 'user' %}{{ loop.index }}{{ loop.last }}:{{ m.content.strip()[0] }} {% endfor %}";
    assertThat(render(template)).isEqualTo("1false:H 2true:W ");
  }

  /** Expected texts follow from Jinja's documentation of whitespace control. */
  @Test
  void stripsBlanksAroundBlocksAsJinjaDoes() {
    assertThat(render("a\n  {% if true %}\nb\n  {% endif %}\nc\n")).isEqualTo("a\nb\nc");
    assertThat(render("{{ 'a' }} {% if true %} b {% endif %} c")).isEqualTo("a  b  c");
    assertThat(render("x\n  {%+ if true +%}\ny{% endif %}")).isEqualTo("x\n  \ny");
    assertThat(render("x \n {%- if true -%}\n y {%- endif %}")).isEqualTo("xy");
    assertThat(render("a\n  {# note #}\nb")).isEqualTo("a\nb");
    assertThat(render("{{ '{% if %}' }}\n  {{ '}}' }}")).isEqualTo("{% if %}\n  }}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "'ab'.upper()~AB",
        "'AB'.lower()~ab",
        "'ab cd'.capitalize()~Ab cd",
        "'ab cd'.title()~Ab Cd",
        "'xxabx'.strip('x')~ab",
        "'xxabx'.lstrip('x')~abx",
        "'abxx'.rstrip('x')~ab",
        "'a.b.c'.split('.')[1]~b",
        "'a.b.c'.split('.', 1)[1]~b.c",
        "'a.b.c'.split('.')[-1]~c",
        "' a  b '.split()[1]~b",
        "'-'.join(['a','b'])~a-b",
        "'abc'.startswith('ab') and 'abc'.endswith('bc')~true",
        "'a.c'.replace('.', 'b')~abc",
        "'abc'.find('c')~2",
        "messages[1:][0]['role']~user",
        "messages | length~4",
        "strftime_now('%d %b %Y')~06 Jul 2024",
        "tools is defined~false",
        "extra~value",
        "'abc'[0] + 'abc'[-1]~ac",
      })
  void speaksPython(String expression, String expected) {
    assertThat(render("{{ " + expression + " }}")).isEqualTo(expected);
  }

  @Test
  void keepsStateInNamespaces() {
    String template =
        "{% set ns = namespace(seen=false) %}{% for m in messages %}{% if m.role == 'system' %}{% set ns.seen = true %}{% endif %}{% endfor %}{{ ns.seen }}";
    assertThat(render(template)).isEqualTo("true");
  }

  @Test
  void aTemplateMayRefuse() {
    assertThatThrownBy(() -> render("{{ raise_exception('Only user and assistant roles!') }}"))
        .isInstanceOfSatisfying(
            RegattaException.class, e -> assertThat(e.category()).isEqualTo(ErrorCategory.USER))
        .hasMessageContaining("Only user and assistant roles!");
  }

  @Test
  void namesTheLineOfAnError() {
    assertThatThrownBy(() -> render("a\n{% for %}"))
        .isInstanceOf(RegattaException.class)
        .hasMessageContaining("line");
  }

  private static String render(String template) {
    return new ChatTemplate(template, DATE).render(TURNS, "<s>", "</s>", Map.of("extra", "value"));
  }
}
