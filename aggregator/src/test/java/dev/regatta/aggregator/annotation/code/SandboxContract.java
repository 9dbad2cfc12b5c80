package dev.regatta.aggregator.annotation.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regatta.aggregator.annotation.Outcome;
import dev.regatta.protocol.Json;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every sandbox keeps. A kind that cannot start here is skipped, with the reason. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SandboxContract {
  static final Limits LIMITS = new Limits(Duration.ofMillis(700), 256L << 20, 8, 4L << 20);

  /** Variables that a shell or an engine of containers sets itself. */
  private static final List<String> OF_SANDBOXES =
      List.of("PATH", "HOME", "HOSTNAME", "PWD", "LC_CTYPE", "TERM");

  private ProgramRunner runner;

  /** The sandbox under test. */
  abstract Sandbox sandbox(Limits limits);

  @BeforeAll
  void start() {
    runner = new ProgramRunner(sandbox(LIMITS), LIMITS);
    ProgramResult result = check("pass");
    Assumptions.assumeTrue(
        result.outcome() != Outcome.ERROR,
        () -> sandbox(LIMITS).description() + " does not start here: " + result.message());
    assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
  }

  @Test
  void aRightProgramPassesAndAWrongOneFails() {
    passes("import math\nassert math.gcd(12, 18) == 6");
    assertThat(fails("assert 1 + 1 == 3, 'no'")).isEqualTo("AssertionError: no");
    assertThat(fails("def f(:")).startsWith("SyntaxError");
    assertThat(fails("raise KeyError('x')")).startsWith("KeyError");
  }

  @Test
  void leavingEarlyIsNotPassing() {
    fails("raise SystemExit(0)");
    fails("import os\nos._exit(0)");
    fails("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)");
    fails(
        "import os\nfor d in range(64):\n  try: os.write(d, b'passed\\n')\n  except OSError: 0\nos._exit(0)");
  }

  @Test
  void aLoopEndsInTime() {
    ProgramResult loop = check("while True: pass");
    assertThat(loop.outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(loop.testsPassed()).isZero();
  }

  @Test
  void whoIgnoresItsTimeEndsByForceWithAllItHasStarted() throws Exception {
    String mark = "mark-" + UUID.randomUUID();
    ProgramResult stubborn =
        check(
            """
            import os, signal, sys, time
            signal.signal(signal.SIGALRM, signal.SIG_IGN)
            if os.fork() == 0:
                os.setsid()
                os.execv(sys.executable, [sys.executable, '-c', 'import time; time.sleep(600)', '%s'])
            time.sleep(600)
            """
                .formatted(mark));
    assertThat(stubborn.outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(stubborn.message()).contains("force");
    await().until(() -> !running(mark));
  }

  @Test
  void thereIsNoNetwork() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fails(
          "import socket\nsocket.create_connection(('127.0.0.1', %d), timeout=0.3)"
              .formatted(server.getLocalPort()));
      fails("import socket\nsocket.getaddrinfo('example.org', 80)");
      fails(
          "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
              + "s.sendto(b'x', ('192.0.2.1', 53))");
    }
  }

  @Test
  void onlyTheScratchDirectoryCanBeWrittenAndItIsGoneAfterwards() {
    passes("open('/tmp/x', 'w').write('1')\nassert open('x').read() == '1'");
    passes("import os\nassert os.listdir('/tmp') == []");
    for (String path : List.of("/x", "/usr/x", "/usr/lib/x", "/home/x", "/etc/x", "/proc/x")) {
      fails("open('%s', 'w')".formatted(path));
    }
    fails("open('/tmp/big', 'wb').write(b'x' * (8 << 20))");
  }

  @Test
  void nothingOfTheUserCanBeRead(@TempDir Path directory) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    fails("open('%s')".formatted(secret));
    fails("import os\nassert os.listdir('%s')".formatted(System.getProperty("user.home")));
    fails("open('%s')".formatted(Path.of("pom.xml").toAbsolutePath()));
  }

  @Test
  void nothingOfOurEnvironmentIsThere() {
    assertThat(System.getenv()).containsKey("PATH");
    String ours =
        System.getenv().keySet().stream()
            .filter(key -> !OF_SANDBOXES.contains(key))
            .filter(
                key -> !key.startsWith("PYTHON") && !key.equals("LANG") && !key.equals("GPG_KEY"))
            .map(key -> "'" + key + "'")
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    passes("import os\nassert not set(os.environ) & set([%s]), os.environ".formatted(ours));
  }

  @Test
  void otherProcessesCannotBeSeen() {
    passes("import os\nassert len([p for p in os.listdir('/proc') if p.isdigit()]) < 5");
  }

  @Test
  void memoryAndProcessesAreBounded() {
    assertThat(check("x = bytearray(1 << 30)").outcome()).isEqualTo(Outcome.FAILED);
    fails(
        """
        import os, time
        for i in range(50):
            if os.fork() == 0:
                time.sleep(5)
                os._exit(0)
        """);
  }

  @Test
  void outputIsSwallowed() {
    passes("import sys\nfor i in range(2000): print('x' * 1000); sys.stderr.write('y')");
    fails(
        "import os\nfor i in range(200000):\n  for d in range(3, 9):\n    try: os.write(d, b'x' * 4000)\n    except OSError: pass");
    fails("input()");
  }

  @Test
  void casesAreCounted() {
    String twice = "n = int(input())\nprint(2 * n)";
    assertThat(cases(twice, null, List.of("1", "2", "3"), List.of("2", "4", "7")))
        .isEqualTo(new ProgramResult(Outcome.FAILED, 3, 2, null));
    assertThat(cases(twice, null, List.of("1"), List.of("2\n")))
        .isEqualTo(new ProgramResult(Outcome.PASSED, 1, 1, null));
    String half = "def half(n):\n  while n == 0: pass\n  return n / 2";
    assertThat(cases(half, "half", List.of(List.of(4), List.of(0)), List.of(List.of(2.0), 0)))
        .isEqualTo(new ProgramResult(Outcome.FAILED, 2, 1, null));
  }

  /** As HELM does: texts may differ in ends, order of lines and the fourth decimal. */
  @Test
  void textsAreComparedWithLenience() {
    String echo = "from sys import stdin\nprint(stdin.read())";
    List<String> inputs = List.of("a b\nc", "0.33333\n2", "1\n2", "a");
    List<String> outputs = List.of("c\n b  a\n\n", "2.00001\n0.3333333", "1 2", "b");
    assertThat(cases(echo, null, inputs, outputs))
        .isEqualTo(new ProgramResult(Outcome.FAILED, 4, 2, null));
  }

  @Test
  void casesWithoutAnAnswerAreAllLost() {
    ProgramResult lost = cases("import os\nos._exit(0)", null, List.of("1"), List.of("2"));
    assertThat(lost.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(lost.tests()).isEqualTo(21);
    assertThat(lost.testsPassed()).isZero();
  }

  private void passes(String program) {
    ProgramResult result = check(program);
    assertThat(result.outcome()).as("%s: %s", program, result.message()).isEqualTo(Outcome.PASSED);
  }

  private String fails(String program) {
    ProgramResult result = check(program);
    assertThat(result.outcome()).as("%s: %s", program, result.message()).isEqualTo(Outcome.FAILED);
    return result.message();
  }

  private ProgramResult check(String program) {
    return runner.run(job("check", program).toString());
  }

  private ProgramResult cases(String program, String function, List<?> inputs, List<?> outputs) {
    ObjectNode job = job("cases", program).put("fn_name", function);
    job.set("inputs", Json.MAPPER.valueToTree(inputs));
    job.set("outputs", Json.MAPPER.valueToTree(outputs));
    return runner.run(job.toString());
  }

  private static ObjectNode job(String kind, String program) {
    return Json.MAPPER.createObjectNode().put("kind", kind).put("program", program);
  }

  private static boolean running(String mark) {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.anyMatch(
          process -> process.info().commandLine().filter(line -> line.contains(mark)).isPresent());
    }
  }
}
