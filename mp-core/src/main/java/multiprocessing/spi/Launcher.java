package multiprocessing.spi;

import java.io.IOException;

/**
 * Starts the operating system process of a child JVM; a door for those who must wrap the command
 * line, for example in {@code nice}, {@code taskset} or a container's own launcher.
 *
 * <p>The default is {@link ProcessBuilder#start}. An implementation may change the command, the
 * environment and the directory, but must leave the standard streams as they are: the library talks
 * and listens through them. The command begins with a shell that arranges them and becomes the JVM,
 * so a wrapper goes before it. The process that it returns must end when the child JVM ends and
 * with its status; a wrapper that does not {@code exec} breaks this.
 */
@FunctionalInterface
public interface Launcher {

  /** The launcher that starts the command as it is. */
  Launcher DEFAULT = ProcessBuilder::start;

  /**
   * Starts the process and returns without waiting for it.
   *
   * @param builder the complete command, environment and redirections
   * @return the started process
   * @throws IOException if it cannot be started; nothing may be left running
   */
  Process launch(ProcessBuilder builder) throws IOException;
}
