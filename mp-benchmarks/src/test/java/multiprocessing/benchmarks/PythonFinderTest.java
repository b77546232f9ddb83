package multiprocessing.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import multiprocessing.benchmarks.PythonFinder.Python;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonFinderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"true", "echo 3.7.16 /old/python3", "echo not a version", "exit 1"})
  void whatIsNoPythonForUsIsPassedOver(String script) throws Exception {
    assertEquals(Optional.empty(), PythonFinder.probe(executable(script)));
  }

  @Test
  void whatDoesNotExistIsPassedOver() throws Exception {
    assertEquals(Optional.empty(), PythonFinder.probe(folder.resolve("none").toString()));
  }

  @Test
  void executableBehindAShimIsTaken() throws Exception {
    assertEquals(
        Optional.of(new Python("3.13.0", "/a folder/python3")),
        PythonFinder.probe(executable("echo 3.13.0 /a folder/python3")));
  }

  @Test
  void versionsAreComparedAsNumbers() {
    assertTrue(new Python("3.10.1", "").compareTo(new Python("3.9.18", "")) > 0);
  }

  private String executable(String script) throws Exception {
    Path file = folder.resolve("python3");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }
}
