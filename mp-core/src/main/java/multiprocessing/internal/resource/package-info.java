/** Records each named resource of the operating system and removes what the dead left. */
package multiprocessing.internal.resource;
