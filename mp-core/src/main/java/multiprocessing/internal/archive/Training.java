package multiprocessing.internal.archive;

/**
 * What is archived.
 *
 * @param core a class of this module
 * @param kryo a class of Kryo
 * @param mainClass the name of the main class that loads what children need
 */
public record Training(Class<?> core, Class<?> kryo, String mainClass) {}
