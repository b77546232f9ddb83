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
  void propertyThatAJvmReadsAtItsBootHasItsPresentValueOrIsLeftOut() {
    Properties now = new Properties();
    now.setProperty("user.same", "1");
    now.setProperty("java.changed", "new=value");
    now.setProperty("file.empty", "");
    assertEquals(
        List.of("-Duser.same=1", "-Djava.changed=new=value", "-Dfile.empty="),
        InheritedOptions.of(
            List.of("-Duser.same=1", "-Djava.changed=old", "-Dsun.removed=x", "-Dfile.empty"),
            now));
  }

  @Test
  void propertyOfTheProgramIsNotOnTheCommandLine() {
    Properties now = new Properties();
    now.setProperty("db.password", "s3cret");
    now.setProperty("javax.net.ssl.keyStorePassword", "s3cret");
    assertEquals(
        List.of(),
        InheritedOptions.of(
            List.of("-Ddb.password=s3cret", "-Djavax.net.ssl.keyStorePassword=s3cret"), now));
  }

  @Test
  void propertyOfTheProgramIsThereForASystemClassLoaderOfItsOwn() {
    List<String> options = List.of("-Dloader.path=/x", "-Djava.system.class.loader=L", "-Dgone=x");
    Properties now = new Properties();
    now.setProperty("loader.path", "/changed"); // the present value follows with the task
    now.setProperty("java.system.class.loader", "L");
    assertEquals(options.subList(0, 2), InheritedOptions.of(options, now));
  }
}
