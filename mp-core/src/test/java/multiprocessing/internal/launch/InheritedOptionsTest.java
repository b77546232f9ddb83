package multiprocessing.internal.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class InheritedOptionsTest {

  @Test
  void modulesAssertionsAndPreviewAreInheritedInOrder() {
    List<String> options =
        List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-exports=a/b=c",
            "--add-modules=x",
            "--enable-preview",
            "--enable-native-access=ALL-UNNAMED",
            "-ea",
            "-da:some.Type",
            "-esa",
            "-Xbootclasspath/a:/x.jar");
    assertEquals(options, InheritedOptions.of(options, new Properties()));
  }

  @Test
  void whatBelongsToOneJvmIsNot() {
    List<String> options =
        List.of(
            "-Xmx1g",
            "-Xms1g",
            "-XX:+UseG1GC",
            "-agentlib:jdwp=transport=dt_socket",
            "-agentpath:/x",
            "-javaagent:/x.jar",
            "-Xrunjdwp:x",
            "-Xdebug",
            "-Xlog:gc",
            "-eager",
            "-Dcom.sun.management.jmxremote.port=1",
            "-Djava.rmi.server.hostname=h",
            "-Djava.class.path=/x");
    Properties properties = new Properties();
    properties.setProperty("com.sun.management.jmxremote.port", "1");
    properties.setProperty("java.rmi.server.hostname", "h");
    properties.setProperty("java.class.path", "/x");
    assertEquals(List.of(), InheritedOptions.of(options, properties));
  }

  @Test
  void propertyHasItsPresentValueOrIsLeftOut() {
    Properties now = new Properties();
    now.setProperty("same", "1");
    now.setProperty("changed", "new=value");
    now.setProperty("empty", "");
    assertEquals(
        List.of("-Dsame=1", "-Dchanged=new=value", "-Dempty="),
        InheritedOptions.of(List.of("-Dsame=1", "-Dchanged=old", "-Dremoved=x", "-Dempty"), now));
  }
}
